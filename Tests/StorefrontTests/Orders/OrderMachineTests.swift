import Foundation
import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// How large the histories are: `CRADLE_ORDER_MACHINE=20x10000` runs 20 seeds of 10,000 steps.
private let size: (seeds: UInt64, steps: Int) = {
  let text = ProcessInfo.processInfo.environment["CRADLE_ORDER_MACHINE"] ?? ""
  let parts = text.split(separator: "x")
  guard parts.count == 2, let seeds = UInt64(parts[0]), let steps = Int(parts[1]), seeds > 0
  else { return (2, 800) }
  return (seeds, steps)
}()

@Suite("The order machine", .tenantDatabase([StorefrontModule.module]), .serialized)
struct OrderMachineTests {
  @Test(arguments: 1...size.seeds)
  func `sixteen workers at once break none of the shop's promises`(_ seed: UInt64) async throws {
    let pair = try await bundlePair()
    try await pair.mine.restock(["SOAP-1": 400, "TEE-80-R": 60, "TEE-80-B": 5])
    let machine = try await OrderMachine(pair.mine)
    let start = Date()

    await machine.run(workers: 16, steps: size.steps, seed: seed)

    let violations = try await machine.violations()
    #expect(violations == [])
    let (done, orders) = machine.memory.withLock { ($0.done, $0.orders.count) }
    // A history in which nothing happens would keep every promise.
    let rare = [
      "ship", "fulfil", "refund", "deliver", "ask", "complete", "settleRefund", "refuse",
      "withdraw", "settle", "expire", "leave",
    ]
    for action in ["place", "pay", "cancel", "presell"] + (size.steps >= 5_000 ? rare : []) {
      #expect(done[action, default: 0] > 0, "\(action) never did anything")
    }
    let neighbour = try await pair.other.scope.orders(OrderListQuery())
    #expect(neighbour.items.isEmpty)
    if size.steps >= 5_000 {
      let id = pair.mine.id
      let scope = pair.mine.scope
      let waits: Int? = try await scope.value(
        "SELECT count(*) FROM storefront.presale_wait WHERE tenant_id = \(id)"
      )
      let bundles: Int? = try await scope.value(
        "SELECT count(*) FROM storefront.order_bundle WHERE tenant_id = \(id)"
      )
      #expect((waits ?? 0) > 0 && (bundles ?? 0) > 0)
      let seconds = Date().timeIntervalSince(start)
      print("seed \(seed): \(orders) orders, \(Int(seconds)) s, \(done.sorted { $0.key < $1.key })")
    }
  }

  @Test func `a promise that is broken is found`() async throws {
    let pair = try await bundlePair()
    let machine = try await OrderMachine(pair.mine)
    let placed = try await pair.mine.placed([("SOAP-1", 1)])
    machine.memory.withLock {
      $0.orders.append(
        .init(number: placed.order.number, order: placed.order.id, token: placed.token)
      )
    }
    #expect(try await machine.violations() == [])

    try await pair.mine.scope.execute(
      """
      UPDATE storefront.stock_level SET available = available + 1 WHERE tenant_id = \(pair.mine.id)
      """
    )
    try await pair.mine.scope.execute(
      """
      UPDATE storefront.payment SET amount = amount + 1 WHERE tenant_id = \(pair.mine.id)
      """
    )

    #expect(try await machine.violations().count == 2)
  }
}
