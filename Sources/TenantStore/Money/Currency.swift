/// A currency of ISO 4217 that the toolkit can count in.
///
/// The exponent says how many decimal digits one minor unit stands for; the shown digits may be
/// fewer (a rupiah has an exponent of 2 but is shown without decimals).
public struct Currency: Hashable, Sendable {
  /// The three letters of ISO 4217, `CNY`.
  public let code: String
  /// The number of decimal digits of the minor unit, 0 to 3.
  public let exponent: Int
  /// The number of decimal digits that shoppers are shown.
  public let shownDigits: Int
  /// The sign that stands before an amount.
  public let symbol: String
  /// What separates thousands, and what stands before the decimals.
  let separators: (group: String, decimal: String)

  /// The currency with a code, or nothing when the toolkit does not know it.
  public init?(code: String) {
    guard let known = Self.known[code] else { return nil }
    self = known
  }

  private init(
    _ code: String,
    _ symbol: String,
    exponent: Int = 2,
    shownDigits: Int? = nil,
    separators: (group: String, decimal: String) = (",", ".")
  ) {
    self.code = code
    self.symbol = symbol
    self.exponent = exponent
    self.shownDigits = shownDigits ?? exponent
    self.separators = separators
  }

  /// The sign as readers of a language tell it from those of their own money.
  public func symbol(in language: LanguageTag) -> String {
    switch (code, language.rawValue.prefix(2)) {
    case ("CNY", "ja"): "元"
    case ("JPY", "zh"): "JP¥"
    default: symbol
    }
  }

  /// Minor units in one unit: 100 for CNY, 1 for JPY.
  public var minorUnitsPerUnit: Int64 {
    (0..<exponent).reduce(1) { factor, _ in factor * 10 }
  }

  /// Two currencies are the same when their codes are.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  /// Hashes the code.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }

  /// The codes of all currencies that the toolkit knows, sorted.
  public static var knownCodes: [String] { known.keys.sorted() }

  private static let known: [String: Self] = Dictionary(
    uniqueKeysWithValues: [
      Self("CNY", "¥"), Self("USD", "US$"), Self("HKD", "HK$"), Self("SGD", "S$"),
      Self("MYR", "RM"), Self("THB", "฿"), Self("PHP", "₱"), Self("AUD", "A$"),
      Self("GBP", "£"), Self("EUR", "€", separators: (".", ",")),
      Self("JPY", "¥", exponent: 0), Self("KRW", "₩", exponent: 0),
      Self("VND", "₫", exponent: 0, separators: (".", ",")),
      Self("IDR", "Rp", shownDigits: 0, separators: (".", ",")),
    ].map { ($0.code, $0) }
  )
}
