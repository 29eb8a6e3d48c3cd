import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

/// A merchant with points, two tiers, referrals and boxes.
let familySettings: [String: JSONValue] = [
  "membership": [
    "points": ["perUnit": 1, "validityMonths": 12, "deduction": ["pointsPerUnit": 100]],
    "tiers": [
      "growthPerUnit": 1,
      "levels": [
        ["name": ["zh": "普通", "en": "Basic"], "reach": 0, "keep": 0],
        [
          "name": ["zh": "银卡", "en": "Silver"], "reach": 500, "keep": 300,
          "benefits": ["freeReturns": 1, "dedicatedAgent": true],
        ],
      ],
      "plans": [
        [
          "code": "plus", "name": ["zh": "加号", "en": "Plus"], "price": "99.00", "months": 12,
          "benefits": ["earlyAccessHours": 24],
        ]
      ],
    ],
    "referral": ["inviter": ["points": 500], "invitee": ["points": 200]],
    "packs": [
      [
        "code": "pregnancy", "name": ["zh": "安心孕育包", "en": "Pregnancy"], "until": "birth",
        "next": "parenting",
        "services": [["code": "midwife", "name": ["zh": "助产士", "en": "Midwife"], "times": 2]],
      ],
      [
        "code": "parenting", "name": ["zh": "科学育儿包", "en": "Parenting"], "price": "199.00",
        "services": [
          ["code": "midwife", "name": ["zh": "助产士", "en": "Midwife"], "times": 3],
          [
            "code": "course", "name": ["zh": "辅食课", "en": "Weaning course"], "times": 5,
            "provider": "暖芽课堂", "fee": "30.00",
          ],
        ],
      ],
    ],
    "subscriptions": [
      "plans": [
        [
          "code": "growth", "name": ["zh": "成长盒", "en": "Growth box"], "unit": "month",
          "price": "129.00",
          "boxes": [
            ["code": "newborn-kit", "fromMonths": 0], ["code": "weaning-kit", "fromMonths": 6],
          ],
        ]
      ]
    ],
  ]
]

/// The version of the guardian's text that pages show.
let guardianText = MembershipSettings.firstTextVersion

extension Visitor {
  /// The session that the visitor's cookie stands for.
  func sessionID(at tenant: TestTenant) async throws -> SessionID {
    let token = try #require(session)
    return try #require(try await tenant.scope.session(token)).id
  }

  /// Enters a child who is born, and gives its id.
  func addChild(_ name: String = "团团", born: String = "2026-03-10", sex: String = "female")
    async throws -> String
  {
    let page = try await submit(
      "/family/children",
      ["nickname": name, "birth": born, "sex": sex, "consent": guardianText]
    )
    return try #require(page.id("chd_"), "\(page.text)")
  }
}

extension TestTenant {
  /// The member behind a number.
  func member(_ phone: String = "+8613800138000") async throws -> MemberID {
    try #require(try await scope.memberBehind(.phone, phone))
  }

  /// The only children of a member.
  func children(of id: MemberID) async throws -> [Child] {
    let member = try #require(try await scope.member(id))
    return try await scope.children(of: member)
  }

  /// Tells of a paid order whose goods can be given back for a week.
  func pay(_ units: Int64, by member: MemberID) async throws {
    let order = PaidOrder(
      order: database.environment.makeID(),
      member: member,
      amount: Money(minorUnits: units, currency: snapshot.currency),
      paidAt: clock.now,
      returnEnds: clock.now.addingTimeInterval(7 * 86_400)
    )
    let values = try ValueProgram(snapshot)
    try await transaction { _ = try await values.orderPaid(order, in: $0) }
  }

  /// Does once what a schedule does.
  func run(_ job: String) async throws {
    try await work(MembershipModule.module) { $0.name == job }
  }
}
