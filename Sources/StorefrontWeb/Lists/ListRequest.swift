internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a visitor asked of a list, as the address of the page says it.
///
/// A value that cannot be read is as if it were absent: an address typed by hand still finds goods.
struct ListRequest: Hashable, Sendable {
  var text = ""
  var category: String?
  var stage: String?
  /// The short name of one of the shop's collections.
  var collection: String?
  /// The values chosen of each facet of which several can be.
  var chosen: [ProductFacet: [String]] = [:]
  var minimum: Money?
  var maximum: Money?
  var inStock = false
  var sort: ProductSort
  var cursor: String?

  /// The longest search that is taken, in characters.
  private static let textLimit = 80
  /// The most values of one facet.
  private static let valueLimit = 20

  /// The facets of which several values can be chosen, with the names of their fields.
  static let manyValued: [(facet: ProductFacet, field: String)] = [
    (.brand, "brand"), (.size, "size"), (.material, "material"), (.safetyClass, "safety"),
  ]

  init(_ fields: RequestFields, currency: Currency) {
    text = Self.cut(fields["q"] ?? "")
    category = fields["category"]
    stage = fields["stage"]
    collection = fields["collection"]
    for (facet, field) in Self.manyValued {
      let values = fields.all(field).filter { !$0.isEmpty }.prefix(Self.valueLimit)
      var seen: Set<String> = []
      chosen[facet] = values.map(Self.cut)
        .filter { seen.insert($0).inserted }
    }
    minimum = Self.amount(fields["min_price"], currency)
    maximum = Self.amount(fields["max_price"], currency)
    inStock = fields["in_stock"] == "true"
    sort = fields["sort"].flatMap(ProductSort.init(rawValue:)) ?? .newest
    cursor = fields["cursor"]
    let isSorted = fields["sort"].flatMap(ProductSort.init(rawValue:)) != nil
    if !text.isEmpty, !isSorted { sort = .relevance }
    if text.isEmpty, sort == .relevance { sort = .newest }
  }

  /// By code points: one character may be as long as the whole address.
  private static func cut(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit)))
  }

  /// The order that a list has when the address names none.
  var usualSort: ProductSort { text.isEmpty ? .newest : .relevance }

  /// The question to the shop; a stage or collection that it does not have asks for everything.
  func query(_ settings: StorefrontSettings, currency: Currency) -> ProductListQuery {
    var query = ProductListQuery()
    query.collection = collection.flatMap { settings.collectionRule($0, currency: currency) }
    query.text = text
    query.category = category
    query.ages = settings.stages.first { $0.code == stage }?.ages
    query.brands = chosen[.brand] ?? []
    query.sizes = chosen[.size] ?? []
    query.materials = chosen[.material] ?? []
    query.safetyClasses = chosen[.safetyClass] ?? []
    query.minimumPrice = minimum?.minorUnits
    query.maximumPrice = maximum?.minorUnits
    query.onlyInStock = inStock
    query.sort = sort
    query.cursor = cursor
    return query
  }

  /// The fields of an address that asks for the same, from the first page on.
  var fields: [(String, String?)] {
    let values = Self.manyValued.flatMap { facet, field in
      (chosen[facet] ?? []).map { (field, String?.some($0)) }
    }
    return [
      ("q", text.isEmpty ? nil : text), ("category", category), ("stage", stage),
      ("collection", collection),
    ] + values
      + [
        ("min_price", minimum?.decimal), ("max_price", maximum?.decimal),
        ("in_stock", inStock ? "true" : nil), ("sort", sort == usualSort ? nil : sort.rawValue),
        ("cursor", cursor),
      ]
  }

  /// The same with some of it changed, from the first page on.
  func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    copy.cursor = nil
    change(&copy)
    if copy.text.isEmpty, copy.sort == .relevance { copy.sort = .newest }
    return copy
  }

  /// An amount in the shop's currency; what people type, with a comma or blanks, is taken.
  private static func amount(_ text: String?, _ currency: Currency) -> Money? {
    guard let text else { return nil }
    let plain = text.filter { !$0.isWhitespace }
    guard let amount = try? Money(decimal: plain, currency: currency), amount.minorUnits >= 0 else {
      return nil
    }
    return amount
  }
}
