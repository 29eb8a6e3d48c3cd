import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A whole PNG of its own for each number.
func photograph(_ number: UInt8 = 0) -> [UInt8] {
  func part(_ name: String, _ data: [UInt8]) -> [UInt8] {
    [0, 0, 0, UInt8(data.count)] + Array(name.utf8) + data + [0, 0, 0, 0]
  }
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    + part("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]) + part("IDAT", [number])
    + part("IEND", [])
}

extension TestTenant {
  /// A paid order that was delivered an hour ago.
  func received(_ lines: [(String, Int)] = [("SOAP-1", 1)]) async throws -> PlacedOrder {
    let placed = try await placed(lines)
    for event in [OrderEvent.confirmPayment, .fulfil, .deliver] {
      _ = try await change(event, placed.order.number)
    }
    clock.advance(by: 3_600)
    return placed
  }

  @discardableResult
  func write(
    _ rating: Int,
    _ placed: PlacedOrder,
    _ text: String = "包装完好",
    code: String = "SOAP-1",
    initial: Bool = false,
    shop: Shop = Shop()
  ) async throws -> Review {
    try await transaction {
      try await shop.writeReview(
        ReviewForm(code: code, rating: rating, text: text, showsInitial: initial),
        with: placed.token,
        for: snapshot,
        in: $0
      )
    }
  }

  @discardableResult
  func decide(
    _ review: Review,
    _ event: ReviewEvent,
    of part: ReviewPart = .review
  ) async throws -> Review {
    try await transaction {
      try await Shop().decideReview(review.id, event, of: part, by: .admin("ada"), in: $0)
    }
  }

  @discardableResult
  func picture(_ review: Review, _ bytes: [UInt8], _ placed: PlacedOrder) async throws
    -> Review
  {
    try await transaction {
      try await Shop()
        .addReviewPicture(bytes, to: review.id, with: placed.token, for: snapshot, in: $0)
    }
  }

  @discardableResult
  func followUp(_ review: Review, _ text: String, _ placed: PlacedOrder) async throws
    -> Review
  {
    try await transaction {
      try await Shop()
        .followUpReview(review.id, text: text, with: placed.token, for: snapshot, in: $0)
    }
  }

  @discardableResult
  func erase(_ review: Review, _ placed: PlacedOrder) async throws -> Review {
    try await transaction {
      try await Shop().eraseReview(review.id, with: placed.token, in: $0)
    }
  }

  @discardableResult
  func reply(_ review: Review, _ text: String) async throws -> Review {
    try await transaction {
      try await Shop().replyToReview(review.id, text: text, by: .admin("ada"), in: $0)
    }
  }

  func shown(_ filter: ReviewFilter = .all, limit: Int = 10, before: ReviewID? = nil)
    async throws -> ProductReviews
  {
    let product = try #require(try await scope.product(slug: "soap", in: view))
    var query = ProductReviewQuery()
    query.filter = filter
    query.limit = limit
    query.before = before
    return try await scope.productReviews(query, of: product.id)
  }

  func events(_ kind: String) async throws -> Int? {
    try await scope.value(
      "SELECT count(*) FROM tenancy.outbox_event WHERE tenant_id = \(id) AND kind = \(kind)"
    )
  }

  /// The summary must be what adding up the published reviews gives.
  func expectSummaryToBeHonest() async throws {
    var all: [Review] = []
    var query = ReviewListQuery()
    query.limit = 100
    while let page = try? await scope.reviews(query), !page.isEmpty {
      all += page
      query.before = page.last?.id
    }
    let soap = try await scope.product(slug: "soap", in: view)?.id
    let published = all.filter { $0.state == .published && $0.product == soap }
    let summary = try await shown().summary
    #expect(
      summary.histogram
        == (1...5).map { rating in Int64(published.count { $0.rating == rating }) }
    )
    #expect(summary.pictured == Int64(published.count { !$0.pictures.isEmpty }))
    #expect(summary.followed == Int64(published.count { $0.followUp?.state == .published }))
    let sum = published.reduce(0) { $0 + $1.rating }
    #expect(
      summary.averageTenths
        == (published.isEmpty
          ? nil : Int64((Double(sum) * 10 / Double(published.count)).rounded()))
    )
  }
}

/// Writes, shows, decides, answers and deletes, so that every query of reviews has run.
func review(_ tenant: TestTenant) async throws {
  try await tenant.restock(["SOAP-1": 50])
  let placed = try await tenant.received()
  let review = try await tenant.write(1, placed)
  try await tenant.picture(review, photograph(), placed)
  try await tenant.followUp(review, "一个月后还好", placed)
  try await tenant.decide(review, .hide)
  let expert = try await tenant.transaction {
    let shop = Shop()
    let form = ExpertForm(
      product: "soap",
      author: "李医生",
      credential: "儿科主任医师",
      text: "成分温和",
      source: "https://journal.example/1",
      date: try #require(CalendarDate(iso: "2026-01-02")),
      interest: .none
    )
    let added =
      try await shop
      .addExpertEvaluation(form, for: tenant.snapshot, by: .admin("ada"), in: $0)
    let other =
      try await shop
      .addExpertEvaluation(form, for: tenant.snapshot, by: .admin("ada"), in: $0)
    try await shop.removeExpertEvaluation(other, by: .admin("ada"), in: $0)
    return added
  }
  let shown = try await tenant.shown()
  #expect(shown.experts.map(\.id) == [expert])
  for filter in ReviewFilter.allCases { _ = try await tenant.shown(filter) }
  _ = try await tenant.scope.reviews(of: placed.order.id)
  var query = ReviewListQuery()
  query.state = .hidden
  query.onlyFlagged = true
  query.onlyOverdue = true
  query.before = ReviewID.make(in: .live)
  _ = try await tenant.scope.reviews(query)
  let other = try await tenant.received()
  try await tenant.erase(try await tenant.write(3, other), other)
  let low = try await tenant.received()
  let bad = try await tenant.write(2, low)
  tenant.clock.advance(by: 3 * 3_600)
  try await tenant.runJobs()
  _ = try await tenant.scope.review(bad.id)
  try await tenant.picture(bad, photograph(), low)
}
