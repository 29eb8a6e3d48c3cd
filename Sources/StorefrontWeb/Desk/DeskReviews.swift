internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What buyers say, newest first: what to answer, what to decide, what looks made up.
enum DeskReviews {
  private static let states = ["to_answer", "pending", "flagged", "hidden"]

  static let route = ShopDesk.routes.page(
    "/desk/reviews",
    "listDeskReviews",
    .seeReviews,
    parameters: [
      .query("state", .choice(states), "Which reviews."),
      .query("before", .id(ReviewID.self), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, state) = (frame.texts, request.query["state"])
    let query = query(state, request.query["before"].flatMap { ReviewID($0) })
    let found = try await request.scope.reviews(query)
    let filters = ([nil] + states.map(Optional.some)).map { entry -> View in
      [
        "name": texts["desk.reviews.\(entry ?? "all")"], "isCurrent": entry == state,
        "href": request.url("/desk/reviews", ["state": entry]),
      ]
    }
    let rows = found.map { review -> View in
      [
        "href": request.url("/desk/reviews/\(review.id)"),
        "name": "\(DeskWords.stars(review.rating, texts)) · \(review.productName)",
        "state": DeskWords.standing(review, at: request.now, texts),
        "detail": "\(frame.time(review.writtenAt)) · \(excerpt(review.text))",
      ]
    }
    let isFull = found.count == query.limit
    let content: View = [
      "filters": filters, "rows": rows, "empty": texts["desk.reviews.empty"],
      "next": isFull
        ? found.last.map {
          request.url("/desk/reviews", ["state": state, "before": $0.id.description])
        } : nil,
    ]
    return try frame.list(texts["desk.nav.reviews"], content, notice: notice)
  }

  private static func query(_ state: String?, _ before: ReviewID?) -> ReviewListQuery {
    var query = ReviewListQuery()
    query.limit = 30
    query.before = before
    switch state {
    case "to_answer": query.onlyUnanswered = true
    case "pending": query.state = .pending
    case "flagged": query.onlyFlagged = true
    case "hidden": query.state = .hidden
    default: break
    }
    return query
  }

  private static func excerpt(_ text: String) -> String {
    text.count > 60 ? "\(text.prefix(60))…" : text
  }
}
