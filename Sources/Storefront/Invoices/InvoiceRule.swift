/// What an invoice must say.
public enum InvoiceRule {
  /// The fields of a wish that are wrong; none when it is right.
  public static func problems(_ form: InvoiceForm, market: String) -> [String] {
    var fields: [String] = []
    if !(1...100).contains(form.title.unicodeScalars.count) { fields.append("title") }
    if !form.taxNumber.isEmpty, !isTaxNumber(form.taxNumber, market: market) {
      fields.append("tax_number")
    }
    if !form.email.isEmpty, !isEmail(form.email) { fields.append("email") }
    return fields
  }

  /// Whether a taxpayer's number can be one.
  ///
  /// Those of eighteen characters of China end with a check character (GB 32100-2015).
  static func isTaxNumber(_ text: String, market: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
    guard isPlain, (15...20).contains(text.utf8.count) else { return false }
    guard market == "CN", text.utf8.count == 18 else { return true }
    return checkCharacter(of: text.dropLast()) == text.last
  }

  /// What the unified code of a company (统一社会信用代码) ends with; nothing for a wrong character.
  static func checkCharacter(of code: Substring) -> Character? {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    var (sum, weight) = (0, 1)
    for character in code {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }

  /// The number of an issued invoice: 8 to 20 digits.
  static func isNumber(_ text: String) -> Bool {
    (8...20).contains(text.utf8.count)
      && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 200, !parts[0].isEmpty else { return false }
    let host = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return host.count > 1 && host.allSatisfy { !$0.isEmpty }
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }
}
