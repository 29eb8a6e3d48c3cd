import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// The tables of what members hold, by how their names begin.
private let prefixes = [
  "paid_", "called_off_", "order_refund", "points_", "tier_", "benefit_", "coupon", "referral",
  "subscription", "box_",
]

/// Whether a finding is about what members hold; all others are about families.
func isOfValues(_ finding: IsolationFinding) -> Bool {
  prefixes.contains { finding.subject.hasPrefix("membership.\($0)") }
}

@Suite("Isolation of what members hold", .tenantDatabase([MembershipModule.module]))
struct ValueIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let database = try #require(TestDatabase.current)
    try await exerciseValues(pair.mine)

    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)

    #expect(findings.filter(isOfValues) == [])
  }

  @Test func `lesson 18: no query reaches another tenant under a role that no policy binds`()
    async throws
  {
    let pair = try await TenantPair.fresh(settings: valueSettings)
    let database = try #require(TestDatabase.current)
    try await exerciseValues(pair.mine)

    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)

    #expect(findings.isEmpty, "\(findings)")
    let ran = suite.functions.filter { $0.hasPrefix("Membership/") }
    #expect(ran.count >= 70, "\(ran.count): \(ran.sorted())")
  }

  @Test func `the schema keeps the rules of the house`() async throws {
    let database = try #require(TestDatabase.current)
    try await database.database.check(modules: [MembershipModule.module])
  }
}
