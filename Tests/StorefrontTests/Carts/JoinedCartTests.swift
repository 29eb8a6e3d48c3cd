import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// Who is signed in where, as membership would say.
private final class SignIns: Sendable {
  private let people = Mutex<[SessionID: UUID]>([:])

  func set(_ person: UUID?, on session: SessionID) { people.withLock { $0[session] = person } }

  func person(on session: SessionID) -> UUID { people.withLock { $0[session] } ?? session.uuid }
}

@Suite("Carts of one person", .tenantDatabase([StorefrontModule.module]))
struct JoinedCartTests {
  private let signIns = SignIns()
  private let person = UUID()

  private var shop: Shop {
    let signIns = signIns
    return Shop(
      ports: .init(shopper: { session, _, _ in Shopper(person: signIns.person(on: session)) })
    )
  }

  @discardableResult
  private func signIn(on session: SessionID, _ tenant: TestTenant) async throws -> Int {
    signIns.set(person, on: session)
    return try await tenant.transaction {
      try await shop.joinCarts(of: person, on: session, for: tenant.snapshot, in: $0)
    }
  }

  private func pieces(_ session: SessionID, _ tenant: TestTenant) async throws -> [String: Int] {
    let cart = try await tenant.scope.cart(of: session, in: tenant.view)
    return Dictionary(cart.lines.map { ($0.code, $0.quantity) }) { first, _ in first }
  }

  @Test(
    arguments: [
      ([("a", 1)], [("b", 2)], ["b": 2]), ([("a", 1)], [("a", 3)], ["a": 3]),
      ([("a", 3)], [("a", 1)], [:]), ([], [("a", 1), ("a", 4), ("a", 2)], ["a": 4]),
      ([("a", 1)], [], [:]), ([("a", 98)], [("a", 120)], ["a": 99]),
    ] as [([(String, Int)], [(String, Int)], [String: Int])]
  )
  func `the greater number counts, never the sum`(
    _ own: [(String, Int)],
    _ others: [(String, Int)],
    _ changes: [String: Int]
  ) {
    let found = CartMergeRule.changes(
      of: own.map { CartMergeRule.Piece($0, $1) },
      by: others.map { CartMergeRule.Piece($0, $1) }
    )
    #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.item, $0.quantity) }) == changes)
  }

  @Test func `a full cart takes nothing new, but more of what it holds`() {
    let own = (0..<Cart.lineLimit).map { CartMergeRule.Piece("\($0)", 1) }
    let found = CartMergeRule.changes(
      of: own,
      by: [CartMergeRule.Piece("new", 1), CartMergeRule.Piece("7", 2)]
    )
    #expect(found == [CartMergeRule.Piece("7", 2)])
  }

  @Test func `who signs in on a second device finds what she chose, and confirms the new total`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let (phone, first) = try await tenant.cart([("SOAP-1", 1), ("TEE-80-R", 1)])
    try await signIn(on: phone, tenant)
    let (laptop, seen) = try await tenant.cart([("SOAP-1", 2)])
    let early = try tenant.form(seen)

    let brought = try await signIn(on: laptop, tenant)
    let again = try await signIn(on: laptop, tenant)
    let late = try await refusal { _ = try await tenant.place(early, laptop, shop: shop) }

    #expect(brought == 1 && again == 0)
    #expect(try await pieces(laptop, tenant) == ["SOAP-1": 2, "TEE-80-R": 1])
    #expect(try await pieces(phone, tenant) == ["SOAP-1": 1, "TEE-80-R": 1])
    #expect(late?.code == .priceChanged)
    // Once ordered it is wanted nowhere else, and what another chose stays.
    let (stranger, _) = try await tenant.cart([("SOAP-1", 1)])
    let form = try await tenant.quotedForm(laptop, shop: shop)
    _ = try await tenant.place(form, laptop, shop: shop)
    #expect(try await pieces(phone, tenant) == [:])
    #expect(try await pieces(stranger, tenant) == ["SOAP-1": 1])
    #expect(first.lines.count == 2)
  }

  @Test func `a device that somebody signed out of gives and loses nothing`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let (library, _) = try await tenant.cart([("TEE-80-R", 1)])
    try await signIn(on: library, tenant)
    signIns.set(nil, on: library)
    let (laptop, _) = try await tenant.cart([("SOAP-1", 1)])

    let brought = try await signIn(on: laptop, tenant)

    #expect(brought == 0)
    #expect(try await pieces(laptop, tenant) == ["SOAP-1": 1])
    // The neighbour's shop knows nothing of the person.
    let (there, _) = try await pair.other.cart([("TEE-80-R", 1)])
    try await signIn(on: there, pair.other)
    #expect(try await pieces(there, pair.other) == ["TEE-80-R": 1])
  }

  @Test func `what is no longer on sale does not come along`() async throws {
    let tenant = try await shopPair().mine
    let (phone, _) = try await tenant.cart([("SOAP-1", 1), ("TEE-80-R", 1)])
    try await signIn(on: phone, tenant)
    try await tenant.transaction {
      try await Shop().unpublishProduct("tee", by: .staff("mei"), in: $0)
    }
    let laptop = SessionID.make(in: .live)

    try await signIn(on: laptop, tenant)

    #expect(try await pieces(laptop, tenant) == ["SOAP-1": 1])
  }
}

/// Signs in on two devices and orders from one.
func joinCarts(_ tenant: TestTenant) async throws {
  let member = tenant.database.environment.makeID()
  let shop = Shop(ports: .init(shopper: { _, _, _ in Shopper(person: member) }))
  try await tenant.restock(["SOAP-1": 40], at: "shop")
  for quantity in [3, 1] {
    let (session, _) = try await tenant.cart([("SOAP-1", quantity)])
    try await tenant.transaction {
      try await shop.joinCarts(of: member, on: session, for: tenant.snapshot, in: $0)
    }
    guard quantity == 1 else { continue }
    let form = try await tenant.quotedForm(session, shop: shop)
    _ = try await tenant.place(form, session, shop: shop)
  }
}
