import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// Points for orders that no tier multiplies, so that a model can count them.
private let settings: [String: JSONValue] = [
  "membership": [
    "points": [
      "perUnit": 1, "deduction": ["pointsPerUnit": 100, "floor": 100, "capPercent": 50],
    ],
    "referral": ["inviter": ["points": 500], "invitee": ["points": 200]],
    "tiers": [
      "growthPerUnit": 1,
      "levels": [
        ["name": ["en": "Basic"], "reach": 0, "keep": 0],
        ["name": ["en": "Silver"], "reach": 500, "keep": 300],
      ],
    ],
  ]
]

@Suite("Random histories of what members hold", .tenantDatabase([MembershipModule.module]))
struct LedgerHistoryTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
  func `the books add up at every step, and to what was told`(seed: Int) async throws {
    let tenant = try await TenantPair.fresh(settings: settings).mine
    let history = LedgerHistory(
      database: tenant.database,
      tenant: tenant.id,
      values: try tenant.values,
      currency: tenant.snapshot.currency,
      pass: { tenant.clock.advance(by: $0) }
    )
    let outcome = try await history.run(seed: UInt64(seed))
    #expect(outcome.violations == [])
  }
}
