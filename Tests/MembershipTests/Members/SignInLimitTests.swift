import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("How many codes are sent, and where", .tenantDatabase([MembershipModule.module]))
struct SignInLimitTests {
  private func ask(_ address: String, _ tenant: TestTenant) async throws -> MembershipRefusal? {
    try await refusal {
      try await tenant.desk(Postbox())
        .requestCode(.phone, address, for: tenant.snapshot, in: tenant.database)
    }
  }

  @Test func `ten codes go to a number on a day, and the next day some more`() async throws {
    let tenant = try await familyPair().mine
    for _ in 0..<10 {
      #expect(try await ask("13800138000", tenant) == nil)
      tenant.clock.advance(by: 3_600)
    }
    let refused = try await ask("13800138000", tenant)
    #expect(refused?.code == .codeTooSoon && refused?.details["retry_after"] == 50_400)
    #expect(try await ask("13900139000", tenant) == nil)
    tenant.clock.advance(by: 50_400)
    #expect(try await ask("13800138000", tenant) == nil)
  }

  @Test func `codes go to the market's country, and to those that the merchant names`()
    async throws
  {
    let tenant = try await familyPair().mine
    let refused = try await ask("+447700900123", tenant)
    #expect(refused?.code == .contactInvalid && refused?.details["reason"] == "country")
    let wide = try await familyPair(["membership": ["signIn": ["countries": ["+44", "+86"]]]]).mine
    #expect(try await ask("+447700900123", wide) == nil)
    #expect(try await ask("+12025550123", wide)?.code == .contactInvalid)
  }

  @Test func `a shop sends as many codes a day as its plan allows`() async throws {
    let pair = try await TenantPair.fresh(
      settings: familySettings,
      plan: TenantPlan(limits: ["membership.codes_per_day": 2])
    )
    for number in ["13800138001", "13800138002"] {
      #expect(try await ask(number, pair.mine) == nil)
    }
    await #expect(throws: TenancyRefusal.self) { try await ask("13800138003", pair.mine) }
    #expect(try await ask("13800138003", pair.other) == nil)
  }
}
