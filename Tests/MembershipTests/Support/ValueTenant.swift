import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// A merchant with points, three tiers, a plan, referrals and boxes.
let valueSettings: [String: JSONValue] = [
  "membership": [
    "points": [
      "perUnit": 1, "validityMonths": 12,
      "deduction": ["pointsPerUnit": 100, "floor": 100, "capPercent": 50],
    ],
    "tiers": [
      "growthPerUnit": 1, "validityMonths": 12, "graceDays": 30,
      "levels": [
        ["name": ["zh": "普通", "en": "Basic"], "reach": 0, "keep": 0],
        [
          "name": ["zh": "银卡", "en": "Silver"], "reach": 500, "keep": 300,
          "benefits": ["pointsPercent": 150, "freeReturns": 1, "birthdayPoints": 66],
        ],
        [
          "name": ["zh": "金卡", "en": "Gold"], "reach": 2000, "keep": 1500,
          "benefits": [
            "pointsPercent": 200, "freeReturns": 2, "freeShipping": true,
            "monthlyCoupons": ["monthly"], "dedicatedAgent": true, "priceLevel": "gold",
          ],
        ],
      ],
      "plans": [
        [
          "code": "plus", "name": ["zh": "加号", "en": "Plus"], "price": "99.00", "months": 12,
          "benefits": ["freeShipping": true, "earlyAccessHours": 24],
        ]
      ],
    ],
    "referral": [
      "inviter": ["points": 500], "invitee": ["points": 200, "coupon": "welcome"],
      "minimum": "50.00", "monthlyCap": 3,
      "budget": ["referrals": 100_000, "money": "3000000.00", "each": "30.00"],
    ],
    "subscriptions": [
      "plans": [
        [
          "code": "growth", "name": ["zh": "成长盒", "en": "Growth box"], "unit": "month",
          "price": "129.00",
          "boxes": [
            ["code": "newborn", "fromMonths": 0], ["code": "weaning", "fromMonths": 6],
            ["code": "toddler", "fromMonths": 12],
          ],
        ],
        [
          "code": "half-year", "name": ["zh": "半年盒", "en": "Half a year"], "unit": "month",
          "price": "100.00", "prepaid": 6, "boxes": [["code": "newborn", "fromMonths": 0]],
        ],
      ]
    ],
  ]
]

extension TestTenant {
  /// What members of the merchant hold.
  var values: ValueProgram { get throws { try ValueProgram(snapshot) } }

  /// A new member.
  func member() -> MemberID { MemberID.make(in: database.environment) }

  /// An amount in the merchant's currency.
  func money(_ units: Int64) -> Money { Money(minorUnits: units, currency: snapshot.currency) }

  /// A paid order whose goods can be given back for a week.
  func paid(_ units: Int64, by member: MemberID, order: UUID? = nil) -> PaidOrder {
    PaidOrder(
      order: order ?? database.environment.makeID(),
      member: member,
      amount: money(units),
      paidAt: clock.now,
      returnEnds: clock.now.addingTimeInterval(7 * 86_400)
    )
  }

  /// Tells of a paid order.
  @discardableResult
  func pay(_ units: Int64, by member: MemberID, order: UUID? = nil) async throws -> PaidOrder {
    let order = paid(units, by: member, order: order)
    try await transaction { _ = try await values.orderPaid(order, in: $0) }
    return order
  }

  /// Tells of a refund.
  @discardableResult
  func refund(_ units: Int64, of order: PaidOrder, refund: UUID? = nil) async throws -> Bool {
    let refund = OrderRefund(
      refund: refund ?? database.environment.makeID(),
      order: order.order,
      amount: money(units)
    )
    return try await transaction { try await values.orderRefunded(refund, in: $0) }
  }

  /// What a member has in points now.
  func points(of member: MemberID) async throws -> PointsBalance {
    let points = try #require(try values.points)
    return try await transaction { try await points.settle(member, in: $0) }
  }

  /// Moves the clock by days.
  func wait(days: Double) { clock.advance(by: days * 86_400) }
}

extension TestTenant {
  /// Does once what a schedule does.
  func runJob(_ name: String) async throws {
    try await work(MembershipModule.module) { $0.name == name }
  }
}

/// The code of the refusal that a closure throws.
func valueRefusal(_ body: () async throws -> Void) async throws -> ValueRefusal.Code? {
  do {
    try await body()
    return nil
  } catch let refusal as ValueRefusal {
    return refusal.code
  }
}
