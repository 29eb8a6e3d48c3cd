import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("How good a product is", .tenantDatabase([StorefrontModule.module]))
struct ProductQualityTests {
  @Test
  func `reviews of what was received, faults that came back and proof that holds are counted`()
    async throws
  {
    let pair = try await shopPair()
    let mine = pair.mine
    try await mine.transaction {
      _ = try await Shop().setStock(of: "SOAP-1", at: "shop", to: 50, actor: .system, in: $0)
    }
    let none = try #require(try await quality(of: mine))
    #expect(none.reviews == 0 && none.stars == nil && none.proofs == 0 && none.returned == 0)
    #expect(none.offers.map(\.price) == [1_990])
    for rating in [5, 4] { try await mine.write(rating, try await mine.received()) }
    let placed = try await mine.received([("SOAP-1", 3)])
    for (reason, count) in [(ReturnReason.defective, 2), (.noReason, 1)] {
      try await mine.transaction { transaction in
        let request = try await Shop().requestReturn(
          ReturnForm(
            kind: .returnRefund,
            reason: reason,
            lines: [.init(code: "SOAP-1", quantity: count)]
          ),
          with: placed.token,
          for: mine.snapshot,
          in: transaction
        )
        _ = try await Shop().approveReturn(
          request.id,
          amount: nil,
          for: mine.snapshot,
          by: .admin("ada"),
          in: transaction
        )
        _ = try await Shop().receiveReturn(request.id, by: .admin("ada"), in: transaction)
      }
    }
    let today = CalendarDate(mine.clock.now, in: mine.snapshot.timeZone)
    let tomorrow = CalendarDate(mine.clock.now + 86_400, in: mine.snapshot.timeZone)
    var withdrawn: EvidenceID?
    for kind in [Evidence.Kind.organic, .certificate, .certificate, .authorisation] {
      let id = try await mine.transaction { transaction in
        try await Shop().addEvidence(
          EvidenceForm(kind: kind, number: "N", issuer: "SGS", issuedOn: today, expiresOn: today),
          to: "soap",
          for: mine.snapshot,
          by: .admin("ada"),
          in: transaction
        )
      }
      if kind == .organic { withdrawn = id }
    }
    let drain = OutboxDrain(
      database: mine.database,
      modules: [StorefrontModule.module],
      logger: .quiet
    )
    while try await drain.deliverDue() > 0 {}
    let found = try #require(try await quality(of: mine))
    #expect(found.reviews == 2 && (4...5).contains(found.stars ?? 0))
    #expect(found.sold >= 5 && found.returned == 2, "a change of mind is no fault")
    #expect(found.proofs == 2, "two certificates are one kind, and leave to sell proves nothing")
    let organic = try #require(withdrawn)
    try await mine.transaction {
      try await Shop().withdrawEvidence(organic, of: "soap", by: .admin("ada"), in: $0)
    }
    #expect(try await quality(of: mine)?.proofs == 1)
    #expect(try await quality(of: mine, on: tomorrow)?.proofs == 0)
    let other = try #require(try await quality(of: pair.other))
    #expect(other.reviews == 0 && other.returned == 0 && other.proofs == 0)
    let soap = try #require(try await mine.scope.product(slug: "soap", in: mine.view))
    #expect(try await pair.other.scope.productQualities(of: [soap.id], on: today) == [])
  }

  private func quality(of tenant: TestTenant, on day: CalendarDate? = nil) async throws
    -> ProductQuality?
  {
    let soap = try #require(try await tenant.scope.product(slug: "soap", in: tenant.view))
    let today = CalendarDate(tenant.clock.now, in: tenant.snapshot.timeZone)
    return try await tenant.scope.productQualities(of: [soap.id], on: day ?? today).first
  }
}
