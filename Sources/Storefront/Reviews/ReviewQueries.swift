internal import Foundation
public import TenantStore

private struct ReviewRow: TenantRow {
  let review: Review

  init(row: inout ColumnReader) throws {
    let id: ReviewID = try row.next()
    let order: OrderID = try row.next()
    let number: String = try row.next()
    let position: Int = try row.next()
    let product: ProductID = try row.next()
    let (code, name, options): (String, String, String) = (
      try row.next(), try row.next(), try row.next()
    )
    let rating: Int = try row.next()
    let (text, displayName): (String, String) = (try row.next(), try row.next())
    let state = try row.next(String.self)
    let (holds, signals): ([String], [String]) = (try row.next(), try row.next())
    let followUp: String = try row.next()
    let followUpState = try row.next(String?.self).flatMap(ReviewState.init)
    let followUpAt: Date? = try row.next()
    let reply: String = try row.next()
    let repliedAt: Date? = try row.next()
    let pictureCount: Int = try row.next()
    let version: Int64 = try row.next()
    let writtenAt: Date = try row.next()
    let (editedAt, dueAt): (Date?, Date?) = (try row.next(), try row.next())
    let (overdueAt, erasedAt): (Date?, Date?) = (try row.next(), try row.next())
    let pictures: [Data] = try row.next()
    guard let state = ReviewState(rawValue: state) else { throw TenantStoreError.emptyAnswer }
    review = Review(
      id: id,
      order: order,
      orderNumber: number,
      position: position,
      product: product,
      code: code,
      productName: name,
      options: options,
      rating: rating,
      text: text,
      displayName: displayName,
      state: state,
      holds: holds.compactMap(ReviewHold.init),
      signals: signals.compactMap(ReviewSignal.init),
      followUp: followUpState.flatMap { state in
        followUpAt.map { ReviewFollowUp(text: followUp, state: state, writtenAt: $0) }
      },
      reply: reply,
      repliedAt: repliedAt,
      pictures: pictures.map { MediaID(sha256: Array($0)) },
      writtenAt: writtenAt,
      editedAt: editedAt,
      dueAt: dueAt,
      overdueAt: overdueAt,
      erasedAt: erasedAt,
      version: version,
      pictureCount: pictureCount
    )
  }
}

private struct SummaryRow: TenantRow {
  let summary: RatingSummary

  init(row: inout ColumnReader) throws {
    summary = RatingSummary(
      histogram: try (0..<5).map { _ in try row.next() },
      pictured: try row.next(),
      followed: try row.next(),
      weight: try row.next(),
      weighted: try row.next()
    )
  }
}

extension QueryPart {
  /// What a ``Review`` is read from, with `review r`, its order and its line.
  fileprivate static let review: QueryPart = """
    SELECT r.id, r.order_id, o.number, r.position, r.product_id, l.sku_code, l.name, l.options,
      r.rating, r.body, r.display_name, r.state, r.holds, r.signals, r.follow_up,
      r.follow_up_state, r.follow_up_at, r.reply, r.replied_at, r.picture_count, r.version,
      r.written_at, r.edited_at, r.due_at, r.overdue_at, r.erased_at,
      ARRAY(SELECT p.sha256 FROM storefront.review_picture p
        WHERE p.tenant_id = $1 AND p.review_id = r.id ORDER BY p.added_at, p.sha256)
    FROM storefront.review r
    JOIN storefront.customer_order o ON o.tenant_id = $1 AND o.id = r.order_id
    JOIN storefront.order_line l
      ON l.tenant_id = $1 AND l.order_id = r.order_id AND l.position = r.position
    """
}

/// Which reviews a merchant wants to see, newest first.
public struct ReviewListQuery: Hashable, Sendable {
  /// Only those of which a text stands there.
  public var state: ReviewState?
  /// Only those with a sign of being made up.
  public var onlyFlagged = false
  /// Only those that have to be answered in time and were not yet.
  public var onlyUnanswered = false
  /// Only those whose answer is late.
  public var onlyOverdue = false
  /// Only those before this one.
  public var before: ReviewID?
  /// At most so many, 1 to 100.
  ///
  /// Defaults to 50.
  public var limit = 50

  /// Asks for the latest fifty.
  public init() {}
}

/// Which published reviews of a product are wanted, newest first.
public struct ProductReviewQuery: Hashable, Sendable {
  /// Which of them.
  public var filter = ReviewFilter.all
  /// Only those before this one.
  public var before: ReviewID?
  /// At most so many, 1 to 50.
  ///
  /// Defaults to 10.
  public var limit = 10

  /// Asks for the latest ten.
  public init() {}
}

/// What a product's page shows of its reviews.
public struct ProductReviews: Hashable, Sendable {
  /// What all published reviews add up to, whatever is asked for.
  public let summary: RatingSummary
  /// The reviews that were asked for.
  public let items: [Review]
  /// Where the next page begins.
  public let next: ReviewID?
  /// What experts say.
  public let experts: [ExpertEvaluation]
}

extension TenantQuerying {
  /// A review.
  public func review(_ id: ReviewID) async throws -> Review? {
    try await reviews("r.id = \(id)", limit: 1).first
  }

  /// The reviews of an order, by the lines' places.
  public func reviews(of order: OrderID) async throws -> [Review] {
    try await reviews("r.order_id = \(order)", limit: 100).sorted { $0.position < $1.position }
  }

  /// Reviews for the merchant, newest first.
  public func reviews(_ query: ReviewListQuery) async throws -> [Review] {
    var filter: QueryPart = "true"
    if let state = query.state?.rawValue {
      filter = filter + " AND (r.state = \(state) OR r.follow_up_state = \(state))"
    }
    if query.onlyFlagged { filter = filter + " AND cardinality(r.signals) > 0" }
    if query.onlyUnanswered { filter = filter + " AND r.due_at IS NOT NULL" }
    if query.onlyOverdue { filter = filter + " AND r.due_at <= \(environment.now())" }
    if let before = query.before { filter = filter + " AND r.id < \(before)" }
    return try await reviews(filter, limit: min(max(query.limit, 1), 100))
  }

  private func reviews(_ filter: QueryPart, limit: Int) async throws -> [Review] {
    let rows: [ReviewRow] = try await all(
      """
      \(QueryPart.review) WHERE r.tenant_id = \(tenant) AND \(filter)
      ORDER BY r.id DESC LIMIT \(limit)
      """
    )
    return rows.map(\.review)
  }

  /// What a product's page shows of its reviews: one batch, however many there are.
  public func productReviews(_ query: ProductReviewQuery, of product: ProductID) async throws
    -> ProductReviews
  {
    try ProductReviews(results: await batch(reviewQueries(query, of: "\(product)")), query)
  }

  /// The queries from whose results ``ProductReviews`` are read, of a product by an expression.
  func reviewQueries(_ query: ProductReviewQuery, of product: QueryPart) -> [TenantQuery] {
    var filter: QueryPart = "r.product_id = " + product + " AND r.state = 'published'"
    switch query.filter {
    case .all: break
    case .pictures: filter = filter + " AND r.picture_count > 0"
    case .low: filter = filter + " AND r.rating <= \(Review.lowRating)"
    case .followUp: filter = filter + " AND r.follow_up_state = 'published'"
    }
    if let before = query.before { filter = filter + " AND r.id < \(before)" }
    return [
      """
      SELECT rated_1, rated_2, rated_3, rated_4, rated_5, pictured, followed, weight, weighted
      FROM storefront.product_rating WHERE tenant_id = \(tenant) AND product_id = \(product)
      """,
      """
      \(QueryPart.review) WHERE r.tenant_id = \(tenant) AND \(filter)
      ORDER BY r.id DESC LIMIT \(query.pageLength + 1)
      """,
      """
      SELECT \(QueryPart.expert) FROM storefront.expert_evaluation e
      WHERE e.tenant_id = \(tenant) AND e.product_id = \(product) AND e.removed_at IS NULL
      ORDER BY e.evaluated_on DESC, e.id DESC LIMIT 20
      """,
    ]
  }

  /// Low ratings that were not answered in time and that nobody was told of; at most 500.
  func unansweredReviews() async throws -> [ReviewID] {
    try await values(
      """
      SELECT id FROM storefront.review
      WHERE tenant_id = \(tenant) AND due_at <= \(environment.now()) AND overdue_at IS NULL
      ORDER BY due_at, id LIMIT 500
      """
    )
  }
}

extension ProductReviewQuery {
  fileprivate var pageLength: Int { min(max(limit, 1), 50) }
}

extension ProductReviews {
  /// Reads the results of the three queries.
  init(results: [QueryResult], _ query: ProductReviewQuery) throws {
    guard results.count == 3 else { throw TenantStoreError.emptyAnswer }
    let found = try results[1].all(ReviewRow.self).map(\.review)
    summary = try results[0].optional(SummaryRow.self)?.summary ?? .none
    items = Array(found.prefix(query.pageLength))
    next = found.count > query.pageLength ? items.last?.id : nil
    experts = try results[2].all(ExpertEvaluation.self)
  }
}

extension TenantTransaction {
  /// Locks a review until the transaction ends.
  func lockReview(_ id: ReviewID) async throws -> Review? {
    let row: ReviewRow? = try await optional(
      """
      \(QueryPart.review) WHERE r.tenant_id = \(tenant) AND r.id = \(id) FOR UPDATE OF r
      """
    )
    return row?.review
  }
}
