import DelimitedText
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  fileprivate func exported() async throws -> String {
    var bytes: [UInt8] = []
    _ = try await WaybillExchange(of: snapshot, database: database).export { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  fileprivate func take(_ text: String) async throws -> WaybillResult {
    try await WaybillExchange(of: snapshot, database: database)
      .take(ImportedFile(text).source(), by: .admin("ada"))
  }
}

@Suite("Waybills", .tenantDatabase([StorefrontModule.module]))
struct WaybillTests {
  @Test func `the file that was written comes back with numbers, twice without harm`() async throws
  {
    let pair = try await shopPair()
    let paid = try await pair.mine.placed([("SOAP-1", 2)]).order.number
    _ = try await pair.mine.change(.confirmPayment, paid)
    let door = try await pair.mine.placed([("SOAP-1", 1)], provider: "cashOnDelivery").order.number
    let unpaid = try await pair.mine.placed([("SOAP-1", 1)]).order.number
    _ = try await pair.other.placed([("SOAP-1", 1)], provider: "cashOnDelivery")

    let file = try await pair.mine.exported()
    #expect(file.contains("SOAP-1×2") && !file.contains(unpaid))
    #expect(file.split(separator: "\n").count == 3)
    #expect(file.contains("240,,,\n") && file.contains("120,27.90,,\n"))
    let filled = file.replacing("240,,,\n", with: "240,,顺丰,SF01\n")
    let first = try await pair.mine.take(filled)
    let second = try await pair.mine.take(filled)

    #expect((first.shipped, first.unchanged, first.open, first.problems.count) == (1, 0, 1, 0))
    #expect((second.shipped, second.unchanged, second.open, second.problems.count) == (0, 1, 1, 0))
    #expect(try await pair.mine.scope.order(number: paid)?.state.fulfilment == .fulfilled)
    #expect(try await pair.mine.scope.order(number: door)?.state.fulfilment == .unfulfilled)
    #expect(try await pair.mine.exported().split(separator: "\n").count == 2)
  }

  @Test func `an order whose money went back is not packed`() async throws {
    let pair = try await shopPair()
    let order = try await pair.mine.paidOrder()
    _ = try await pair.mine.complete(pair.mine.refund(1_000, of: order))
    #expect(try await pair.mine.exported().contains(order.number))
    _ = try await pair.mine.complete(
      pair.mine.refund(order.total.minorUnits - 1_000, of: order)
    )
    #expect(try await !pair.mine.exported().contains(order.number))
  }

  @Test func `a wrong row is named by its place and holds up no other`() async throws {
    let pair = try await shopPair()
    let number = try await pair.mine.placed([("SOAP-1", 3)], provider: "cashOnDelivery").order
      .number
    let foreign = try await pair.other.placed([("SOAP-1", 1)], provider: "cashOnDelivery").order
      .number
    let result = try await pair.mine.take(
      """
      order,carrier,tracking_number,sku,quantity
      \(number),SF,A1,SOAP-1,1
      \(number),SF,A1,SOAP-1,1
      \(number),SF,,SOAP-1,1
      \(number),SF,A2,SOAP-1,x
      \(number),SF,A3,SOAP-1,9
      \(foreign),SF,B1,,
      999999999999,SF,C1,,

      """
    )

    #expect(result.shipped == 1)
    #expect(result.problems.map(\.row).sorted() == [4, 5, 6, 7, 8])
    #expect(result.problems.first?.field == "tracking_number")
    let order = try #require(await pair.mine.scope.order(number: number))
    let shipments = try await pair.mine.scope.shipments(of: order.id)
    #expect(shipments.map { $0.lines.map(\.quantity) } == [[2]])
    #expect(try await pair.other.scope.order(number: foreign)?.state.fulfilment == .unfulfilled)
  }

  @Test func `a file without the columns is refused as a whole`() async throws {
    let pair = try await shopPair()
    await #expect(throws: DelimitedTextProblems.self) {
      _ = try await pair.mine.take("order,carrier\n1,SF\n")
    }
  }
}
