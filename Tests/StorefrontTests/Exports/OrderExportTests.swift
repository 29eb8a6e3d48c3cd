import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// The export of orders of some days around today, by lines.
  func exportedOrders(from first: Int = 0, to last: Int = 0) async throws -> [String] {
    var bytes: [UInt8] = []
    let today = CalendarDate(database.environment.now(), in: snapshot.timeZone)
    _ = try await OrderExport(of: snapshot, database: database).run(
      from: today.adding(days: first),
      to: today.adding(days: last),
      by: .staff("mei")
    ) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

@Suite("The export of orders", .tenantDatabase([StorefrontModule.module]))
struct OrderExportTests {
  @Test func `a row per line, sums once, of the days that were asked for`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let placed = try await tenant.placed([("SOAP-1", 2), ("TEE-80-R", 1)])
    let foreign = try await pair.other.placed([("SOAP-1", 1)])
    let lines = try await tenant.exportedOrders()
    #expect(lines.count == 3 && lines[0] == OrderExport.columns.joined(separator: ","))
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(placed.order.number) })
    let total = placed.order.total.decimal
    #expect(lines.filter { $0.hasSuffix(",\(total)") }.count == 1 && lines[2].hasSuffix(",,"))
    #expect(lines.contains { $0.contains("SOAP-1") && $0.contains(",2,") })
    #expect(lines.allSatisfy { !$0.contains(foreign.order.number) })
    #expect(try await tenant.exportedOrders(from: -3, to: -1).count == 1)
    #expect(try await tenant.exportedOrders(from: 1, to: 2).count == 1)
    let trail = try await tenant.scope.auditEntries(of: "orders")
    #expect(trail.count == 3 && trail.allSatisfy { $0.actor == "staff:mei" })
  }
}
