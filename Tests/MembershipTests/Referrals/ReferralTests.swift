import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Has a new member take an invitation and order.
  func invite(by inviter: MemberID, spending units: Int64 = 10_000) async throws
    -> (member: MemberID, referral: ReferralID, order: PaidOrder)
  {
    let program = try #require(try values.referrals)
    let invitee = member()
    let id = try await transaction { transaction in
      let code = try await program.code(of: inviter, in: transaction)
      return try await program.accept(code, by: invitee, in: transaction)
    }
    return (invitee, id, try await pay(units, by: invitee))
  }

  /// Decides on a referral.
  func decide(_ id: ReferralID) async throws -> ReferralVerdict.Decision? {
    let program = try #require(try values.referrals)
    return try await transaction { try await program.decide(id, in: $0)?.decision }
  }
}

@Suite("Referrals", .tenantDatabase([MembershipModule.module]))
struct ReferralTests {
  @Test func `both are rewarded once after the return period, whoever decides beside whom`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome")
    let ada = tenant.member()
    let (lin, id, _) = try await tenant.invite(by: ada)
    #expect(try await tenant.decide(id) == nil)
    tenant.wait(days: 8)

    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<32 { group.addTask { _ = try await tenant.decide(id) } }
      try await group.waitForAll()
    }

    #expect(try await tenant.points(of: ada).available == 500)
    #expect(try await tenant.points(of: lin).available == 200 + 100)
    #expect(try await tenant.scope.coupons(of: lin, onlyUsable: true).count == 1)
    #expect(try await tenant.scope.referralDecisions(on: id).map(\.state) == [.rewarded])
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `a later refund takes both rewards back`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome")
    let ada = tenant.member()
    let (lin, id, order) = try await tenant.invite(by: ada)
    tenant.wait(days: 8)
    _ = try await tenant.decide(id)

    try await tenant.refund(6_000, of: order)

    #expect(try await tenant.scope.referral(id)?.state == .clawedBack)
    #expect(try await tenant.points(of: ada).total == 0)
    #expect(try await tenant.points(of: lin).total == 40)
    #expect(try await tenant.scope.coupons(of: lin, onlyUsable: true).isEmpty)
    #expect(try await tenant.scope.referralDecisions(on: id).last?.reasons == ["refunded"])
  }

  @Test func `nobody invites themselves, in a circle, twice, or who has ordered`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    let program = try #require(try tenant.values.referrals)
    let (ada, lin, mei) = (tenant.member(), tenant.member(), tenant.member())
    func accept(_ inviter: MemberID, by invitee: MemberID) async throws -> String? {
      do {
        try await tenant.transaction { transaction in
          let code = try await program.code(of: inviter, in: transaction)
          _ = try await program.accept(code, by: invitee, in: transaction)
        }
        return nil
      } catch let refusal as ValueRefusal {
        guard case .string(let reason) = refusal.details["reason"] else { return "?" }
        return reason
      }
    }
    #expect(try await accept(ada, by: ada) == "self")
    #expect(try await accept(ada, by: lin) == nil)
    #expect(try await accept(ada, by: lin) == nil)
    #expect(try await accept(lin, by: mei) == nil)
    #expect(try await accept(mei, by: ada) == "circle")
    let kim = tenant.member()
    #expect(try await accept(kim, by: lin) == "already_invited")
    try await tenant.pay(100, by: kim)
    #expect(try await accept(ada, by: kim) == "has_ordered")
  }

  @Test func `a shared device waits for a person, whose word is kept`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome")
    let program = try #require(try tenant.values.referrals)
    let ada = tenant.member()
    let (lin, id, _) = try await tenant.invite(by: ada)
    let digest = Array(repeating: UInt8(7), count: 32)
    for member in [ada, lin] {
      try await tenant.transaction { try await program.see(.device, digest, of: member, in: $0) }
    }
    tenant.wait(days: 8)
    #expect(try await tenant.decide(id) == .flag)
    #expect(try await tenant.scope.referrals(in: .flagged).map(\.id) == [id])
    #expect(try await tenant.points(of: ada).total == 0)

    try await tenant.transaction { try await program.reward(id, by: .staff("mei"), in: $0) }
    try await tenant.transaction {
      try await program.refuse(id, reason: "same household", by: .staff("mei"), in: $0)
    }

    let decisions = try await tenant.scope.referralDecisions(on: id)
    #expect(decisions.map(\.state) == [.flagged, .rewarded, .clawedBack])
    #expect(decisions.map(\.reasons) == [["same_device"], ["reviewed"], ["same household"]])
    #expect(try await tenant.points(of: ada).total == 0)
  }

  @Test func `the month's cap holds, and a member who leaves is rewarded no more`() async throws {
    let tenant = try await TenantPair.fresh(settings: valueSettings).mine
    try await tenant.define("welcome")
    let program = try #require(try tenant.values.referrals)
    let ada = tenant.member()
    var ids: [ReferralID] = []
    for _ in 0..<5 { ids.append(try await tenant.invite(by: ada).referral) }
    let left = try await tenant.invite(by: ada)
    try await tenant.transaction { try await program.leave(left.member, in: $0) }
    tenant.wait(days: 8)

    let due = ids
    let decisions = try await withThrowingTaskGroup(
      of: ReferralVerdict.Decision?.self,
      returning: [ReferralVerdict.Decision].self
    ) { group in
      for id in due { group.addTask { try await tenant.decide(id) } }
      return try await group.reduce(into: []) { if let decision = $1 { $0.append(decision) } }
    }

    #expect(decisions.filter { $0 == .reward }.count == 3)
    #expect(decisions.filter { $0 == .refuse }.count == 2)
    #expect(try await tenant.decide(left.referral) == nil)
    #expect(try await tenant.scope.referral(left.referral)?.state == .void)
    #expect(try await tenant.scope.referrals(by: ada).count == 6)
  }
}
