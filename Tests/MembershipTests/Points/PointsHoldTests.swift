import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Points that pay", .tenantDatabase([MembershipModule.module]))
struct PointsHoldTests {
  @Test func `an order that points paid wholly gives them back when nothing is refunded`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (member, points) = (tenant.member(), try #require(try tenant.values.points))
    let order = tenant.paid(0, by: member)
    try await tenant.transaction {
      try await points.grant(500, to: member, key: "gift", in: $0)
      _ = try await points.hold(
        200,
        of: member,
        for: order.order,
        amount: tenant.money(400),
        in: $0
      )
      _ = try await tenant.values.orderPaid(order, in: $0)
    }
    #expect(try await tenant.points(of: member).available == 300)
    let refund = UUID()
    for isNew in [true, false] {
      #expect(try await tenant.refund(0, of: order, refund: refund) == isNew)
    }
    #expect(try await tenant.points(of: member).available == 500)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `an order that points paid wholly gives them back when it is called off`() async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (member, points) = (tenant.member(), try #require(try tenant.values.points))
    let order = tenant.paid(0, by: member)
    try await tenant.transaction {
      try await points.grant(500, to: member, key: "gift", in: $0)
      _ = try await points.hold(
        200,
        of: member,
        for: order.order,
        amount: tenant.money(400),
        in: $0
      )
      _ = try await tenant.values.orderPaid(order, in: $0)
    }
    for _ in 0..<2 {
      try await tenant.transaction {
        try await tenant.values.orderCalledOff(order.order, of: member, in: $0)
      }
      #expect(try await tenant.points(of: member).available == 500)
    }
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `holding again gives what was agreed on, not what the points are worth alone`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (member, order) = (tenant.member(), UUID())
    // 300 points are one unit: a cap of 33 cents takes 99 points, which alone would be worth 33.
    let terms = PointsSettings.Deduction(pointsPerUnit: 300, capPercent: 50)
    let points = PointsProgram(PointsSettings(perUnit: 1, deduction: terms), in: .gmt)
    func hold(_ program: PointsProgram) async throws -> PointsDeduction {
      try await tenant.transaction {
        try await program.hold(500, of: member, for: order, amount: tenant.money(67), in: $0)
      }
    }
    try await tenant.transaction { try await points.grant(500, to: member, key: "gift", in: $0) }
    let first = try await hold(points)
    #expect(first.points == 99 && first.money == tenant.money(33))
    // The merchant doubles what points are worth while the shopper presses the button once more.
    let dearer = PointsSettings.Deduction(pointsPerUnit: 150, capPercent: 50)
    let changed = PointsProgram(PointsSettings(perUnit: 1, deduction: dearer), in: .gmt)
    #expect(try await hold(changed) == first)
    #expect(try await tenant.points(of: member).held == 99)
  }

  @Test func `one key counts once for each member, not once for all`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let (ada, lin) = (tenant.member(), tenant.member())
    let values = try tenant.values
    let (points, tiers) = (try #require(values.points), try #require(values.tiers))
    try await tenant.define("ten")
    for member in [ada, lin, ada, lin] {
      try await tenant.transaction {
        try await points.grant(100, to: member, key: "sign-in", in: $0)
        try await tiers.grow(50, of: member, key: "sign-in", in: $0)
        try await values.coupons.give("ten", to: member, key: "sign-in", in: $0)
      }
    }
    for member in [ada, lin] {
      #expect(try await tenant.points(of: member).available == 100)
      #expect(try await tenant.scope.coupons(of: member, onlyUsable: true).count == 1)
      let growth = try await tenant.transaction {
        try await tiers.progress(of: member, in: $0).growth
      }
      #expect(growth == 50)
    }
  }
}
