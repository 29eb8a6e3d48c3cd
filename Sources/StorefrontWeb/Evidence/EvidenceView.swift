internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What is proven of a product, in words; nothing where nothing is.
struct EvidenceView {
  let proven: [Evidence]
  let request: TenantRequest
  let texts: LocalTexts

  /// What holds today of a product that may have evidence.
  static func load(_ product: Product, _ request: TenantRequest, _ texts: LocalTexts) async throws
    -> Self?
  {
    guard product.hasEvidence else { return nil }
    let today = CalendarDate(request.now, in: request.tenant.timeZone)
    let proven = EvidenceRule.proven(
      try await request.scope.evidence(ofProduct: product.slug),
      on: today
    )
    return proven.isEmpty ? nil : Self(proven: proven, request: request, texts: texts)
  }

  /// The badge, which names exactly what is proven.
  var badge: String {
    var seen: Set<Evidence.Kind> = []
    let kinds = proven.map(\.kind).filter { seen.insert($0).inserted }
    let names = kinds.map { texts["evidence.kind.\($0.rawValue)"] }
    return texts["evidence.badge", ["kinds": names.joined(separator: texts["evidence.and"])]]
  }

  var view: View {
    [
      "badge": badge,
      "list": proven.map { evidence -> View in
        [
          "name": evidence.lot.map { lot in
            texts[
              "evidence.ofLot",
              ["kind": texts["evidence.kind.\(evidence.kind.rawValue)"], "lot": lot]
            ]
          } ?? texts["evidence.kind.\(evidence.kind.rawValue)"],
          "detail": texts[
            "evidence.detail",
            [
              "issuer": evidence.issuer, "number": evidence.number,
              "date": evidence.issuedOn.description,
            ]
          ],
          "until": evidence.expiresOn.map { texts["evidence.until", ["date": $0.description]] },
          "document": evidence.document.isEmpty ? nil : evidence.document,
        ]
      },
    ]
  }
}
