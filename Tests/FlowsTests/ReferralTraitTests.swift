import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("What orders tell of referrals", .serialized, .tenantDatabase(joinedModules))
struct ReferralTraitTests {
  /// A friend's order, and what is decided on it; the inviter lives at 河坊街 1 号.
  private struct Friend: Sendable {
    let number: String
    let phone: String
    let address: String
    let state: ReferralState
    let reasons: [String]
  }

  private static let friends = [
    Friend(
      number: "13800138611",
      phone: "13800138611",
      address: "宁波市海曙区中山路 9 号",
      state: .rewarded,
      reasons: []
    ),
    // The same place, written by somebody else.
    Friend(
      number: "13800138612",
      phone: "13800138612",
      address: "杭州市上城区 河坊街１号",
      state: .flagged,
      reasons: ["same_address"]
    ),
    // The number with which the inviter signs in.
    Friend(
      number: "13800138613",
      phone: "+86 138-0013-8610",
      address: "温州市鹿城区府前街 3 号",
      state: .refused,
      reasons: ["same_phone"]
    ),
  ]

  @Test func `a shared address or number is found, however it is written`() async throws {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    let program = try #require(try ValueProgram(tenant.snapshot).referrals)
    let (inviter, session) = try await shop.member("13800138610")
    let own = try await shop.order(session, phone: "13800138610")
    try await shop.change(own) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    let code = try await tenant.transaction { try await program.code(of: inviter, in: $0) }
    var referrals: [ReferralID] = []
    for friend in Self.friends {
      let (member, session) = try await shop.member(friend.number)
      referrals.append(
        try await tenant.transaction { try await program.accept(code, by: member, in: $0) }
      )
      let order = try await shop.order(session, phone: friend.phone, address: friend.address)
      try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
      // Days apart, so that nothing looks like a burst.
      tenant.clock.advance(by: 3 * 86_400)
      for _ in 0..<2 { try await shop.listen() }
    }
    tenant.clock.advance(by: 200 * 86_400)
    try await tenant.work(MembershipModule.module) { $0.name == "membership.decide_referrals" }
    for (id, friend) in zip(referrals, Self.friends) {
      let referral = try #require(try await tenant.scope.referral(id))
      let reasons = try await tenant.scope.referralDecisions(on: id).last?.reasons
      #expect(referral.state == friend.state && reasons == friend.reasons, "\(friend.number)")
    }
    let clear = try await tenant.scope.value(
      """
      SELECT count(*) FROM membership.referral_trait
      WHERE tenant_id = \(tenant.id) AND octet_length(digest) <> 16
      """,
      as: Int.self
    )
    #expect(clear == 0)
  }

  @Test func `what was seen is forgotten after a year, and at once with the member`() async throws {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    func traits() async throws -> Int {
      try await tenant.scope.value(
        "SELECT count(*) FROM membership.referral_trait WHERE tenant_id = \(tenant.id)"
      ) ?? 0
    }
    var members: [MemberID] = []
    for number in ["13800138621", "13800138622"] {
      let (member, session) = try await shop.member(number)
      let order = try await shop.order(session, phone: number, address: "湖滨路 \(number) 号")
      try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
      members.append(member)
    }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await traits() == 4)
    try await tenant.transaction { try await Families().erase(members[0], by: .shopper, in: $0) }
    #expect(try await traits() == 2)
    tenant.clock.advance(by: 366 * 86_400)
    try await tenant.work(MembershipModule.module) {
      $0.name == "membership.forget_referral_traits"
    }
    #expect(try await traits() == 0)
  }

  @Test
  func `two who pay from one account are found, and the account is forgotten with the member`()
    async throws
  {
    let shops = try await MemberShop.pair()
    let (shop, tenant) = (shops.joined, shops.joined.tenant)
    let program = try #require(try ValueProgram(tenant.snapshot).referrals)
    func digest(_ payer: String) -> String? {
      PayerRule.digest(payer, at: "wechatPay", of: tenant.id)
    }
    let (inviter, session) = try await shop.member("13800138631")
    let own = try await shop.order(session, phone: "13800138631", address: "湖滨路 31 号")
    let code = try await tenant.transaction { try await program.code(of: inviter, in: $0) }
    let (friend, other) = try await shop.member("13800138632")
    let referral = try await tenant.transaction {
      try await program.accept(code, by: friend, in: $0)
    }
    let theirs = try await shop.order(other, phone: "13800138632", address: "中山路 32 号")
    // What the shop tells when a provider says who paid.
    for (order, payer) in [
      (own, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"), (theirs, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    ] {
      try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
      try await tenant.transaction {
        try await $0.emit(
          "storefront.payer_seen",
          [
            "order": .string(order.id.description), "payer": .string(try #require(digest(payer))),
          ]
        )
      }
      tenant.clock.advance(by: 3 * 86_400)
    }
    for _ in 0..<2 { try await shop.listen() }
    tenant.clock.advance(by: 200 * 86_400)
    try await tenant.work(MembershipModule.module) { $0.name == "membership.decide_referrals" }
    #expect(try await tenant.scope.referral(referral)?.state == .refused)
    #expect(
      try await tenant.scope.referralDecisions(on: referral).last?.reasons == ["same_payer"]
    )
    func payers(_ tenant: TestTenant) async throws -> Int {
      try await tenant.scope.value(
        """
        SELECT count(*) FROM membership.referral_trait
        WHERE tenant_id = \(tenant.id) AND kind = 'payer' AND octet_length(digest) = 16
        """
      ) ?? 0
    }
    #expect(try await payers(tenant) == 2)
    #expect(try await payers(shops.alone.tenant) == 0)
    try await tenant.transaction { try await Families().erase(friend, by: .shopper, in: $0) }
    #expect(try await payers(tenant) == 1)
  }
}
