import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  @discardableResult
  fileprivate func offer(_ cells: [String: String]) async throws -> String {
    let usual = ["name.zh": "活动", "state": "active"]
    let typed = cells.merging(usual) { own, _ in own }
    return try await transaction {
      try await Shop().addPromotion(typed, for: snapshot, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func change(_ code: String, to cells: [String: String]) async throws {
    try await transaction {
      try await Shop().changePromotion(code, to: cells, for: snapshot, by: .staff("mei"), in: $0)
    }
  }

  fileprivate func add(_ code: String, for orders: Int? = nil, of promotion: String) async throws {
    try await transaction {
      try await Shop().addCode(code, for: orders, of: promotion, by: .staff("mei"), in: $0)
    }
  }
}

@Suite("Promotions that are typed in", .tenantDatabase([StorefrontModule.module]))
struct PromotionSheetTests {
  /// One of each kind of the engine, as its example is written.
  @Test(arguments: PromotionSheet.kinds.map(\.key))
  func `every kind of the file can be typed, and is read back as it was`(_ kind: String)
    async throws
  {
    let tenant = try await shopPair().mine
    let example = try #require(PromotionSheet.kinds.first { $0.key == kind })
    let value = example.value.components(separatedBy: " or ")[0]

    let code = try await tenant.offer(["kind": kind, "value": value, "skus": "SOAP-1"])

    let cells = try #require(try await tenant.scope.promotionSheet(code, of: tenant.snapshot))
    #expect(cells["kind"] == kind && cells["skus"] == "SOAP-1" && cells["state"] == "active")
    try await tenant.change(code, to: cells)
    let trail = try await tenant.scope.auditEntries(of: code).map(\.action)
    #expect(trail == ["storefront.promotion_added"])
  }

  @Test func `a promotion is tried as a draft, started, changed and ended`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let code = try await tenant.offer(
      ["promotion": "ten", "kind": "spend_off", "value": "10:5.00", "state": "draft"]
    )
    func quoted(trying: String? = nil) async throws -> Int64 {
      let basket = PreviewBasket(items: [.init(sku: "SOAP-1", quantity: 1)], trying: trying)
      return try await Shop().preview(basket, for: tenant.snapshot, in: tenant.scope)
        .totals.discount.minorUnits
    }
    func does(_ event: PromotionEvent) async throws {
      try await tenant.transaction {
        try await Shop().changePromotion(code, event, by: .staff("mei"), in: $0)
      }
    }

    let (asDraft, tried) = (try await quoted(), try await quoted(trying: code))
    for _ in 0..<2 { try await does(.start) }
    let started = try await quoted()
    var cells = try #require(try await tenant.scope.promotionSheet(code, of: tenant.snapshot))
    cells["value"] = "10:6.00"
    try await tenant.change(code, to: cells)
    let changed = try await quoted()
    for _ in 0..<2 { try await does(.end) }
    let ended = try await quoted()
    let late = try await refusal { try await tenant.change(code, to: cells) }
    let again = try await refusal { try await does(.start) }

    #expect([asDraft, tried, started, changed, ended] == [0, 500, 500, 600, 0])
    #expect(late?.code == .promotionTransitionRefused)
    #expect(again?.code == .promotionTransitionRefused)
    #expect(try await pair.other.scope.promotions() == [])
    let trail = try await tenant.scope.auditEntries(of: code).map(\.action)
    #expect(
      trail.reversed() == [
        "storefront.promotion_added", "storefront.promotion_started",
        "storefront.promotion_changed", "storefront.promotion_ended",
      ]
    )
    // The file does not end what it never knew.
    try await tenant.offer(["promotion": "desk", "kind": "spend_off", "value": "1"])
    try await tenant.promote(["promotion": "file", "kind": "spend_off", "value": "1"])
    let states = try await tenant.scope.promotions().filter { $0.state == .active }.map(\.code)
    #expect(states.sorted() == ["desk", "file"])
  }

  @Test(arguments: [
    (["kind": "spend_off", "value": "x"], "value"), (["kind": "none", "value": "1"], "kind"),
    (["kind": "spend_off", "value": "1", "name.zh": ""], "name.zh"),
    (["kind": "spend_off", "value": "1", "promotion": "No"], "promotion"),
    (["kind": "spend_off", "value": "1", "promotion": "taken"], "promotion"),
    (["kind": "spend_off", "value": "1", "from": "2026-12-02", "until": "2026-12-01"], "until"),
    (["kind": "spend_off", "value": "1", "pieces_limit": "3"], "pieces_limit"),
    (["kind": "spend_off", "value": "1", "ages": "x"], "ages"),
    (["kind": "spend_off", "value": "1", "codes": "a b"], "codes"),
    (["kind": "spend_percent", "value": "300:10|200:20"], "value"),
  ])
  func `a cell that is wrong is named`(_ cells: [String: String], _ column: String) async throws {
    let tenant = try await shopPair().mine
    try await tenant.offer(["promotion": "taken", "kind": "spend_off", "value": "1"])

    let found = try await refusal { try await tenant.offer(cells) }

    #expect(found?.sheetProblems.map(\.column) == [column])
    #expect(try await tenant.scope.promotions().map(\.code) == ["taken"])
  }

  @Test func `a limit below what was used is refused`() async throws {
    let tenant = try await shopPair().mine
    try await tenant.offer([
      "promotion": "few", "kind": "spend_off", "value": "1", "uses_limit": "9",
    ])
    for _ in 0..<2 {
      let (session, _) = try await tenant.cart([("SOAP-1", 1)])
      _ = try await tenant.place(tenant.quotedForm(session), session)
    }
    var cells = try #require(try await tenant.scope.promotionSheet("few", of: tenant.snapshot))
    cells["uses_limit"] = "1"

    let found = try await refusal { try await tenant.change("few", to: cells) }

    #expect(found?.sheetProblems.map(\.column) == ["uses_limit"])
  }

  @Test func `one code is for all, one for two orders, and nobody has it twice`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    for tenant in [pair.mine, pair.other] {
      try await tenant.offer(
        ["promotion": "coupon", "kind": "spend_off", "value": "1", "codes": "*"]
      )
    }
    try await tenant.offer(["promotion": "open", "kind": "spend_off", "value": "1", "group": "b"])

    try await tenant.add(" spring-1 ", of: "coupon")
    try await tenant.add("TWO", for: 2, of: "coupon")
    try await pair.other.add("SPRING-1", of: "coupon")

    let codes = try await tenant.scope.promotionCodes(of: "coupon")
    #expect(codes.map(\.code) == ["SPRING-1", "TWO"] && codes.map(\.usesLimit) == [nil, 2])
    let refusals = [
      try await refusal { try await tenant.add("two", of: "coupon") },
      try await refusal { try await tenant.add("?", of: "coupon") },
      try await refusal { try await tenant.add("ZERO", for: 0, of: "coupon") },
      try await refusal { try await tenant.add("OPEN", of: "open") },
    ]
    #expect(
      refusals.map { $0?.code } == [.codeTaken, .codeUnknown, .quantityInvalid, .promotionNotFound]
    )
    let bytes = try await PromotionCodeFile.bytes(of: "coupon", in: tenant.scope)
    let table = String(decoding: bytes.dropFirst(3), as: UTF8.self)
    #expect(table == "code,uses,uses_limit\nSPRING-1,0,\nTWO,0,2\n")
    let session = try await tenant.cart([("SOAP-1", 1)]).0
    try await tenant.enter("TWO", session)
    #expect(try await tenant.quote(session).applied.map(\.code).contains("coupon"))
  }
}
