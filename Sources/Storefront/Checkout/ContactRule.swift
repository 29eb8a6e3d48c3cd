internal import Foundation
internal import TenantStore

/// What a contact must look like for an order to arrive.
enum ContactRule {
  /// The names of the fields that are missing or wrong, in the order of the form.
  static func problems(_ form: CheckoutForm) -> [String] {
    var fields: [String] = []
    if !isText(form.name, lengths: 1...80) { fields.append("name") }
    if !isPhone(form.phone) { fields.append("phone") }
    if !isText(form.address, lengths: 5...300) { fields.append("address") }
    if !isNote(form.note) { fields.append("note") }
    return fields
  }

  /// The form without white space around its texts.
  static func trimmed(_ form: CheckoutForm) -> CheckoutForm {
    var form = form
    for field in [\CheckoutForm.name, \.phone, \.address, \.note] {
      form[keyPath: field] = form[keyPath: field].trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return form
  }

  private static func isText(_ text: String, lengths: ClosedRange<Int>) -> Bool {
    lengths.contains(text.unicodeScalars.count) && !text.unicodeScalars.contains(where: isControl)
  }

  private static func isNote(_ text: String) -> Bool {
    let visible = text.replacing("\r\n", with: "\n").unicodeScalars.filter { $0 != "\n" }
    return text.unicodeScalars.count <= 500 && !visible.contains(where: isControl)
  }

  /// Digits with the signs that people write between them; 6 to 15 digits after ITU-T E.164.
  private static func isPhone(_ text: String) -> Bool {
    let digits = text.unicodeScalars.filter { ("0"..."9").contains($0) }.count
    let signs = Set("+-() .0123456789".unicodeScalars)
    return (6...15).contains(digits) && text.utf8.count <= 30
      && text.unicodeScalars.allSatisfy(signs.contains)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }
}
