internal import Membership
internal import TenantStore
internal import TenantWeb

/// Reads what families type.
extension RequestFields {
  /// A day as `YYYY-MM-DD`, or nothing when the field is empty.
  ///
  /// - Throws: A refusal that names the field.
  func day(_ name: String) throws -> CalendarDate? {
    guard let text = self[name] else { return nil }
    do throws(ImpossibleDate) {
      return try ChildDateRule.day(text)
    } catch {
      throw MembershipRefusal(
        .dateImpossible,
        details: ["field": .string(name), "reason": .string(error.rawValue)]
      )
    }
  }

  /// A day that must be there.
  func requiredDay(_ name: String) throws -> CalendarDate {
    guard let day = try day(name) else { throw refusal(name, "is missing") }
    return day
  }

  /// A decimal number in units of which it has so many places, `7.25` with 3 places as 7250.
  ///
  /// - Throws: A refusal that names the field.
  func decimal(_ name: String, places: Int) throws -> Int? {
    guard let text = self[name] else { return nil }
    guard let value = DecimalRule.scaled(text, places: places) else {
      throw refusal(name, "must be a number with at most \(places) places, such as 7.2")
    }
    return value
  }
}

/// Numbers as people type them.
enum DecimalRule {
  /// A number that is not negative, times ten to the power of its places; a comma is a point.
  static func scaled(_ text: String, places: Int) -> Int? {
    let parts = text.replacing(",", with: ".").split(
      separator: ".",
      omittingEmptySubsequences: false
    )
    guard (1...2).contains(parts.count), (1...6).contains(parts[0].utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 } })
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard fraction.utf8.count <= places, parts.count == 1 || !fraction.isEmpty else { return nil }
    let zeros = String(repeating: "0", count: places - fraction.utf8.count)
    return Int(parts[0] + fraction + zeros)
  }

  /// The number of a scaled value, without zeros at its end: 7250 with 3 places as `7.25`.
  static func text(_ scaled: Int, places: Int) -> String {
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var fraction = padded.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    let whole = padded.dropLast(places)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
