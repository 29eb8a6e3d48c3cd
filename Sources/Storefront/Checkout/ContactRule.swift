internal import Foundation
internal import TenantStore

/// What a contact must look like for an order to arrive.
enum ContactRule {
  /// The names of the fields that are missing or wrong, in the order of the form.
  ///
  /// What is collected needs no address.
  static func problems(_ form: CheckoutForm) -> [String] {
    let isCollected = form.pickup != nil && form.address.isEmpty
    let address = isCollected ? "-----" : form.address
    var fields = problems(name: form.name, phone: form.phone, address: address)
    if !isRegion(form.region) { fields.append("region") }
    if !isNote(form.note) { fields.append("note") }
    return fields
  }

  /// The names of what is missing or wrong in a contact that is being changed.
  static func problems(name: String, phone: String, address: String) -> [String] {
    var fields: [String] = []
    if !isText(name, lengths: 1...80) { fields.append("name") }
    if !isPhone(phone) { fields.append("phone") }
    if !isText(address, lengths: 5...300) { fields.append("address") }
    return fields
  }

  /// A code of a province or city: empty, or up to 16 letters, digits and hyphens.
  static func isRegion(_ text: String) -> Bool {
    text.utf8.count <= 16
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || ("0"..."9").contains($0))
      }
  }

  /// The form without white space around its texts.
  static func trimmed(_ form: CheckoutForm) -> CheckoutForm {
    var form = form
    for field in [\CheckoutForm.name, \.phone, \.address, \.note, \.region] {
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
