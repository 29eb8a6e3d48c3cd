internal import Foundation
internal import TenantStore
internal import TenantWeb

/// The parts of what a product gives for its price, in the visitor's language.
struct ValueWords {
  let texts: LocalTexts
  let tenant: TenantSnapshot
  let locale: LanguageTag

  /// One line: the price of a unit, stars, what came back, proof, and what it comes to.
  func line(_ value: ProductRow.Value) -> String {
    var parts = [
      texts["rows.value.\(value.unit.rawValue)", ["price": price(value.unitPrice)]],
      value.stars.map {
        texts["rows.value.stars", ["stars": tenths($0), "count": "\(value.reviews)"]]
      } ?? texts["rows.value.unrated"],
    ]
    if value.sold > 0 {
      let share = min(1, Double(value.returned) / Double(value.sold))
      parts.append(
        texts["rows.value.returned", ["percent": tenths(share * 100), "count": "\(value.sold)"]]
      )
    }
    if value.proofs > 0 { parts.append(texts["rows.value.proofs", ["count": "\(value.proofs)"]]) }
    parts.append(texts["rows.value.index", ["index": "\(Int(min(value.index, 9_999).rounded()))"]])
    return parts.joined(separator: " · ")
  }

  private func price(_ amount: Double) -> String {
    Money(minorUnits: Int64(min(amount, 1e15).rounded()), currency: tenant.currency)
      .text(in: locale)
  }

  private func tenths(_ number: Double) -> String {
    String(format: "%.1f", locale: Locale(identifier: locale.rawValue), number)
  }
}
