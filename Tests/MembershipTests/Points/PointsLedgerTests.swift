import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("The ledger of points", .tenantDatabase([MembershipModule.module]))
struct PointsLedgerTests {
  @Test func `points of an order wait for its return period and expire at a month's end`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    try await tenant.pay(12_345, by: ada)
    #expect(try await tenant.points(of: ada).pending == 123)

    tenant.wait(days: 7)
    let ripe = try await tenant.points(of: ada)
    tenant.wait(days: 400)
    let gone = try await tenant.points(of: ada)

    #expect(ripe.pending == 0 && ripe.available == 123)
    #expect(gone.total == 0)
    let kinds = try await tenant.scope.pointsHistory(of: ada).map(\.kind)
    #expect(kinds == [.expire, .mature, .earn])
  }

  @Test func `what goes first is spent first`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let points = try #require(try tenant.values.points)
    try await tenant.transaction { try await points.grant(100, to: ada, key: "old", in: $0) }
    tenant.wait(days: 40)
    try await tenant.transaction { try await points.grant(100, to: ada, key: "new", in: $0) }
    let order = tenant.database.environment.makeID()
    let paid = try await tenant.transaction {
      try await points.hold(150, of: ada, for: order, amount: tenant.money(10_000), in: $0)
    }
    try await tenant.transaction { try await points.use(of: ada, for: order, in: $0) }
    #expect(paid.money == tenant.money(150))

    // The first lot is over; what is left is of the second.
    tenant.wait(days: 350)

    #expect(try await tenant.points(of: ada).available == 50)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `a refund takes back what the order gave, and what was spent of it is a debt`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let points = try #require(try tenant.values.points)
    let first = try await tenant.pay(50_000, by: ada)
    tenant.wait(days: 8)
    let second = tenant.paid(20_000, by: ada)
    try await tenant.transaction { transaction in
      _ = try await points.hold(
        400,
        of: ada,
        for: second.order,
        amount: tenant.money(20_000),
        in: transaction
      )
      _ = try await tenant.values.orderPaid(second, in: transaction)
    }

    try await tenant.refund(50_000, of: first)
    let owing = try await tenant.points(of: ada)
    tenant.wait(days: 8)
    let repaid = try await tenant.points(of: ada)
    try await tenant.refund(10_000, of: second)
    let half = try await tenant.points(of: ada)
    try await tenant.refund(10_000, of: second)
    let all = try await tenant.points(of: ada)

    #expect(owing.debt == 400 && owing.available == 0 && owing.pending == 300)
    #expect(repaid.debt == 100 && repaid.available == 0)
    // Half of 300 given goes, half of 400 used comes back.
    #expect(half.total == -100 - 150 + 200)
    #expect(all.total == 0)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `thirty-two callers with the same events count each once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (ada, lin) = (tenant.member(), tenant.member())
    let order = tenant.paid(10_000, by: ada)
    let refund = tenant.database.environment.makeID()
    let points = try #require(try tenant.values.points)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<32 {
        group.addTask {
          try await tenant.transaction { transaction in
            _ = try await tenant.values.orderPaid(order, in: transaction)
          }
          try await tenant.refund(4_000, of: order, refund: refund)
          try await tenant.transaction { transaction in
            try await points.grant(10, to: lin, key: "review:\(caller % 4)", in: transaction)
          }
        }
      }
      try await group.waitForAll()
    }

    #expect(try await tenant.points(of: ada).total == 60)
    #expect(try await tenant.points(of: lin).total == 40)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `of many orders at once no more points are held than there are`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let points = try #require(try tenant.values.points)
    try await tenant.transaction { try await points.grant(1_000, to: ada, key: "gift", in: $0) }

    let held = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
      for _ in 0..<16 {
        group.addTask {
          let order = tenant.database.environment.makeID()
          let code = try await valueRefusal {
            try await tenant.transaction { transaction in
              _ = try await points.hold(
                300,
                of: ada,
                for: order,
                amount: tenant.money(10_000),
                in: transaction
              )
            }
          }
          #expect(code == nil || code == .pointsTooFew)
          return code == nil
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(held == 3)
    let balance = try await tenant.points(of: ada)
    #expect(balance.held == 900 && balance.available == 100)
  }

  @Test func `an order that is called off lets go of its points, and of each only once`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    let points = try #require(try tenant.values.points)
    let order = tenant.database.environment.makeID()
    try await tenant.transaction { transaction in
      try await points.grant(500, to: ada, key: "gift", in: transaction)
      for _ in 0..<2 {
        let held = try await points.hold(
          500,
          of: ada,
          for: order,
          amount: tenant.money(10_000),
          in: transaction
        )
        #expect(held.points == 500)
      }
    }
    for _ in 0..<2 {
      try await tenant.transaction {
        try await tenant.values.orderCalledOff(order, of: ada, in: $0)
      }
    }

    #expect(try await tenant.points(of: ada).available == 500)
    let code = try await valueRefusal {
      try await tenant.transaction {
        _ = try await points.hold(500, of: ada, for: order, amount: tenant.money(9_999), in: $0)
      }
    }
    #expect(code == .pointsHoldEnded)
  }

  @Test func `a refund that is unknown, too large or in another currency is refused`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let (tenant, other) = (pair.mine, pair.other)
    let order = try await tenant.pay(1_000, by: tenant.member())

    let tooLarge = try await valueRefusal { try await tenant.refund(1_001, of: order) }
    let elsewhere = try await valueRefusal { try await other.refund(1, of: order) }

    #expect(tooLarge == .refundExceedsPaid)
    #expect(elsewhere == .orderUnknown)
  }
}
