import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

@Suite("Evidence of authenticity", .tenantDatabase([StorefrontModule.module]))
struct EvidenceTests {
  private func form(
    _ kind: Evidence.Kind,
    lot: String? = nil,
    issued: String = "2020-01-01",
    expires: String? = "2099-12-31"
  ) throws -> EvidenceForm {
    EvidenceForm(
      kind: kind,
      lot: lot,
      number: "N-1",
      issuer: "中国海关",
      issuedOn: try day(issued),
      expiresOn: try expires.map(day),
      document: "https://docs.example/1"
    )
  }

  @Test func `a form is right when a lot, a day and an address are where they belong`() throws {
    let today = try day("2026-03-01")
    func problems(_ form: EvidenceForm, _ change: (inout EvidenceForm) -> Void = { _ in })
      -> [String]
    {
      var form = form
      change(&form)
      return EvidenceRule.problems(form, today: today)
    }
    for kind in Evidence.Kind.allCases {
      let right = try form(
        kind,
        lot: kind.isOfLot ? "L1" : nil,
        expires: kind.expires ? "2027-01-01" : nil
      )
      #expect(problems(right) == [])
      #expect(problems(right) { $0.lot = kind.isOfLot ? nil : "L1" } == ["lot"])
      #expect(problems(right) { $0.expiresOn = nil } == (kind.expires ? ["expires_on"] : []))
    }
    let right = try form(.organic)
    let early = try day("2019-12-31")
    let late = try day("2026-03-02")
    #expect(problems(right) { $0.expiresOn = early } == ["expires_on"])
    #expect(problems(right) { $0.issuedOn = late } == ["issued_on"])
    #expect(problems(right) { ($0.number, $0.issuer) = ("", "a\u{7}") } == ["number", "issuer"])
    #expect(problems(right) { $0.document = "http://a.example" } == ["document"])
    #expect(problems(right) { $0.document = "javascript:1" } == ["document"])
    #expect(problems(right) { $0.document = "" } == [])
    #expect(problems(try form(.origin, lot: "L 1")) == ["lot"])
  }

  @Test func `the badge says what is proven, and goes with the day, the lot and the document`()
    async throws
  {
    let pair = try await shopPair()
    let tenant = pair.mine
    let shop = Shop()
    let snapshot = tenant.snapshot
    let today = CalendarDate(tenant.clock.now, in: snapshot.timeZone)
    func proven() async throws -> [Evidence.Kind] {
      let now = CalendarDate(tenant.clock.now, in: snapshot.timeZone)
      return EvidenceRule.proven(try await tenant.scope.evidence(ofProduct: "soap"), on: now)
        .map(\.kind)
    }
    func product() async throws -> Product? {
      try await tenant.scope.product(slug: "soap", in: tenant.view)
    }
    #expect(try await product()?.hasEvidence == false)
    let last = today.adding(days: 10)
    let authorisation = try await tenant.transaction {
      try await shop.receiveLot(
        LotDraft(
          sku: "SOAP-1",
          location: "warehouse",
          code: "L1",
          expiresOn: today.adding(days: 400),
          quantity: 5
        ),
        for: snapshot,
        by: .system,
        in: $0
      )
      var form = try form(.authorisation)
      form.expiresOn = last
      let id = try await shop.addEvidence(
        form,
        to: "soap",
        for: snapshot,
        by: .staff("mei"),
        in: $0
      )
      for lot in ["L1", "L2"] {
        try await shop.addEvidence(
          try self.form(.origin, lot: lot, expires: nil),
          to: "soap",
          for: snapshot,
          by: .staff("mei"),
          in: $0
        )
      }
      return id
    }
    #expect(try await product()?.hasEvidence == true)
    #expect(try await proven() == [.authorisation, .origin])
    #expect(try await pair.other.scope.evidence(ofProduct: "soap").isEmpty)
    let foreign = try await refusal {
      try await pair.other.transaction {
        try await shop.withdrawEvidence(authorisation, of: "soap", by: .system, in: $0)
      }
    }
    #expect(foreign?.code == .evidenceNotFound)

    tenant.clock.advance(by: 10 * 24 * 3_600)
    #expect(try await proven() == [.authorisation, .origin])
    tenant.clock.advance(by: 24 * 3_600)
    #expect(try await proven() == [.origin], "its last day is over")
    try await tenant.transaction {
      _ = try await shop.recallLot(of: "SOAP-1", lot: "L1", by: .system, in: $0)
    }
    #expect(try await proven() == [], "nothing of the lot is sold any more")
    let organic = try await tenant.transaction {
      try await shop.addEvidence(
        try form(.organic),
        to: "soap",
        for: snapshot,
        by: .staff("mei"),
        in: $0
      )
    }
    #expect(try await proven() == [.organic])
    for _ in 0..<2 {
      try await tenant.transaction {
        try await shop.withdrawEvidence(organic, of: "soap", by: .staff("mei"), in: $0)
      }
    }
    #expect(try await proven() == [])
    let trail = try await tenant.scope.auditEntries(of: "soap").map(\.action)
    #expect(trail.contains("storefront.evidence_withdrawn"))
    let wrong = try await refusal {
      try await tenant.transaction {
        _ = try await shop.addEvidence(
          try form(.origin),
          to: "soap",
          for: snapshot,
          by: .system,
          in: $0
        )
      }
    }
    #expect(wrong?.details["fields"] == ["lot"])
    let none = try await refusal {
      try await tenant.transaction {
        _ = try await shop.addEvidence(
          try form(.organic),
          to: "nothing",
          for: snapshot,
          by: .system,
          in: $0
        )
      }
    }
    #expect(none?.code == .productNotFound)
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `nothing is proven that is not shown to hold on the day`(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let today = try day("2026-06-15")
    let all = (0..<12).map { _ in
      let kind = Evidence.Kind.allCases.randomElement(using: &generator) ?? .origin
      let issued = today.adding(days: .random(in: -20...5, using: &generator))
      return Evidence(
        id: .make(in: .live),
        kind: kind,
        lot: kind.isOfLot ? "L" : nil,
        number: "\(UInt8.random(in: 0...9, using: &generator))",
        issuer: "x",
        issuedOn: issued,
        expiresOn: kind.expires ? issued.adding(days: .random(in: 0...30, using: &generator)) : nil,
        document: "",
        withdrawnAt: Bool.random(using: &generator) ? nil : .now,
        isLotOnSale: kind.isOfLot ? Bool.random(using: &generator) : nil
      )
    }
    let proven = EvidenceRule.proven(all, on: today)
    for evidence in all {
      let holds =
        evidence.withdrawnAt == nil && evidence.issuedOn <= today
        && evidence.expiresOn.map { today <= $0 } ?? true && evidence.isLotOnSale != false
      #expect(proven.contains { $0.id == evidence.id } == holds)
    }
  }
}
