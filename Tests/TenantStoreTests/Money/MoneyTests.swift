import TenantStore
import Testing

@Suite("Money")
struct MoneyTests {
  static let yuan = currency("CNY")
  static let yen = currency("JPY")
  static let rupiah = currency("IDR")

  static func currency(_ code: String) -> Currency {
    guard let known = Currency(code: code) else { preconditionFailure("\(code) is known") }
    return known
  }

  @Test(arguments: [
    ("128.00", 12800), ("128", 12800), ("0.5", 50), ("-3.20", -320), ("0", 0), ("00.10", 10),
  ])
  func `a decimal string becomes minor units`(_ text: String, _ minorUnits: Int64) throws {
    #expect(try Money(decimal: text, currency: Self.yuan).minorUnits == minorUnits)
  }

  @Test(arguments: [
    "", ".", "1.", ".5", "1,000", "¥5", "1e3", " 1", "1 ", "--1", "+1", "1.2.3", "٣", "0x10",
  ])
  func `what is no plain decimal number is refused`(_ text: String) {
    #expect(throws: MoneyError.notADecimal) { try Money(decimal: text, currency: Self.yuan) }
  }

  @Test func `more digits than the currency has are refused, not rounded`() {
    #expect(throws: MoneyError.tooManyDigits(allowed: 2)) {
      try Money(decimal: "1.005", currency: Self.yuan)
    }
    #expect(throws: MoneyError.tooManyDigits(allowed: 0)) {
      try Money(decimal: "1.0", currency: Self.yen)
    }
  }

  @Test func `an amount beyond 64 bits is refused`() {
    #expect(throws: MoneyError.outOfRange) {
      try Money(decimal: "99999999999999999999", currency: Self.yuan)
    }
  }

  @Test func `a decimal string survives the way there and back`() throws {
    var random = SystemRandomNumberGenerator()
    for currency in [Self.yuan, Self.yen, Self.rupiah] {
      for _ in 0..<500 {
        let money = Money(
          minorUnits: .random(in: -10_000_000...10_000_000, using: &random),
          currency: currency
        )
        #expect(try Money(decimal: money.decimal, currency: currency) == money)
      }
    }
  }

  @Test func `shoppers read each currency in its own way`() {
    #expect(Money(minorUnits: 1_234_567, currency: Self.yuan).text == "¥12,345.67")
    #expect(Money(minorUnits: 5, currency: Self.yuan).text == "¥0.05")
    #expect(Money(minorUnits: 100_000_005, currency: Self.yuan).text == "¥1,000,000.05")
    #expect(Money(minorUnits: .max, currency: Self.yuan).text == "¥92,233,720,368,547,758.07")
    #expect(Money(minorUnits: 100, currency: Self.yuan).text == "¥1.00")
    #expect(Money(minorUnits: -1200, currency: Self.yen).text == "-¥1,200")
    #expect(Money(minorUnits: 5_990_000, currency: Self.rupiah).text == "Rp59.900")
  }

  @Test func `shares always add up to the whole`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let money = Money(
        minorUnits: .random(in: -100_000...100_000, using: &random),
        currency: Self.yuan
      )
      let weights = (0..<Int.random(in: 1...7, using: &random)).map { _ in
        Int64.random(in: 0...1000, using: &random)
      }
      let shares = money.allocated(by: weights)
      #expect(shares.reduce(.zero(Self.yuan), +) == money)
      #expect(shares.count == weights.count)
      #expect(shares.allSatisfy { $0.minorUnits.signum() * money.minorUnits.signum() >= 0 })
    }
  }

  @Test func `the largest remainder gets the odd cent`() {
    let shares = Money(minorUnits: 100, currency: Self.yuan).allocated(by: [1, 1, 1])
    #expect(shares.map(\.minorUnits) == [34, 33, 33])
    #expect(
      Money(minorUnits: 10, currency: Self.yuan).allocated(by: [0, 0]).map(\.minorUnits) == [10, 0]
    )
  }
}
