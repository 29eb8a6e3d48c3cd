internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Why a promotion does not apply, in words.
enum QuoteWords {
  static func reason(
    _ refused: Quote.Refused,
    _ texts: LocalTexts,
    currency: Currency,
    locales: [LanguageTag]
  ) -> String {
    let key = "quote.\(refused.reason.code)"
    switch refused.reason {
    case .amountTooLow(let needed, let present):
      let missing = Money(minorUnits: needed - present, currency: currency)
      return texts[key, ["amount": texts.money(missing)]]
    case .piecesTooFew(let needed, let present):
      return texts[key, ["count": "\(needed - present)"]]
    case .groupTaken, .excluded:
      return texts[key, ["name": refused.rival.map { $0.text(in: locales) } ?? ""]]
    default: return texts[key]
    }
  }
}
