import Foundation
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("What is kept for some seconds", .tenantDatabase([Probe.module]))
struct RecentMemoTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func `a value is one tenant's, one key's, and ends with its time`() async throws {
    let pair = try await TenantPair.fresh(settings: ["probe": [:]])
    let (mine, other) = (pair.mine.snapshot, pair.other.snapshot)
    let memo = RecentMemo<String, Int>(lifetime: 5, capacity: 10)
    memo.keep(1, of: "zh", for: mine, at: now)
    #expect(memo.value(of: "zh", for: mine, at: now + 4.9) == 1)
    #expect(memo.value(of: "zh", for: mine, at: now + 5) == nil)
    #expect(memo.value(of: "en", for: mine, at: now) == nil)
    #expect(memo.value(of: "zh", for: other, at: now) == nil)
    memo.keep(2, of: "zh", for: mine, at: now + 5)
    #expect(memo.value(of: "zh", for: mine, at: now + 9) == 2)
  }

  @Test func `a full memo forgets all but what comes next`() async throws {
    let tenant = try await TenantPair.fresh(settings: ["probe": [:]]).mine.snapshot
    let memo = RecentMemo<Int, Int>(lifetime: 5, capacity: 2)
    for key in 1...3 { memo.keep(key, of: key, for: tenant, at: now) }
    #expect((1...3).map { memo.value(of: $0, for: tenant, at: now) } == [nil, nil, 3])
  }
}
