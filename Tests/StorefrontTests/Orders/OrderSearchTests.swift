import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Looking for orders", .tenantDatabase([StorefrontModule.module]))
struct OrderSearchTests {
  @Test func `what is typed is a number or a text`() {
    let cases: [(String, OrderSearch?)] = [
      ("", nil), ("  ", nil), ("26", .digits("26")), ("5678", .digits("5678")),
      (" 138-1234 5678 ", .digits("13812345678")), ("+86 138", .digits("86138")),
      ("５６７８", .digits("5678")), ("林小雨", .text("林小雨")), ("SOAP-1", .text("SOAP-1")),
      ("-", .text("-")), ("香皂 2", .text("香皂 2")),
    ]
    for (typed, expected) in cases { #expect(OrderSearch(typed) == expected, "\(typed)") }
    #expect(
      OrderSearch(String(repeating: "长", count: 99)) == .text(.init(repeating: "长", count: 40))
    )
  }

  private func found(
    _ tenant: TestTenant,
    _ typed: String,
    _ change: (inout OrderListQuery) -> Void = { _ in }
  ) async throws -> Set<String> {
    var query = OrderListQuery()
    query.search = OrderSearch(typed)
    change(&query)
    return Set(try await tenant.scope.orders(query).items.map(\.number))
  }

  @Test func `an order is found by its number, telephone, name and goods, in its own shop`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    func order(_ name: String, _ phone: String, _ code: String) async throws -> String {
      let (session, cart) = try await tenant.cart([(code, 1)])
      var form = try tenant.form(cart)
      (form.name, form.phone) = (name, phone)
      return try await tenant.place(form, session).order.number
    }
    let soap = try await order("林小雨", "138 0000 5678", "SOAP-1")
    let tee = try await order("Ann O'Neil", "(0571) 555-0142", "TEE-80-R")
    _ = try await pair.other.placed([("SOAP-1", 1)])
    let all: Set = [soap, tee]
    let cases: [(String, Set<String>)] = [
      ("", all), (soap, [soap]), (String(soap.prefix(6)), all), ("5678", [soap]),
      ("138-0000-5678", [soap]), ("0142", [tee]), ("小雨", [soap]), ("o'neil", [tee]),
      ("香皂", [soap]), ("soap", [soap]), ("tee-80", [tee]), ("%", []), ("_", []), ("没有", []),
      ("678", []),
    ]
    for (typed, expected) in cases {
      #expect(try await found(tenant, typed) == expected, "\(typed)")
    }
    // Days, state and words narrow each other.
    let now = tenant.clock.now
    #expect(try await found(tenant, "5678") { $0.placedFrom = now - 60 } == [soap])
    #expect(try await found(tenant, "5678") { $0.placedFrom = now + 60 } == [])
    #expect(try await found(tenant, "") { $0.placedBefore = now - 60 } == [])
    #expect(try await found(tenant, "") { $0.placedBefore = now + 60 } == all)
    #expect(try await found(tenant, "小雨") { $0.status = .cancelled } == [])
    _ = try await tenant.change(.cancel, soap)
    #expect(try await found(tenant, "小雨") { $0.status = .cancelled } == [soap])
  }

  @Test func `pages of what is found neither repeat nor leave out, and the table holds the same`()
    async throws
  {
    let tenant = try await shopPair().mine
    try await tenant.restock(["SOAP-1": 50])
    var wanted: Set<String> = []
    for index in 0..<7 {
      let placed = try await tenant.placed([(index.isMultiple(of: 2) ? "SOAP-1" : "TEE-80-R", 1)])
      if index.isMultiple(of: 2) { wanted.insert(placed.order.number) }
      try await tenant.restock(["TEE-80-R": 3])
    }
    var query = OrderListQuery()
    (query.search, query.limit) = (OrderSearch("香皂"), 2)
    var seen: [String] = []
    repeat {
      let page = try await tenant.scope.orders(query)
      seen += page.items.map(\.number)
      query.cursor = page.next
    } while query.cursor != nil
    #expect(Set(seen) == wanted && seen.count == wanted.count)

    var bytes: [UInt8] = []
    let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
    let rows = try await OrderExport(of: tenant.snapshot, database: tenant.database).run(
      from: today,
      to: today,
      of: query,
      by: .staff("mei")
    ) { bytes += $0 }
    #expect(rows == wanted.count)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(wanted.allSatisfy(text.contains) && !text.contains("TEE-80-R"))
  }
}
