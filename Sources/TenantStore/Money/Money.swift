/// An amount of money: whole minor units of one currency, never a fraction.
public struct Money: Hashable, Sendable {
  /// The amount in minor units (fen, cents); yen have none, so there it is yen.
  public var minorUnits: Int64
  /// The currency of the amount.
  public let currency: Currency

  /// Creates an amount.
  public init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// Reads a decimal string such as `128.00` or `-3`.
  ///
  /// - Throws: ``MoneyError`` when the text is no plain decimal number, has more digits after the
  ///   point than the currency, or does not fit 64 bits. Grouping and signs of currency are refused.
  public init(decimal text: String, currency: Currency) throws(MoneyError) {
    let negative = text.hasPrefix("-")
    let parts = text.dropFirst(negative ? 1 : 0)
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = parts.first ?? ""
    let fraction = parts.count == 2 ? parts[1] : "0"
    let isPlain = [whole, fraction].allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard isPlain else { throw .notADecimal }
    let digits = parts.count == 2 ? fraction : ""
    guard digits.count <= currency.exponent else {
      throw .tooManyDigits(allowed: currency.exponent)
    }
    let padding = String(repeating: "0", count: currency.exponent - digits.count)
    guard let units = Int64("\(negative ? "-" : "")\(whole)\(digits)\(padding)") else {
      throw .outOfRange
    }
    self.init(minorUnits: units, currency: currency)
  }

  /// No money.
  public static func zero(_ currency: Currency) -> Self { Self(minorUnits: 0, currency: currency) }

  /// The amount as a plain decimal string with all digits of the currency, for files.
  public var decimal: String {
    let digits = String(minorUnits.magnitude)
    let padded =
      String(repeating: "0", count: max(0, currency.exponent + 1 - digits.count)) + digits
    let sign = minorUnits < 0 ? "-" : ""
    guard currency.exponent > 0 else { return sign + padded }
    return sign + padded.dropLast(currency.exponent) + "." + padded.suffix(currency.exponent)
  }

  /// The amount as shoppers read it, with the currency's sign and grouping.
  public var text: String { text(signed: currency.symbol) }

  /// The amount as readers of a language read it: where a sign is that of another currency there, as
  /// ¥ is in Japan, it is told apart (Unicode CLDR, `currencies/ja` and `zh`).
  public func text(in language: LanguageTag) -> String {
    text(signed: currency.symbol(in: language))
  }

  private func text(signed symbol: String) -> String {
    let hidden = currency.exponent - currency.shownDigits
    let divisor = UInt64((0..<hidden).reduce(1) { factor, _ in factor * 10 })
    let shown = (minorUnits.magnitude + divisor / 2) / divisor
    let unit = UInt64((0..<currency.shownDigits).reduce(1) { factor, _ in factor * 10 })
    let text = (minorUnits < 0 ? "-" : "") + symbol + grouped(shown / unit)
    guard currency.shownDigits > 0 else { return text }
    let fraction = String(shown % unit)
    let zeros = String(repeating: "0", count: currency.shownDigits - fraction.utf8.count)
    return text + currency.separators.decimal + zeros + fraction
  }

  /// Whole units with a separator before each three digits.
  private func grouped(_ units: UInt64) -> String {
    guard units >= 1000 else { return String(units) }
    let last = String(units % 1000)
    let zeros = String(repeating: "0", count: 3 - last.utf8.count)
    return grouped(units / 1000) + currency.separators.group + zeros + last
  }
}

/// Why a text is not an amount of a currency.
@nonexhaustive
public enum MoneyError: Error, Equatable, Sendable {
  /// The text is not a plain decimal number such as `12.50`.
  case notADecimal
  /// More digits after the point than the currency has.
  case tooManyDigits(allowed: Int)
  /// The amount does not fit 64 bits of minor units.
  case outOfRange
}

extension MoneyError: CustomStringConvertible {
  /// What is wrong with the text and what would be right.
  public var description: String {
    switch self {
    case .notADecimal: "is not a decimal number; write it as 12.50, without signs or grouping"
    case .tooManyDigits(let allowed): "has more than \(allowed) digits after the point"
    case .outOfRange: "is too large"
    }
  }
}
