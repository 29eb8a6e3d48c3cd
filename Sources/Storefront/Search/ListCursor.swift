internal import Foundation

/// Where a page of a list begins: behind the row with this key in this order.
///
/// It is opaque to clients but holds nothing secret: whoever forges one reads another part of what
/// they may read anyway. Anything that is not exactly of this form is refused.
struct ListCursor: Hashable {
  let order: String
  let key: Int64
  let id: UUID

  init(order: String, key: Int64, id: UUID) {
    self.order = order
    self.key = key
    self.id = id
  }

  init(_ text: String, order: String) throws(StorefrontRefusal) {
    let padded =
      text.replacing("-", with: "+").replacing("_", with: "/")
      + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard
      text.utf8.count <= 200, let data = Data(base64Encoded: padded),
      let plain = String(data: data, encoding: .utf8)
    else { throw StorefrontRefusal(.cursorInvalid) }
    let parts = plain.split(separator: " ", omittingEmptySubsequences: false)
    guard
      parts.count == 3, parts[0] == order, let key = Int64(parts[1]),
      let id = UUID(uuidString: String(parts[2]))
    else { throw StorefrontRefusal(.cursorInvalid) }
    self.init(order: order, key: key, id: id)
  }

  var text: String {
    Data("\(order) \(key) \(id.uuidString)".utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
