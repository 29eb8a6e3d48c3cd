internal import Storefront
internal import TenantWeb

/// What is in a bundle, in words.
enum BundleWords {
  /// `内含：奶瓶 240ml × 2、奶瓶刷 × 1`; nothing for what is no bundle.
  static func contents(_ parts: [BundlePart], _ texts: LocalTexts) -> String? {
    guard !parts.isEmpty else { return nil }
    return texts[
      "bundle.contents",
      ["parts": list(parts.map { (name(of: $0), $0.quantity) }, texts)]
    ]
  }

  /// A part as it is called, with its options.
  static func name(of part: BundlePart) -> String {
    part.options.isEmpty ? part.name : "\(part.name) \(part.options)"
  }

  /// A bundle of an order with its pieces.
  static func ordered(_ bundle: OrderBundle, of order: Order, _ texts: LocalTexts) -> String {
    let parts = bundle.parts.filter { order.lines.indices.contains($0.line) }.map { part in
      let line = order.lines[part.line]
      return (line.options.isEmpty ? line.name : "\(line.name) \(line.options)", part.quantity)
    }
    let name = bundle.options.isEmpty ? bundle.name : "\(bundle.name) \(bundle.options)"
    return texts[
      "bundle.ordered",
      [
        "name": name, "price": texts.money(bundle.unitPrice), "count": "\(bundle.quantity)",
        "parts": list(parts, texts),
      ]
    ]
  }

  private static func list(_ parts: [(name: String, count: Int)], _ texts: LocalTexts) -> String {
    parts.map { texts["order.parcelLine", ["name": $0.name, "count": "\($0.count)"]] }
      .joined(separator: texts["order.parcelSeparator"])
  }
}
