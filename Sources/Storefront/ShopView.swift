public import TenantStore

/// How a visitor sees a shop: in which languages, and in which currency.
public struct ShopView: Hashable, Sendable {
  /// The languages in which texts are looked for, the most wanted first.
  public let locales: [LanguageTag]
  /// The currency in which the shop sells.
  public let currency: Currency

  /// Names of the merchant's trade that find each other, besides the toolkit's.
  let synonyms: [[String]]

  /// The view of a visitor of a tenant; the tenant's own languages follow the preferred ones.
  public init(_ tenant: TenantSnapshot, preferring preferred: [LanguageTag] = []) {
    locales = preferred + tenant.locales.filter { !preferred.contains($0) }
    currency = tenant.currency
    synonyms = (try? tenant.storefront)?.synonyms ?? []
  }

  /// A view with exactly these languages.
  package init(locales: [LanguageTag], currency: Currency) {
    self.locales = locales
    self.currency = currency
    synonyms = []
  }

  var localeTexts: [String] { locales.map(\.rawValue) }

  /// The language in which almost every text is found.
  var firstLocale: String { locales.first?.rawValue ?? "" }

  func money(_ minorUnits: Int64) -> Money { Money(minorUnits: minorUnits, currency: currency) }
}
