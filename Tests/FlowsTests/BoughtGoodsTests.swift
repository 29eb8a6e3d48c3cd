import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

// One after the other: a drain serves all tenants of the database.
@Suite("What orders tell families", .serialized, .tenantDatabase(joinedModules))
struct BoughtGoodsTests {
  @Test func `a paid order ticks the bag and is reminded of, and all of it back is forgotten`()
    async throws
  {
    let shop = try await MemberShop.pair().joined
    let tenant = shop.tenant
    let (member, session) = try await shop.member("13800138701")
    let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
    let version = MembershipSettings.firstTextVersion
    let children = try await tenant.transaction { transaction in
      for purpose in [ConsentPurpose.reminders, .personalisation] {
        try await Families()
          .giveConsent(
            to: purpose,
            version: version,
            by: member,
            for: tenant.snapshot,
            in: transaction
          )
      }
      let expected = try await Families()
        .expect(
          PregnancyForm(due: CivilDay(today).adding(days: 90).date, consentVersion: version),
          of: member,
          for: tenant.snapshot,
          in: transaction
        )
      let born = try await Families()
        .addChild(
          ChildForm(birth: CivilDay(today).adding(days: -400).date, consentVersion: version),
          of: member,
          for: tenant.snapshot,
          in: transaction
        )
      return expected + [born]
    }
    func restock() async throws -> [Reminder] {
      try await tenant.scope.reminders(of: children[1].id).filter { $0.kind == .restock }
    }
    let order = try await shop.order(session)
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await restock().isEmpty, "nothing is bought before it is paid")
    try await shop.change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await tenant.scope.birthBag(of: children[0].id) == ["toiletries"])
    #expect(try await restock().map(\.dueOn) == [CivilDay(today).adding(days: 30).date])
    try await shop.refund(order.total.minorUnits, of: order)
    for _ in 0..<2 { try await shop.listen() }
    #expect(try await restock().isEmpty)
  }
}
