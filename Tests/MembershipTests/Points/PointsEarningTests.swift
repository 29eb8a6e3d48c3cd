import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What gives points besides orders", .tenantDatabase([MembershipModule.module]))
struct PointsEarningTests {
  private let settings: [String: JSONValue] = [
    "membership": [
      "points": ["perUnit": 1, "earn": ["checkIn": 2, "profile": 50, "review": 30]]
    ]
  ]

  @Test func `a day, a profile and a review each give once`() async throws {
    let pair = try await familyPair(settings)
    let tenant = pair.mine
    let points = try #require(try tenant.values.points)
    let member = try await tenant.signIn()
    func have() async throws -> Int64 { try await tenant.points(of: member).available }
    #expect(try await !points.hasCheckedIn(member, seenIn: tenant.scope))
    for _ in 0..<3 { try await tenant.transaction { try await points.checkIn(member, in: $0) } }
    #expect(try await points.hasCheckedIn(member, seenIn: tenant.scope))
    #expect(try await have() == 2)
    tenant.wait(days: 1)
    #expect(try await !points.hasCheckedIn(member, seenIn: tenant.scope))
    try await tenant.transaction { try await points.checkIn(member, in: $0) }
    #expect(try await have() == 4)

    func profile() async throws {
      try await tenant.transaction { try await points.rewardProfile(of: member, in: $0) }
    }
    try await profile()
    try await tenant.families { try await $0.rename(member, to: "林", in: $2) }
    try await profile()
    #expect(try await have() == 4, "a child is missing")
    _ = try await tenant.child("2026-07-20", member)
    for _ in 0..<2 { try await profile() }
    #expect(try await have() == 54)

    for review in ["rev_1", "rev_1", "rev_2"] {
      try await tenant.transaction {
        try await points.rewardReview(review, by: member, in: $0)
      }
    }
    #expect(try await have() == 114)
    #expect(try await tenant.scope.ledgerViolations() == [])
    #expect(try await pair.other.scope.pointsBalance(of: member).total == 0)
  }
}
