internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What the API says about one request's tenant, in the visitor's language.
struct Answer {
  let request: TenantRequest

  var shopView: ShopView { ShopView(request.tenant, preferring: request.locales) }

  func local(_ text: LocalizedText) -> JSONValue { .string(text.text(in: request.locales)) }

  func money(_ amount: Money) -> JSONValue {
    [
      "minor": .integer(amount.minorUnits), "currency": .string(amount.currency.code),
      "text": .string(amount.text),
    ]
  }

  func picture(_ picture: MediaID) -> JSONValue {
    .string(request.absoluteURL("/media/\(picture)", ["lang": nil]))
  }

  func ages(_ ages: AgeRange) -> JSONValue {
    .members([
      "from_month": ages.from.map { .integer(Int64($0)) },
      "to_month": ages.to.map { .integer(Int64($0)) },
    ])
  }
}

extension JSONValue {
  /// An object; members whose value is nothing are left out.
  static func members(_ members: KeyValuePairs<String, JSONValue?>) -> Self {
    var object: [String: JSONValue] = [:]
    for case (let name, let value?) in members { object[name] = value }
    return .object(object)
  }

  /// A text, or nothing when it is empty.
  static func filled(_ text: String) -> Self? { text.isEmpty ? nil : .string(text) }
}
