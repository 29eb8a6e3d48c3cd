import Flows
import Foundation
import SmartService
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let modules = joinedModules + [SmartServiceModule.module]
private let service: JSONValue = [
  "experts": [
    [
      "code": "dr-lin", "name": ["zh": "林医生"], "profession": ["zh": "儿科医生"],
      "licence": [
        "number": "1", "issuer": "卫健委", "checkedOn": "2026-08-08", "checkedBy": "王店长",
      ],
      "consultation": ["sku": "SOAP-1", "minutes": 30],
    ]
  ]
]

@Suite("Orders of talks with experts", .serialized, .tenantDatabase(modules))
struct ConsultationOrderTests {
  private func hold(_ session: SessionID, at tenant: TestTenant) async throws -> ConsultationID {
    let expert = try #require(try tenant.snapshot.service.experts?.first)
    let times = ConsultationSlotRule.free(
      at: tenant.clock.now,
      try #require(expert.consultation),
      hours: expert.workingHours(of: try tenant.snapshot.service, in: tenant.snapshot.timeZone),
      taken: try await tenant.scope.takenTimes(of: expert.code)
    )
    let start = try #require(times.first)
    return try await tenant.transaction { transaction in
      try await ConsultationDesk.hold(
        start,
        of: expert,
        by: session,
        question: "睡不好",
        for: tenant.snapshot,
        in: transaction
      )
    }
  }

  /// Tells all that happened, twice.
  private func tell(_ tenant: TestTenant) async throws {
    for _ in 0..<2 {
      _ = try await OutboxDrain(database: tenant.database, modules: modules, logger: .quiet)
        .deliverDue()
      try await tenant.work(FlowsModule.module)
    }
  }

  @Test func `a paid order books the talk, and its end gives the time back`() async throws {
    let shop = try await MemberShop.pair(["service": service]).joined
    let tenant = shop.tenant
    let (buyer, other) = (SessionID.make(in: .live), SessionID.make(in: .live))
    let talk = try await hold(buyer, at: tenant)
    let waiting = try await hold(other, at: tenant)
    // What was read before the order is counted for it.
    try await tenant.transaction { transaction in
      let desk = ServiceDesk()
      let draft = KnowledgeDraft(slug: "soap", question: "怎么洗？", answer: "用皂。", source: "S")
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge("soap", by: .system, in: transaction)
      try await desk.publishKnowledge("soap", reviewer: "R", by: .system, in: transaction)
      try await ContentDesk.link(["SOAP-1"], to: "soap", by: .system, in: transaction)
      _ = try await ContentDesk.use("soap", .article, by: buyer, in: transaction)
    }
    let order = try await shop.order(buyer)
    try await tell(tenant)
    #expect(try await tenant.scope.consultation(talk)?.state == .held)

    try await tenant.transaction {
      _ = try await shop.shop.confirmPayment(of: order.number, by: .admin("ada"), in: $0)
    }
    try await tell(tenant)
    let booked = try await tenant.scope.consultation(talk)
    #expect(booked?.state == .booked && booked?.orderNumber == order.number)
    #expect(try await tenant.scope.consultation(waiting)?.state == .held)

    #expect(try await tenant.scope.contentFigures(days: 30).map(\.orders) == [1])

    try await shop.refund(order.total.minorUnits, of: order)
    try await tell(tenant)
    let ended = try await tenant.scope.consultation(talk)
    #expect(ended?.state == .cancelled && ended?.owesRefund == false)
    let goods = try await tenant.scope.orderedGoods(of: buyer)
    #expect(goods.map(\.categories) == [["care"]])
    #expect(try await tenant.scope.orderedGoods(of: other).isEmpty)
    #expect(try await tenant.scope.contentFigures(days: 30).map(\.orders) == [0])
  }
}
