import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

private let daily = Quota("probe.calls", per: .day)
private let standing = Quota("probe.shelves", per: .standing)
private let probe = TenantModule(
  name: "probe",
  settings: ProbeSettings.self,
  migrations: [],
  quotas: [daily, standing]
)

@Suite("The sweep of what has expired", .tenantDatabase([probe]), .serialized)
struct SweepTests {
  private let day: TimeInterval = 24 * 3600

  @Test func `forgets sessions that ended and keys older than a day, and nothing else`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let request = try IdempotentRequest(
      asker: "ada",
      key: "8f1d7c1e-0001",
      operation: "POST /checkout",
      payload: []
    )
    let tokens = (0..<2).map { _ in SessionToken.make(in: .live) }
    func use(_ token: SessionToken) async throws {
      for tenant in [pair.mine, pair.other] {
        _ = try await tenant.scope.startSession(token)
      }
    }
    func claim(at tenant: TestTenant) async throws -> StoredAnswer? {
      try await tenant.transaction { transaction in
        let answer = try await transaction.claim(request)
        if answer == nil {
          try await transaction.store(
            StoredAnswer(status: 201, headers: [:], body: []),
            for: request
          )
        }
        return answer
      }
    }
    try await use(tokens[0])
    pair.mine.clock.advance(by: 30 * day - 1)
    #expect(try await claim(at: pair.mine) == nil)
    pair.mine.clock.advance(by: 2)
    try await use(tokens[1])
    #expect(try await claim(at: pair.other) == nil)

    try await sweep(pair)
    #expect(try await counts() == ["session": 2, "request": 2])

    pair.mine.clock.advance(by: day - 2)
    try await sweep(pair)
    #expect(try await counts() == ["session": 2, "request": 2])

    pair.mine.clock.advance(by: 1.5)
    try await sweep(pair)
    #expect(try await counts() == ["session": 2, "request": 1])
    #expect(try await claim(at: pair.other) != nil)
    #expect(try await claim(at: pair.mine) == nil)
    for tenant in [pair.mine, pair.other] {
      #expect(try await tenant.scope.session(tokens[1]) != nil)
    }
  }

  @Test func `forgets what was used up a week ago, and never what stands`() async throws {
    let pair = try await TenantPair.fresh(
      plan: TenantPlan(limits: [daily.name: 3, standing.name: 3])
    )
    for tenant in [pair.mine, pair.other] {
      try await tenant.transaction { transaction in
        try await transaction.consume(daily, for: tenant.snapshot)
        try await transaction.consume(standing, for: tenant.snapshot)
      }
    }
    pair.mine.clock.advance(by: 6 * day)
    try await sweep(pair)
    #expect(try await usages() == 4)
    pair.mine.clock.advance(by: 3 * day)
    try await sweep(pair)
    #expect(try await usages() == 2)
    #expect(try await pair.mine.scope.quotaUsed(standing, for: pair.mine.snapshot) == 1)
    #expect(try await pair.other.scope.quotaUsed(standing, for: pair.other.snapshot) == 1)
  }

  private func sweep(_ pair: TenantPair) async throws {
    try await pair.mine.database.system("test of the sweep").sweepExpired()
  }

  private func counts() async throws -> [String: Int] {
    [
      "session": try await count("SELECT count(*) FROM tenancy.session"),
      "request": try await count("SELECT count(*) FROM tenancy.idempotent_request"),
    ]
  }

  private func usages() async throws -> Int {
    try await count("SELECT count(*) FROM tenancy.quota_usage")
  }

  private func count(_ query: StaticString) async throws -> Int {
    let database = try #require(TestDatabase.current)
    let statement = Statement(unsafeText: "\(query)", values: [])
    let rows = try await database.asOwner { try await $0.batch([statement]) }
    return try #require(try rows.first?.scalar(Int.self))
  }
}
