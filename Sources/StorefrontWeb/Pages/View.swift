internal import Mustache

/// What a template sees: names and their values, without reflection.
///
/// A name whose value is nothing is absent, so that `{{#name}}` and `{{^name}}` tell the two apart.
struct View: MustacheParent, ExpressibleByDictionaryLiteral {
  private let values: [String: Any]

  init(dictionaryLiteral elements: (String, Any?)...) {
    var values: [String: Any] = [:]
    values.reserveCapacity(elements.count)
    for case (let name, let value?) in elements { values[name] = value }
    self.values = values
  }

  init(_ name: String, _ value: View, beside others: View) {
    values = others.values.merging([name: value]) { _, new in new }
  }

  func child(named name: String) -> Any? { values[name] }
}

extension View {
  /// An entry of a list of names with values, such as the facts of a product.
  static func fact(_ name: String, _ value: String) -> Self { ["name": name, "value": value] }
}
