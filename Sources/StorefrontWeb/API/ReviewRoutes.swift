internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The API by which shoppers read and write reviews.
struct ReviewRoutes {
  let shop: Shop
  private let tag = "Reviews"

  var all: [Route] { [read, list, write, addPicture, followUp, erase] }

  init(_ shop: Shop) { self.shop = shop }

  private struct ReviewInput: Decodable {
    enum CodingKeys: String, CodingKey {
      case code
      case rating
      case text
      case showsInitial = "show_initial"
    }

    let code: String
    let rating: Int
    let text: String?
    let showsInitial: Bool?
  }

  private struct TextInput: Decodable {
    let text: String
  }

  private static let id = RouteParameter.path("review", .id(ReviewID.self), "The review.")

  private var read: Route {
    .read(
      "/api/v1/products/{slug}/reviews",
      operation: "listProductReviews",
      summary: "The published reviews of a product, newest first, and what experts say",
      tag: tag,
      parameters: [
        .path("slug", ShopSchemas.productKey, "The product's short name, or its id."),
        .query("filter", .choice(ReviewFilter.allCases.map(\.rawValue)), "Only some of them."),
        .query("before", .id(ReviewID.self), "Only those before this one."),
        .query("limit", .integer(1...50), "At most so many; 10 when absent."),
      ],
      responses: [.pageOfJSON(ReviewSchemas.page, "One page of reviews.")],
      refusals: .storefront(.productNotFound)
    ) { request in
      let answer = Answer(request: request)
      let key = try request.path("slug")
      let found =
        if let id = ProductID(key) {
          try await request.scope.product(id, in: answer.shopView)
        } else {
          try await request.scope.product(slug: key, in: answer.shopView)
        }
      guard let product = found else { throw StorefrontRefusal(.productNotFound) }
      var query = ProductReviewQuery()
      query.filter = request.query["filter"].flatMap(ReviewFilter.init) ?? .all
      query.before = request.query["before"].flatMap { ReviewID($0) }
      query.limit = request.query["limit"].flatMap { Int($0) } ?? 10
      let reviews = try await request.scope.productReviews(query, of: product.id)
      let next = reviews.next.map { before in
        request.url(
          "/api/v1/products/\(key)/reviews",
          [
            "filter": request.query["filter"], "limit": request.query["limit"],
            "before": before.description,
          ]
        )
      }
      return .json(answer.reviews(reviews)).linking(next: next)
    }
  }

  private var list: Route {
    .read(
      "/api/v1/orders/{token}/reviews",
      operation: "listOrderReviews",
      summary: "The reviews of an order's lines",
      tag: tag,
      parameters: [OrderLink.parameter],
      responses: [.json(.object([.required("items", .array(ReviewSchemas.own))]), "The reviews.")],
      permission: .session,
      refusals: .storefront(.orderNotFound)
    ) { request in
      guard let order = try await request.scope.order(token: try OrderLink.token(request)) else {
        throw StorefrontRefusal(.orderNotFound)
      }
      let answer = Answer(request: request)
      let items = try await request.scope.reviews(of: order.id).map(answer.ownReview)
      return .json(["items": .array(items)])
    }
  }

  private var write: Route {
    .write(
      .post,
      "/api/v1/orders/{token}/reviews",
      operation: "writeReview",
      summary: "Writes the review of a line, or changes it while that is allowed",
      tag: tag,
      parameters: [OrderLink.parameter],
      body: .json(ReviewSchemas.input),
      responses: [.json(ReviewSchemas.own, "The review as it stands then.")],
      idempotency: .natural,
      refusals: .storefront(
        .orderNotFound,
        .skuNotFound,
        .reviewInvalid,
        .reviewTooEarly,
        .reviewTooLate,
        .reviewTransitionRefused
      )
    ) { request, transaction in
      let input = try request.body(ReviewInput.self)
      let review = try await shop.writeReview(
        ReviewForm(
          code: input.code,
          rating: input.rating,
          text: input.text ?? "",
          showsInitial: input.showsInitial ?? false
        ),
        with: try OrderLink.token(request),
        for: request.tenant,
        in: transaction
      )
      return .json(Answer(request: request).ownReview(review))
    }
  }

  private var addPicture: Route {
    change(
      "pictures",
      "addReviewPicture",
      "Adds a picture; six at most",
      body: PictureInput.schema,
      refusals: [.reviewPictureInvalid, .reviewTooLate]
    ) { shop, id, token, request, transaction in
      let picture = try request.body(PictureInput.self).bytes
      return try await shop.addReviewPicture(
        picture,
        to: id,
        with: token,
        for: request.tenant,
        in: transaction
      )
    }
  }

  private var followUp: Route {
    change(
      "follow-up",
      "followUpReview",
      "Adds something later, once",
      body: ReviewSchemas.followUp,
      refusals: [.reviewInvalid, .reviewTooLate]
    ) { shop, id, token, request, transaction in
      try await shop.followUpReview(
        id,
        text: try request.body(TextInput.self).text,
        with: token,
        for: request.tenant,
        in: transaction
      )
    }
  }

  private var erase: Route {
    change("erasure", "eraseReview", "Deletes text and pictures; the rating stays counted") {
      shop,
      id,
      token,
      _,
      transaction in
      try await shop.eraseReview(id, with: token, in: transaction)
    }
  }

  private func change(
    _ name: String,
    _ operation: String,
    _ summary: String,
    body: Schema? = nil,
    refusals: [StorefrontRefusal.Code] = [],
    _ effect:
      @escaping @Sendable (
        Shop, ReviewID, OrderToken, TenantRequest, TenantTransaction
      ) async throws -> Review
  ) -> Route {
    let codes = [.orderNotFound, .reviewNotFound, .reviewTransitionRefused] + refusals
    return .write(
      .post,
      "/api/v1/orders/{token}/reviews/{review}/\(name)",
      operation: operation,
      summary: summary,
      tag: tag,
      parameters: [OrderLink.parameter, Self.id],
      body: body.map { .json($0) },
      responses: [.json(ReviewSchemas.own, "The review as it stands then.")],
      idempotency: .natural,
      refusals: codes.map { RefusalDescription($0) }
    ) { request, transaction in
      let id = try request.path("review", as: ReviewID.self)
      let token = try OrderLink.token(request)
      let review = try await effect(shop, id, token, request, transaction)
      return .json(Answer(request: request).ownReview(review))
    }
  }
}

extension Answer {
  fileprivate func reviews(_ reviews: ProductReviews) -> JSONValue {
    let summary = reviews.summary
    return .members([
      "summary": .members([
        "count": .integer(summary.count),
        "average": summary.averageTenths.map { .string(RatingWords.tenths($0)) },
        "weighted_average": summary.weightedTenths.map { .string(RatingWords.tenths($0)) },
        "histogram": .array(summary.histogram.map { .integer($0) }),
        "with_pictures": .integer(summary.pictured), "with_follow_up": .integer(summary.followed),
        "low": .integer(summary.low),
      ]),
      "items": .array(reviews.items.map(publicReview)),
      "next": reviews.next.map { .string($0.description) },
      "experts": .array(reviews.experts.map(expert)),
    ])
  }

  /// What everybody reads: nothing of the order.
  private func publicReview(_ review: Review) -> JSONValue {
    var members = shared(review)
    if let followUp = review.followUp, followUp.state == .published {
      members["follow_up"] = followUpValue(followUp)
    }
    return .object(members)
  }

  /// What the buyer reads of it besides.
  fileprivate func ownReview(_ review: Review) -> JSONValue {
    var members = shared(review)
    members["code"] = .string(review.code)
    members["state"] = .string(review.state.rawValue)
    if let followUp = review.followUp {
      members["follow_up"] = followUpValue(followUp)
      members["follow_up_state"] = .string(followUp.state.rawValue)
    }
    return .object(members)
  }

  private func shared(_ review: Review) -> [String: JSONValue] {
    [
      "id": .string(review.id.description), "rating": .integer(Int64(review.rating)),
      "text": .string(review.text), "name": .string(review.displayName),
      "options": .string(review.options), "is_verified": .bool(true),
      "is_erased": .bool(review.erasedAt != nil), "reply": .string(review.reply),
      "written_at": .string(review.writtenAt.ISO8601Format()),
      "pictures": .array(review.pictures.map(picture)),
    ]
  }

  private func followUpValue(_ followUp: ReviewFollowUp) -> JSONValue {
    [
      "text": .string(followUp.text), "written_at": .string(followUp.writtenAt.ISO8601Format()),
    ]
  }

  private func expert(_ expert: ExpertEvaluation) -> JSONValue {
    .members([
      "author": .string(expert.author), "credential": .string(expert.credential),
      "text": .string(expert.text), "source": .string(expert.source),
      "date": .string(expert.date.description),
      "interest": expert.interest.map { .string($0.rawValue) },
    ])
  }
}
