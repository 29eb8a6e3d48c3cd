internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a visitor asked of a list, as the address of the page says it.
///
/// A value that cannot be read is as if it were absent: an address typed by hand still finds goods.
struct ListRequest: Sendable {
  var text = ""
  var category: String?
  var stage: String?
  var brand: String?
  var minimum: Money?
  var maximum: Money?
  var inStock = false
  var sort = ProductSort.newest
  var cursor: String?

  /// The longest search that is taken, in characters.
  private static let textLimit = 80

  init(_ fields: RequestFields, currency: Currency) {
    text = String((fields["q"] ?? "").prefix(Self.textLimit))
    category = fields["category"]
    stage = fields["stage"]
    brand = fields["brand"].map { String($0.prefix(Self.textLimit)) }
    minimum = Self.amount(fields["min_price"], currency)
    maximum = Self.amount(fields["max_price"], currency)
    inStock = fields["in_stock"] == "true"
    sort = fields["sort"].flatMap(ProductSort.init(rawValue:)) ?? .newest
    cursor = fields["cursor"]
  }

  /// The question to the shop; a stage that the shop does not have asks for every age.
  func query(stages: [StorefrontSettings.Stage]) -> ProductListQuery {
    var query = ProductListQuery()
    query.text = text
    query.category = category
    query.ages = stages.first { $0.code == stage }?.ages
    query.brands = brand.map { [$0] } ?? []
    query.minimumPrice = minimum?.minorUnits
    query.maximumPrice = maximum?.minorUnits
    query.onlyInStock = inStock
    query.sort = sort
    query.cursor = cursor
    return query
  }

  /// The fields of an address that asks for the same, from the first page on.
  var fields: KeyValuePairs<String, String?> {
    [
      "q": text.isEmpty ? nil : text, "category": category, "stage": stage, "brand": brand,
      "min_price": minimum?.decimal, "max_price": maximum?.decimal,
      "in_stock": inStock ? "true" : nil, "sort": sort == .newest ? nil : sort.rawValue,
      "cursor": cursor,
    ]
  }

  /// The same with some of it changed, from the first page on.
  func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    copy.cursor = nil
    change(&copy)
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
