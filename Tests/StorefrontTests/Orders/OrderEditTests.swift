import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func lower(_ number: String, to cents: Int64, version: Int64) async throws
    -> StorefrontRefusal?
  {
    try await refusal {
      try await transaction {
        _ = try await Shop().lowerTotal(
          of: number,
          version: version,
          to: Money(minorUnits: cents, currency: snapshot.currency),
          by: .admin("ada"),
          in: $0
        )
      }
    }
  }

  fileprivate func edit(_ number: String, _ edit: OrderContactEdit, version: Int64) async throws
    -> StorefrontRefusal?
  {
    try await refusal {
      try await transaction {
        _ = try await Shop()
          .editContact(of: number, version: version, edit, by: .admin("ada"), in: $0)
      }
    }
  }
}

@Suite("Edits of orders", .tenantDatabase([StorefrontModule.module]))
struct OrderEditTests {
  @Test func `an address is changed until the goods leave, and the trail keeps none`() async throws
  {
    let pair = try await shopPair()
    let number = try await pair.mine.placed([("SOAP-1", 1)], provider: "cashOnDelivery").order
      .number

    let wrong = try await pair.mine.edit(number, .init(phone: "x"), version: 1)
    let first = try await pair.mine.edit(number, .init(address: "上海市徐汇区 1 号"), version: 1)
    let stale = try await pair.mine.edit(number, .init(name: "王"), version: 1)
    let neighbour = try await pair.other.edit(number, .init(name: "王"), version: 2)
    let order = try await pair.mine.scope.order(number: number)
    _ = try await pair.mine.change(.fulfil, number)
    let late = try await pair.mine.edit(number, .init(name: "王"), version: 3)

    #expect(wrong?.details["fields"] == ["phone"])
    #expect(first == nil)
    #expect(stale?.code == .orderChanged && stale?.details["version"] == 2)
    #expect(neighbour?.code == .orderNotFound)
    #expect(late?.code == .transitionRefused)
    #expect(order?.contact.address == "上海市徐汇区 1 号")
    #expect(order?.contact.name == "林小雨")
    let trail = try await pair.mine.scope.auditEntries(of: number)
    let entry = trail.first { $0.action == "storefront.order_contact_edited" }
    #expect(entry?.after == ["version": 2, "changed": ["address"]])
  }

  @Test func `a total is lowered by an adjustment, never raised, and the books balance`()
    async throws
  {
    let pair = try await shopPair()
    let number = try await pair.mine.placed([("SOAP-1", 2)]).order.number
    #expect(try await pair.mine.scope.order(number: number)?.total.minorUnits == 4_780)

    #expect(try await pair.mine.lower(number, to: 4_780, version: 1)?.code == .reductionInvalid)
    #expect(try await pair.mine.lower(number, to: -1, version: 1)?.code == .reductionInvalid)
    #expect(try await pair.mine.lower(number, to: 4_000, version: 1) == nil)
    #expect(try await pair.mine.lower(number, to: 3_500, version: 2) == nil)
    let order = try await pair.mine.scope.order(number: number)
    _ = try await pair.mine.change(.confirmPayment, number)
    let paid = try await pair.mine.lower(number, to: 100, version: 4)

    #expect(order?.total.minorUnits == 3_500)
    #expect(order?.adjustment.minorUnits == -1_280)
    #expect(order?.goods.minorUnits == 3_980)
    #expect(paid?.code == .transitionRefused)
    try await pair.mine.expectBooksToBalance()
  }

  @Test func `of two edits of one version exactly one counts`() async throws {
    let pair = try await shopPair()
    for _ in 0..<10 {
      let number = try await pair.mine.placed([("SOAP-1", 1)]).order.number
      async let one = pair.mine.lower(number, to: 2_000, version: 1)
      async let two = pair.mine.lower(number, to: 1_900, version: 1)
      let refusals = try await [one, two].compactMap { $0?.code }
      #expect(refusals == [.orderChanged])
      _ = try await pair.mine.change(.cancel, number)
    }
    try await pair.mine.expectBooksToBalance()
  }
}
