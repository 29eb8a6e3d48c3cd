import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Makes a kind of coupon that is good for a month from its claim.
  func define(_ code: String, _ change: (inout CouponTerms) -> Void = { _ in }) async throws {
    var terms = CouponTerms(
      code: code,
      name: LocalizedText([.zh: "券", .en: "Coupon"]),
      effect: .amount(1_000)
    )
    terms.validDays = 30
    change(&terms)
    let made = terms
    try await transaction { try await CouponProgram().define(made, by: .admin("ada"), in: $0) }
  }

  /// Claims a coupon.
  @discardableResult
  func claim(
    _ kind: String,
    by member: MemberID,
    _ facts: CouponFacts = CouponFacts(),
    key: String = UUID().uuidString
  ) async throws -> CouponID {
    try await transaction {
      try await CouponProgram().claim(kind, for: member, facts, key: key, in: $0)
    }
  }
}

@Suite("Coupons", .tenantDatabase([MembershipModule.module]))
struct CouponTests {
  @Test func `a pool is never passed, whoever comes at once`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("ten") { $0.pool = 10 }

    let claimed = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
      for _ in 0..<32 {
        group.addTask {
          let code = try await valueRefusal { try await tenant.claim("ten", by: tenant.member()) }
          #expect(code == nil || code == .couponExhausted)
          return code == nil
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(claimed == 10)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `one key claims one coupon, and a member no more than the share`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    try await tenant.define("two") { $0.memberLimit = 2 }

    let same = try await withThrowingTaskGroup(of: CouponID.self, returning: Set<CouponID>.self) {
      group in
      for _ in 0..<16 { group.addTask { try await tenant.claim("two", by: ada, key: "tap") } }
      return try await group.reduce(into: []) { $0.insert($1) }
    }
    try await tenant.claim("two", by: ada)
    let third = try await valueRefusal { try await tenant.claim("two", by: ada) }

    #expect(same.count == 1)
    #expect(third == .couponExhausted)
    #expect(try await tenant.scope.coupons(of: ada, onlyUsable: true).count == 2)
  }

  @Test func `lesson 12: a coupon is tied to its order and let go of when that fails`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let ada = tenant.member()
    try await tenant.define("once")
    let coupon = try await tenant.claim("once", by: ada)
    let coupons = CouponProgram()
    let orders = (0..<8).map { _ in tenant.database.environment.makeID() }
    func hold(_ order: UUID) async throws -> ValueRefusal.Code? {
      try await valueRefusal {
        try await tenant.transaction { transaction in
          _ = try await coupons.hold(
            coupon,
            of: ada,
            for: order,
            goods: tenant.money(5_000),
            freight: tenant.money(0),
            in: transaction
          )
        }
      }
    }

    let refusals = try await withThrowingTaskGroup(
      of: ValueRefusal.Code?.self,
      returning: [ValueRefusal.Code?].self
    ) { group in
      for order in orders { group.addTask { try await hold(order) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(refusals.filter { $0 == nil }.count == 1)
    for order in orders {
      try await tenant.transaction { try await coupons.release(for: order, in: $0) }
    }
    let second = try await hold(orders[3])
    let paid = try await tenant.transaction { try await coupons.use(for: orders[3], in: $0) }
    let again = try await tenant.transaction { try await coupons.use(for: orders[3], in: $0) }
    let late = try await hold(orders[4])

    #expect(second == nil && paid && !again)
    #expect(late == .couponNotUsable)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `stage, segment, time and code decide who may claim`() async throws {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let tenant = pair.mine
    let ada = tenant.member()
    try await tenant.define("weaning") {
      $0.stages = ["weaning"]
      $0.segments = ["vip"]
    }
    try await tenant.define("secret") { $0.needsCode = true }
    let codes = try await tenant.transaction {
      try await CouponProgram()
        .generateCodes(3, of: "secret", prefix: "M-", by: .admin("ada"), in: $0)
    }
    func byCode(_ code: String, _ tenant: TestTenant) async throws -> ValueRefusal.Code? {
      try await valueRefusal {
        try await tenant.transaction { transaction in
          _ = try await CouponProgram().claim(
            code: code,
            for: tenant.member(),
            CouponFacts(),
            key: UUID().uuidString,
            in: transaction
          )
        }
      }
    }

    let fits = CouponFacts(stages: ["weaning", "toddler"], segments: ["vip"])
    #expect(try await valueRefusal { try await tenant.claim("weaning", by: ada, fits) } == nil)
    let wrong = CouponFacts(stages: ["newborn"], segments: ["vip"])
    #expect(
      try await valueRefusal { try await tenant.claim("weaning", by: ada, wrong) }
        == .couponNotForMember
    )
    #expect(
      try await valueRefusal { try await tenant.claim("secret", by: ada) } == .couponNotUsable
    )
    #expect(try await byCode(codes[0].lowercased(), tenant) == nil)
    #expect(try await byCode(codes[0], tenant) == .couponExhausted)
    #expect(try await byCode(codes[1], pair.other) == .couponCodeUnknown)
    tenant.wait(days: 31)
    let coupon = try #require(try await tenant.scope.coupons(of: ada, onlyUsable: false).first)
    let late = try await valueRefusal {
      try await tenant.transaction { transaction in
        _ = try await CouponProgram().hold(
          coupon.id,
          of: ada,
          for: UUID(),
          goods: tenant.money(9_000),
          freight: tenant.money(0),
          in: transaction
        )
      }
    }
    #expect(late == .couponNotUsable)
  }

  static let discounts: [(effect: CouponEffect, goods: Int64, freight: Int64, off: Int64)] = [
    (.amount(1_000), 5_000, 800, 1_000), (.amount(1_000), 900, 800, 0),
    (.amount(6_000), 5_000, 0, 5_000), (.percent(1_000, most: nil), 5_005, 0, 501),
    (.percent(5_000, most: 700), 5_000, 0, 700), (.percent(10_000, most: nil), 5_000, 0, 5_000),
    (.shipping, 5_000, 800, 800),
  ]

  @Test(arguments: discounts)
  func `a coupon takes off no more than there is`(
    effect: CouponEffect,
    goods: Int64,
    freight: Int64,
    off: Int64
  ) throws {
    var terms = CouponTerms(code: "c", name: LocalizedText([:]), effect: effect)
    terms.minimum = 1_000
    let currency = try #require(Currency(code: "CNY"))
    let discount = CouponRule.discount(
      of: terms,
      goods: Money(minorUnits: goods, currency: currency),
      freight: Money(minorUnits: freight, currency: currency)
    )
    #expect(discount.minorUnits == off)
  }
}
