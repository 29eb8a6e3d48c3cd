import Foundation
import Storefront
import TenantStore
import TenantStoreTesting

/// Puts something aside, takes it back, and gives what a guest kept to a member.
func keepForLater(_ tenant: TestTenant) async throws {
  let environment = tenant.database.environment
  let member = environment.makeID()
  let shop = Shop(ports: .init(shopper: { _, _, _ in Shopper(person: member) }))
  let session = try await tenant.scope.startSession(.make(in: environment), isProved: true)
  let sku = try await tenant.skuID("SOAP-1")
  let snapshot = tenant.snapshot
  for _ in 0..<2 {
    try await tenant.transaction { transaction in
      try await shop.addToCart(sku, quantity: 1, session: session.id, in: transaction)
      try await shop.saveForLater(sku, session: session, for: snapshot, in: transaction)
    }
    _ = try await shop.savedLines(of: session, for: snapshot, in: tenant.view, tenant.scope)
    try await tenant.transaction { transaction in
      try await shop.moveToCart(sku, session: session, for: snapshot, in: transaction)
      try await shop.saveForLater(sku, session: session, for: snapshot, in: transaction)
    }
  }
}

/// Proves something of a product and of a lot of it, and takes one document back.
func proveThings(_ tenant: TestTenant) async throws {
  let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
  let snapshot = tenant.snapshot
  try await tenant.transaction { transaction in
    let shop = Shop()
    for (kind, lot) in [(Evidence.Kind.organic, nil), (.origin, "L1")] {
      let form = EvidenceForm(
        kind: kind,
        lot: lot,
        number: "N-1",
        issuer: "probe",
        issuedOn: today,
        expiresOn: today
      )
      let id = try await shop.addEvidence(
        form,
        to: "soap",
        for: snapshot,
        by: .staff("mei"),
        in: transaction
      )
      guard lot == nil else { continue }
      try await shop.withdrawEvidence(id, of: "soap", by: .staff("mei"), in: transaction)
    }
  }
  _ = try await tenant.scope.evidence(ofProduct: "soap")
}

/// Books a visit, calls it off, books it anew, and hands goods over to a cart.
func visitStores(_ tenant: TestTenant) async throws {
  guard case .object(var shop)? = shopSettings["storefront"] else { return }
  shop["pickup"] = [
    [
      "location": "shop", "name": ["zh": "河坊街店", "en": "Hefang shop"],
      "address": ["zh": "河坊街 1 号", "en": "1 Hefang Street"], "visits": 2,
      "open": [["days": [1, 2, 3, 4, 5, 6, 7], "from": "10:00", "until": "18:00"]],
    ]
  ]
  let mine = tenant.snapshot
  let document = TenantDocument(
    tenant: mine.slug,
    name: mine.name,
    hosts: mine.hosts,
    locales: mine.locales,
    currency: mine.currency.code,
    timeZone: mine.timeZone.identifier,
    market: mine.market,
    modules: ["storefront": .object(shop)]
  )
  let snapshot = try TenantSnapshot(
    id: tenant.id,
    revision: mine.revision,
    document: document,
    modules: [StorefrontModule.module]
  )
  let session = SessionID.make(in: tenant.database.environment)
  let day = CalendarDate(tenant.clock.now, in: snapshot.timeZone).adding(days: 1)
  let open = try snapshot.storefront.pickup?.first?.open ?? []
  let times = StoreHoursRule.visits(
    open,
    on: day,
    after: tenant.clock.now,
    in: snapshot.timeZone
  )
  for time in times.prefix(2) {
    try await tenant.transaction { transaction in
      let form = VisitForm(location: "shop", startsAt: time, name: "林小雨", phone: "13800001111")
      for _ in 0..<2 {
        let visit = try await Shop()
          .bookVisit(form, session: session, for: snapshot, in: transaction)
        guard time == times[0] else { continue }
        try await Shop().cancelVisit(code: visit.code, by: .shopper, in: transaction)
      }
    }
  }
  _ = try await tenant.scope.visits(from: tenant.clock.now, before: .distantFuture)
  _ = try await tenant.scope.visitsTaken(
    at: "shop",
    from: tenant.clock.now,
    before: .distantFuture
  )
  try await tenant.transaction { transaction in
    let made = try await Shop()
      .handOver(["SOAP-1": 1], at: "shop", for: snapshot, by: .staff("mei"), in: transaction)
    try await Shop().takeHandover(code: made.code, session: session, in: transaction)
  }
}

/// Has one group be complete, one fail, and one be left by who opened it.
func buyInGroups(_ tenant: TestTenant) async throws {
  try await tenant.offerGroups()
  let (group, leader) = try await tenant.openedGroup("trio")
  _ = try await tenant.scope.groupOffer("trio", in: tenant.view)
  let friend = try await tenant.buy(.join(group))
  _ = try await tenant.change(.confirmPayment, friend.order.number)
  var query = GroupListQuery()
  (query.promotion, query.state, query.onlyJoinable) = ("trio", .open, true)
  query.before = BuyingGroupID.make(in: tenant.database.environment)
  _ = try await tenant.scope.buyingGroups(query, in: tenant.view)
  _ = try await tenant.scope.groupSeats(of: group)
  try await tenant.transaction {
    try await Shop().endGroup(group, isComplete: true, by: .staff("mei"), in: $0)
  }
  _ = try await tenant.change(.fulfil, leader.number)
  let opening = try await tenant.buy(.open("duo"))
  try await tenant.transaction { _ = try await Shop().cancelOrder(with: opening.token, in: $0) }
  let session = SessionID.make(in: tenant.database.environment)
  _ = try await tenant.groupForm(.open("duo"), session, phone: "13800001111")
  _ = try await tenant.openedGroup("duo")
  tenant.clock.advance(by: 25 * 3_600)
  try await tenant.closeGroups()
}
