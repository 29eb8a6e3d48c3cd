import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("What is kept per tenant", .tenantDatabase([Probe.module]))
struct TenantMemoTests {
  @Test func `a value is made once per tenant, key and revision`() async throws {
    let pair = try await TenantPair.fresh(settings: ["probe": [:]])
    let memo = TenantMemo<String, String>()
    var made: [String] = []
    func value(_ tenant: TestTenant, _ key: String) -> String {
      memo.value(for: tenant.snapshot, key) {
        made.append("\(tenant.snapshot.slug) \(key)")
        return made.last ?? ""
      }
    }
    for _ in 0..<2 {
      for tenant in [pair.mine, pair.other] {
        for key in ["zh", "en"] { #expect(value(tenant, key) == "\(tenant.snapshot.slug) \(key)") }
      }
    }
    #expect(made.count == 4)
  }

  @Test func `a full memo forgets and makes again`() async throws {
    let pair = try await TenantPair.fresh(settings: ["probe": [:]])
    let memo = TenantMemo<Int, Int>(capacity: 1)
    var made = 0
    for tenant in [pair.mine, pair.other, pair.mine] {
      _ = memo.value(for: tenant.snapshot, 1) {
        made += 1
        return made
      }
    }
    #expect(made == 3)
  }
}
