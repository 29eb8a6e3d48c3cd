import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Pictures of reviews", .tenantDatabase([StorefrontModule.module]))
struct ReviewPictureTests {
  private func readable(_ number: UInt8, _ tenant: TestTenant) async throws -> Bool {
    try await tenant.scope.media(MediaID(of: photograph(number))) != nil
  }

  @Test func `nobody reads the picture of a deleted or hidden review by its address`() async throws
  {
    let tenant = try await shopPair().mine
    let placed = try await tenant.received()
    let review = try await tenant.write(1, placed)
    try await tenant.picture(review, photograph(), placed)
    #expect(try await readable(0, tenant))

    try await tenant.decide(review, .hide)
    #expect(try await !readable(0, tenant))
    try await tenant.decide(review, .publish)
    #expect(try await readable(0, tenant))

    try await tenant.erase(review, placed)
    #expect(try await !readable(0, tenant))
    let kept: Int? = try await tenant.scope.value(
      "SELECT count(*) FROM tenancy.media WHERE tenant_id = \(tenant.id) AND is_visitors"
    )
    #expect(kept == 0)
  }

  @Test func `where a shop wants pictures, a review is read by others once it has one`()
    async throws
  {
    guard case .object(var shop)? = shopSettings["storefront"] else { return }
    shop["reviews"] = ["needsPicture": true]
    let pair = try await TenantPair.fresh(settings: ["storefront": .object(shop)])
    let tenant = pair.mine
    try await smallShop().apply(to: tenant)
    let (first, second) = (try await tenant.received(), try await tenant.received())
    let (mine, other) = (try await tenant.write(1, first), try await tenant.write(2, second))
    for review in [mine, other] {
      #expect(review.state == .pending && review.holds == [.pictureMissing])
    }
    try await tenant.picture(mine, photograph(), first)
    // A person may be content without.
    try await tenant.decide(other, .publish)
    for (review, placed) in [(mine, first), (other, second)] {
      let kept = try await tenant.scope.reviews(of: placed.order.id).first { $0.id == review.id }
      #expect(kept?.state == .published)
    }
  }

  @Test func `a picture stays as long as anything else shows it`() async throws {
    let tenant = try await shopPair().mine
    let (first, second) = (try await tenant.received(), try await tenant.received())
    let (mine, other) = (try await tenant.write(1, first), try await tenant.write(2, second))
    for (review, placed) in [(mine, first), (other, second)] {
      try await tenant.picture(review, photograph(), placed)
    }

    try await tenant.decide(other, .hide)
    #expect(try await readable(0, tenant))
    try await tenant.erase(mine, first)
    // Only the hidden one holds it now.
    #expect(try await !readable(0, tenant))
    try await tenant.decide(other, .publish)
    #expect(try await readable(0, tenant))
    try await tenant.erase(other, second)
    #expect(try await !readable(0, tenant))
  }

  @Test func `deleting a review never takes a picture that the merchant keeps`() async throws {
    let pair = try await shopPair()
    for tenant in [pair.mine, pair.other] {
      _ = try await tenant.scope.keepMedia(Media(file: photograph()))
    }
    let placed = try await pair.mine.received()
    let review = try await pair.mine.write(1, placed)
    try await pair.mine.picture(review, photograph(), placed)
    try await pair.mine.decide(review, .hide)
    #expect(try await readable(0, pair.mine))
    try await pair.mine.erase(review, placed)
    #expect(try await readable(0, pair.mine))
    #expect(try await readable(0, pair.other))
  }

  @Test func `what a photograph says of place and device is not kept`() async throws {
    let tenant = try await shopPair().mine
    let placed = try await tenant.received()
    let review = try await tenant.write(5, placed)
    let plain = photograph()
    let note = Array("eXIfGPS 30.25 120.17".utf8)
    let telling = plain.dropLast(12) + [0, 0, 0, UInt8(note.count - 4)] + note + [0, 0, 0, 0]
    let pictured = try await tenant.picture(
      review,
      Array(telling + plain.suffix(12)) + Array("and a film".utf8),
      placed
    )
    #expect(pictured.pictures == [MediaID(of: plain)])
    let broken = try await refusal { try await tenant.picture(review, plain.dropLast(), placed) }
    #expect(broken?.code == .reviewPictureInvalid)
  }
}
