import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// The merchant of the other tests with a budget for referrals.
private func settings(_ budget: JSONValue) -> [String: JSONValue] {
  guard case .object(var all)? = valueSettings["membership"],
    case .object(var referral)? = all["referral"]
  else { return [:] }
  referral["budget"] = budget
  all["referral"] = .object(referral)
  return ["membership": .object(all)]
}

extension TestTenant {
  fileprivate func budget() async throws -> ReferralBudget {
    let program = try #require(try values.referrals)
    return try #require(try await program.budget(seenIn: scope))
  }

  /// Invites by a member of its own each time, so that no cap of one member comes first.
  fileprivate func inviteMany(_ count: Int) async throws -> [(ReferralID, PaidOrder)] {
    var all: [(ReferralID, PaidOrder)] = []
    for _ in 0..<count {
      let found = try await invite(by: member())
      all.append((found.referral, found.order))
    }
    return all
  }
}

@Suite("The budget of referrals", .tenantDatabase([MembershipModule.module]))
struct ReferralBudgetTests {
  @Test(
    arguments: [
      (["referrals": 3], 3), (["money": "100.00", "each": "30.00"], 3),
      (["referrals": 9, "money": "60.00", "each": "30.00", "period": "whole"], 2),
    ] as [(JSONValue, Int)]
  )
  func `many decisions at once reward as many as the budget allows, and the others say why`(
    _ budget: JSONValue,
    _ allowed: Int
  ) async throws {
    let pair = try await TenantPair.fresh(settings: settings(budget))
    let tenant = pair.mine
    try await tenant.define("welcome")
    let due = try await tenant.inviteMany(7).map(\.0)
    tenant.wait(days: 8)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for id in due + due { group.addTask { _ = try await tenant.decide(id) } }
      try await group.waitForAll()
    }
    #expect(try await tenant.scope.referrals(in: .rewarded).count == allowed)
    let refused = try await tenant.scope.referrals(in: .refused)
    #expect(refused.count == 7 - allowed)
    for referral in refused {
      let reasons = try await tenant.scope.referralDecisions(on: referral.id).map(\.reasons)
      #expect(reasons == [["budget_spent"]])
      #expect(try await tenant.points(of: referral.inviter).total == 0)
    }
    let taken = try await tenant.budget()
    #expect(taken.isSpent && taken.referrals == Int64(allowed))
    #expect(taken.money == (taken.each > 0 ? Int64(allowed) * 3_000 : 0))
    #expect(try await pair.other.scope.referralBudgets().isEmpty)
    #expect(try await tenant.scope.ledgerViolations() == [])
  }

  @Test func `what is taken back gives the budget back once, in the month that it was taken of`()
    async throws
  {
    let tenant = try await TenantPair.fresh(
      settings: settings(["money": "30.00", "each": "30.00"])
    ).mine
    try await tenant.define("welcome")
    let first = try await tenant.inviteMany(1)[0]
    tenant.wait(days: 8)
    #expect(try await tenant.decide(first.0) == .reward)
    let month = try await tenant.budget().period
    tenant.wait(days: 31)
    let second = try await tenant.inviteMany(1)[0]
    tenant.wait(days: 8)
    #expect(try await tenant.decide(second.0) == .reward)
    #expect(try await tenant.budget().period != month)
    try await tenant.refund(10_000, of: first.1)
    let periods = try await tenant.scope.referralBudgets()
    #expect(periods.map(\.referrals) == [1, 0] && periods.map(\.money) == [3_000, 0])
    #expect(try await tenant.budget().isSpent)
  }

  @Test func `a person rewards nobody out of a budget that is spent`() async throws {
    let tenant = try await TenantPair.fresh(settings: settings(["referrals": 1])).mine
    try await tenant.define("welcome")
    let program = try #require(try tenant.values.referrals)
    let flagged = try await tenant.invite(by: tenant.member())
    let digest = Array(repeating: UInt8(7), count: 32)
    let inviter = try #require(try await tenant.scope.referral(flagged.referral)?.inviter)
    for member in [inviter, flagged.member] {
      try await tenant.transaction { try await program.see(.device, digest, of: member, in: $0) }
    }
    let plain = try await tenant.inviteMany(1)[0]
    tenant.wait(days: 8)
    #expect(try await tenant.decide(plain.0) == .reward)
    #expect(try await tenant.decide(flagged.referral) == .flag)
    let code = try await valueRefusal {
      try await tenant.transaction {
        try await program.reward(flagged.referral, by: .staff("mei"), in: $0)
      }
    }
    #expect(code == .referralBudgetSpent)
    #expect(try await tenant.scope.referral(flagged.referral)?.state == .flagged)
    try await tenant.transaction {
      try await program.refuse(plain.0, reason: "fraud", by: .staff("mei"), in: $0)
    }
    try await tenant.transaction {
      try await program.reward(flagged.referral, by: .staff("mei"), in: $0)
    }
    #expect(try await tenant.scope.referral(flagged.referral)?.state == .rewarded)
    #expect(try await tenant.budget().referrals == 1)
  }

  @Test func `a budget that is lowered below what was taken gives no more and breaks nothing`()
    async throws
  {
    let tenant = try await TenantPair.fresh(settings: settings(["referrals": 3])).mine
    try await tenant.define("welcome")
    let due = try await tenant.inviteMany(3).map(\.0)
    tenant.wait(days: 8)
    for id in due.prefix(2) { #expect(try await tenant.decide(id) == .reward) }
    let before = try #require(try tenant.values.referrals)
    var lower = before.settings
    lower.budget?.referrals = 1
    let program = ReferralProgram(
      lower,
      points: before.points,
      currency: before.currency,
      in: before.zone
    )
    let verdict = try await tenant.transaction { try await program.decide(due[2], in: $0) }
    #expect(verdict == ReferralVerdict(decision: .refuse, reasons: [.budgetSpent]))
    #expect(try await tenant.budget().referrals == 2)
  }

  @Test(
    arguments: [
      (["period": "month"], ["budget"]), (["money": "10.00"], ["budget", "each"]),
      (["money": "0.00", "each": "1.00"], ["budget", "money"]),
      (["referrals": 0], ["budget", "referrals"]),
      (["money": "ten", "each": "1.00"], ["budget", "money"]),
    ] as [(JSONValue, [String])]
  )
  func `a budget that bounds nothing or costs nothing is refused`(
    _ budget: JSONValue,
    _ path: [String]
  ) async throws {
    do {
      _ = try await TenantPair.fresh(settings: settings(budget))
      Issue.record("nothing was thrown")
    } catch let problems as SettingsProblems {
      let found = problems.problems.map(\.path)
      #expect(found.contains(["modules", "membership", "referral"] + path), "\(found)")
    }
  }
}
