internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// One review at the desk: its texts, what speaks for looking closer, an answer and a decision.
enum DeskReview {
  private static let parameter = RouteParameter.path("review", .id(ReviewID.self), "The review.")

  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page(
        "/desk/reviews/{review}",
        "showDeskReview",
        .seeReviews,
        parameters: [parameter],
        show
      ),
      change("reply", "replyToReviewAtDesk", .answerReviews) { id, request, actor, transaction in
        try await shop.replyToReview(
          id,
          text: request.form["reply"] ?? "",
          by: actor,
          in: transaction
        )
      },
      decision("publication", "publishReviewAtDesk", .publish, shop),
      decision("rejection", "rejectReviewAtDesk", .reject, shop),
      decision("hiding", "hideReviewAtDesk", .hide, shop),
    ]
  }

  private static func decision(
    _ name: String,
    _ operation: String,
    _ event: ReviewEvent,
    _ shop: Shop
  ) -> Route {
    change(name, operation, .decideReviews) { id, request, actor, transaction in
      let part = request.form["part"].flatMap(ReviewPart.init) ?? .review
      let reason = event == .publish ? nil : try request.form.required("reason")
      try await shop.decideReview(
        id,
        event,
        of: part,
        because: reason,
        by: actor,
        in: transaction
      )
    }
  }

  private static func change(
    _ name: String,
    _ operation: String,
    _ permission: StaffPermission,
    _ change:
      @escaping @Sendable (ReviewID, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    ShopDesk.routes.form(
      "/desk/reviews/{review}/\(name)",
      operation,
      permission,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      let id = try request.path("review", as: ReviewID.self)
      try await change(id, request, actor, transaction)
      return request.url("/desk/reviews/\(id)")
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("review", as: ReviewID.self)
    guard let review = try await request.scope.review(id) else {
      throw StorefrontRefusal(.reviewNotFound)
    }
    let texts = frame.texts
    var sections = [about(review, frame)]
    let forms = forms(review, frame)
    if !forms.isEmpty {
      sections.append([
        "title": texts["desk.order.actions"], "forms": DeskForm.views(forms, frame),
      ])
    }
    return try frame.sheet(
      texts["desk.review.title", ["product": review.productName]],
      sections,
      back: request.url("/desk/reviews"),
      backName: texts["desk.nav.reviews"],
      notice: notice
    )
  }

  private static func about(_ review: Review, _ frame: DeskFrame) -> View {
    let (texts, request) = (frame.texts, frame.request)
    let isErased = review.erasedAt != nil
    let facts: [(String, String)] = [
      ("desk.order.state", DeskWords.standing(review, at: request.now, texts)),
      ("desk.review.rating", DeskWords.stars(review.rating, texts)),
      ("desk.review.text", isErased ? texts["desk.review.erased"] : review.text),
      ("desk.review.followUp", review.followUp?.text ?? ""),
      ("return.reply", review.reply),
      ("desk.review.signs", signs(review, texts)),
      ("desk.review.due", review.dueAt.map(frame.time) ?? ""),
      ("desk.order.placed", frame.time(review.writtenAt)),
    ]
    let isShown = [.pending, .published].contains(review.state)
    return [
      "title": texts["desk.review.about"],
      "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
      // Nobody reads the pictures of a review that is not shown, staff neither.
      "pictures": (isShown ? review.pictures : []).enumerated().map { index, picture -> View in
        request.pictureView(of: picture, .small)
          .with("alt", texts["desk.return.picture", ["number": "\(index + 1)"]])
      },
      "go": frame.may(.seeOrders)
        ? [
          "href": request.url("/desk/orders/\(review.orderNumber)"),
          "name": texts["desk.order.title", ["number": review.orderNumber]],
        ] as View : nil,
    ]
  }

  private static func signs(_ review: Review, _ texts: LocalTexts) -> String {
    (review.holds.map { texts["desk.review.hold.\($0.rawValue)"] }
      + review.signals.map { texts["desk.review.signal.\($0.rawValue)"] })
      .joined(separator: " · ")
  }

  private static func forms(_ review: Review, _ frame: DeskFrame) -> [DeskForm] {
    let (texts, path) = (frame.texts, "/desk/reviews/\(review.id)")
    var forms: [DeskForm] = []
    if frame.may(.answerReviews), review.erasedAt == nil {
      forms.append(
        DeskForm(
          path: "\(path)/reply",
          submit: texts["desk.review.reply"],
          fields: [
            .init(
              name: "reply",
              label: texts["desk.review.replyLabel"],
              value: review.reply,
              maximum: Review.replyLimit
            )
          ],
          hint: texts["desk.review.replyHint"]
        )
      )
    }
    guard frame.may(.decideReviews) else { return forms }
    let parts: [(ReviewPart, ReviewState?)] = [
      (.review, review.state), (.followUp, review.followUp?.state),
    ]
    for (part, state) in parts {
      guard let state else { continue }
      for (event, name) in [
        (ReviewEvent.publish, "publication"), (.reject, "rejection"), (.hide, "hiding"),
      ] {
        guard case .moves = ReviewTransition.outcome(of: event, in: state) else { continue }
        forms.append(decision(part, event, "\(path)/\(name)", texts))
      }
    }
    return forms
  }

  private static func decision(
    _ part: ReviewPart,
    _ event: ReviewEvent,
    _ path: String,
    _ texts: LocalTexts
  ) -> DeskForm {
    DeskForm(
      path: path,
      submit: texts["desk.review.\(event.rawValue).\(part.rawValue)"],
      fields: event == .publish
        ? [] : [.init(name: "reason", label: texts["desk.review.reason"], maximum: 200)],
      hidden: [("part", part.rawValue)],
      isQuiet: event != .publish
    )
  }
}
