internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The page on which a buyer reviews a line of an order.
enum ReviewPage {
  static func routes(_ shop: Shop) -> [Route] {
    [show, write(shop), followUp(shop), erase(shop)]
  }

  private static let parameters = [
    OrderLink.parameter,
    .path("line", .integer(0...98), "The place of the line in the order."),
  ]

  private static let show = Route.read(
    "/orders/{token}/reviews/{line}",
    operation: "showReviewForm",
    parameters: parameters,
    permission: .session
  ) { request in try await reply(to: request) }

  private static func write(_ shop: Shop) -> Route {
    change("", "writeReviewByForm", body: PictureUpload.body) {
      line,
      order,
      token,
      request,
      transaction in
      guard let rating = try request.form.integer("rating", in: 1...5) else {
        throw StorefrontRefusal(.reviewInvalid, details: ["fields": ["rating"]])
      }
      let review = try await shop.writeReview(
        ReviewForm(
          code: order.lines[line].code,
          rating: rating,
          text: request.form["text"] ?? "",
          showsInitial: request.form["show_initial"] != nil
        ),
        with: token,
        for: request.tenant,
        in: transaction
      )
      try await PictureUpload.keep(from: request, naming: .reviewPictureInvalid) { picture in
        try await shop.addReviewPicture(
          picture,
          to: review.id,
          with: token,
          for: request.tenant,
          in: transaction
        )
      }
    }
  }

  private static func followUp(_ shop: Shop) -> Route {
    change("/follow-up", "followUpReviewByForm") { line, order, token, request, transaction in
      let review = try await review(of: order, at: line, in: transaction)
      try await shop.followUpReview(
        review.id,
        text: request.form["follow_up"] ?? "",
        with: token,
        for: request.tenant,
        in: transaction
      )
    }
  }

  private static func erase(_ shop: Shop) -> Route {
    change("/erasure", "eraseReviewByForm") { line, order, token, _, transaction in
      let review = try await review(of: order, at: line, in: transaction)
      try await shop.eraseReview(review.id, with: token, in: transaction)
    }
  }

  private static func change(
    _ name: String,
    _ operation: String,
    body: RouteBody = .form,
    _ change:
      @escaping @Sendable (Int, Order, OrderToken, TenantRequest, TenantTransaction)
      async throws -> Void
  ) -> Route {
    .write(
      .post,
      "/orders/{token}/reviews/{line}\(name)",
      operation: operation,
      parameters: parameters,
      body: body,
      idempotency: .natural,
      recovery: showingForm
    ) { request, transaction in
      let token = try OrderLink.token(request)
      let order = try found(try await transaction.order(token: token))
      let line = try line(of: order, request)
      try await change(line, order, token, request, transaction)
      return .redirect(to: request.url("/orders/\(token.text)/reviews/\(line)"))
    }
    .admitting(OrderLink.admission)
  }

  /// Shows the form again with its values and what speaks against them.
  private static let showingForm: Route.Recovery = { request, refusal in
    guard let refusal = PictureUpload.refusal(refusal, of: .reviewPictureInvalid),
      ![.orderNotFound, .skuNotFound].contains(refusal.code)
    else { return nil }
    return try await reply(to: request, refusal: refusal, status: .unprocessableContent)
  }

  private static func found(_ order: Order?) throws -> Order {
    guard let order else { throw StorefrontRefusal(.orderNotFound) }
    return order
  }

  private static func line(of order: Order, _ request: TenantRequest) throws -> Int {
    guard let line = Int(try request.path("line")), order.lines.indices.contains(line) else {
      throw StorefrontRefusal(.skuNotFound)
    }
    return line
  }

  private static func review(of order: Order, at line: Int, in transaction: TenantTransaction)
    async throws -> Review
  {
    let reviews = try await transaction.reviews(of: order.id)
    guard let review = reviews.first(where: { $0.position == line }) else {
      throw StorefrontRefusal(.reviewNotFound)
    }
    return review
  }

  private static func reply(
    to request: TenantRequest,
    refusal: StorefrontRefusal? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let token = try OrderLink.token(request)
    async let frame = PageFrame.load(request)
    let order = try found(try await request.scope.order(token: token))
    let line = try line(of: order, request)
    let values = ReviewFormView(
      frame: try await frame,
      order: order,
      line: line,
      review: try await request.scope.reviews(of: order.id).first { $0.position == line },
      token: token,
      fields: request.form.names.isEmpty ? nil : request.form,
      refusal: refusal
    )
    let head = PageHead(name: "review", title: values.frame.texts["review.title"])
    return try await frame.page("review", head, "review", values.view, status: status)
  }
}

/// The values of the form.
struct ReviewFormView {
  let frame: PageFrame
  let order: Order
  let line: Int
  /// What was written before.
  let review: Review?
  let token: OrderToken
  /// What was sent, when it is shown again.
  let fields: RequestFields?
  let refusal: StorefrontRefusal?

  private var texts: LocalTexts { frame.texts }
  private var path: String { "/orders/\(token.text)/reviews/\(line)" }
  private var isOpen: Bool { review.map { $0.erasedAt == nil && $0.state != .hidden } ?? true }

  var view: View {
    let chosen = fields?["rating"] ?? review.map { "\($0.rating)" }
    let initial = fields.map { $0["show_initial"] != nil } ?? (review?.displayName.isEmpty == false)
    return [
      "product": order.lines[line].name, "options": order.lines[line].options,
      "back": frame.request.url("/orders/\(token.text)"),
      "error": refusal.map { ReviewFormView.words(of: $0, texts) },
      "state": review.map(state),
      "form": isOpen ? ["action": frame.request.url(path)] as View : nil,
      "ratings": (1...5).reversed().map { rating -> View in
        [
          "value": "\(rating)", "isChosen": chosen == "\(rating)",
          "name": texts["review.rating.\(rating)"], "stars": RatingWords.stars(rating),
        ]
      },
      "text": fields?["text"] ?? review?.text ?? "", "showsInitial": initial,
      "limit": "\(Review.textLimit)",
      "pictureField": PictureUpload.view(
        texts["pictures.review"],
        note: frame.settings.reviews?.needsPicture == true ? texts["pictures.needed"] : nil,
        shown: review?.pictures ?? [],
        refusal: refusal,
        frame
      ),
      "followUp": review.flatMap { review in
        guard isOpen, review.followUp == nil else { return nil }
        return [
          "action": frame.request.url("\(path)/follow-up"), "text": fields?["follow_up"] ?? "",
        ] as View
      },
      "erase": review?.erasedAt == nil && review != nil
        ? frame.request.url("\(path)/erasure") : nil,
    ]
  }

  /// Where it stands, and that it waits for a picture where only that is missing.
  private func state(of review: Review) -> String {
    if review.erasedAt != nil { return texts["review.erased"] }
    if review.state == .pending, review.holds == [.pictureMissing] {
      return texts["pictures.waiting"]
    }
    return texts["review.state.\(review.state.rawValue)"]
  }

  private static func lastDay(_ refusal: StorefrontRefusal) -> String {
    if case .string(let day)? = refusal.details["last_day"] { day } else { "" }
  }

  static func words(of refusal: StorefrontRefusal, _ texts: LocalTexts) -> String {
    switch refusal.code {
    case .reviewTooEarly: texts["review.error.early"]
    case .reviewTooLate:
      texts["review.error.late", ["day": lastDay(refusal)]]
    case .reviewTransitionRefused: texts["review.error.state"]
    case .reviewPictureInvalid: PictureUpload.refused(refusal, texts)
    default: texts["review.error.form"]
    }
  }
}
