import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Ages")
struct AgeRangeTests {
  @Test(arguments: [
    (AgeRange(from: 0, to: 6), AgeRange(from: 6, to: 12), false),
    (AgeRange(from: 0, to: 7), AgeRange(from: 6, to: 12), true),
    (AgeRange(from: 12, to: nil), AgeRange(from: 6, to: 12), false),
    (AgeRange(from: 11, to: nil), AgeRange(from: 6, to: 12), true),
    (AgeRange(from: nil, to: 6), AgeRange(from: 6, to: 12), false),
    (AgeRange(from: -9, to: 0), AgeRange(from: -9, to: 0), true),
    (AgeRange(from: -9, to: 0), AgeRange(from: 0, to: 3), false),
    (.any, AgeRange(from: 0, to: 3), true),
    (.any, AgeRange(from: -9, to: 0), false),
    (.any, AgeRange(from: 36, to: nil), true),
  ])
  func `a product fits a stage when their months overlap`(
    _ product: AgeRange,
    _ window: AgeRange,
    _ fits: Bool
  ) {
    #expect(product.fits(window) == fits)
  }
}

@Suite("Labels of options")
struct OptionLabelTests {
  @Test func `one label stands for all languages`() throws {
    let labels = try #require(OptionLabelRule.labels("90", locales: [.zh, .en]))
    #expect(labels.texts == [.zh: "90", .en: "90"])
  }

  @Test func `labels are given to the languages in their order`() throws {
    let labels = try #require(OptionLabelRule.labels("红色 | Red", locales: [.zh, .en]))
    #expect(labels.texts == [.zh: "红色", .en: "Red"])
  }

  @Test(arguments: ["", "红色|", "a|b|c", "|"])
  func `a wrong number of labels is refused`(_ text: String) {
    #expect(OptionLabelRule.labels(text, locales: [.zh, .en]) == nil)
  }
}

@Suite("Barcodes")
struct GTINTests {
  @Test(arguments: ["4006381333931", "2000005710018", "2100003180025"])
  func `a right check digit is accepted`(_ code: String) {
    #expect(GTINRule.isValid(code))
  }

  @Test(arguments: ["4006381333932", "400638133393", "40063813339311", "400638133393x", ""])
  func `anything else is not`(_ code: String) {
    #expect(!GTINRule.isValid(code))
  }

  @Test func `changing one digit is always noticed`() {
    let digits = Array("4006381333931")
    for (index, digit) in digits.enumerated() {
      for other in "0123456789" where other != digit {
        var changed = digits
        changed[index] = other
        #expect(!GTINRule.isValid(String(changed)))
      }
    }
  }
}

@Suite("Search terms")
struct SearchTermTests {
  @Test(arguments: [
    ("纸尿裤", ["纸尿", "尿裤"]),
    ("奶", ["奶"]),
    ("Yabu 纯棉 TEE", ["yabu", "纯棉", "tee"]),
    ("ＮＢ码 4包", ["nb", "码", "4包"]),
    ("900 g 900g 900克", ["900g"]),
    ("3段奶粉", ["3段", "奶粉"]),
    ("Crème Bottles", ["creme", "bottle"]),
    ("オムツ おむつ", ["おむ", "むつ"]),
    ("1.5kg", ["1.5kg"]),
    ("红 红 红", ["红"]),
    ("GB-10765", ["gb", "10765"]),
    ("…!?", []),
    ("", []),
  ])
  func `a query is cut into words and pairs of characters`(_ text: String, _ terms: [String]) {
    #expect(SearchTermRule.queryTerms(text) == terms)
  }

  /// Single characters are found through the lexicon's keys.
  @Test func `what is indexed is found by each part of it of two characters and more`() {
    let text = "禾芷 沐原婴儿配方奶粉 1段 Hezzi Stage 1, 800g"
    let index = SearchTermRule.indexTerms(text)
    let characters = Array("沐原婴儿配方奶粉")
    for start in characters.indices.dropLast() {
      for end in (start + 1)..<characters.count {
        let part = String(characters[start...end])
        #expect(Set(SearchTermRule.queryTerms(part)).isSubset(of: index))
      }
    }
  }

  @Test func `a query has at most sixteen terms of at most 64 code points`() {
    let long = String(repeating: "x", count: 500)
    let terms = SearchTermRule.queryTerms((0..<40).map { "\($0)" }.joined(separator: " ") + long)
    #expect(terms.count == 16)
    #expect(SearchTermRule.indexTerms(long).allSatisfy { $0.unicodeScalars.count <= 64 })
  }
}

@Suite("Freight")
struct FreightTests {
  @Test(arguments: [(0, 0), (1, 800), (9899, 800), (9900, 0), (20_000, 0)])
  func `delivery is free from a sum on`(_ goods: Int64, _ freight: Int64) throws {
    let currency = try #require(Currency(code: "CNY"))
    let rule = FreightRule(
      flat: Money(minorUnits: 800, currency: currency),
      freeOver: Money(minorUnits: 9900, currency: currency)
    )
    let goods = Money(minorUnits: goods, currency: currency)
    #expect(rule.freight(for: goods).minorUnits == freight)
  }
}

@Suite("Contrast")
struct ContrastTests {
  @Test func `black and white are the ends of the scale`() throws {
    #expect(ContrastRule.ratioOnWhite("#ffffff") == 1)
    #expect(abs(try #require(ContrastRule.ratioOnWhite("#000000")) - 21) < 1e-9)
  }

  @Test func `the grey that just reaches 4.5 is told from the one that does not`() throws {
    #expect(try #require(ContrastRule.ratioOnWhite("#767676")) >= ContrastRule.minimum)
    #expect(try #require(ContrastRule.ratioOnWhite("#777777")) < ContrastRule.minimum)
  }

  @Test(arguments: ["red", "#fff", "#12345g", "123456", ""])
  func `what is no colour has no contrast`(_ text: String) {
    #expect(ContrastRule.ratioOnWhite(text) == nil)
  }
}

@Suite("Demand")
struct StockDemandTests {
  @Test func `lesson 2: lines of one SKU are added up and ordered by id`() {
    let environment = StoreEnvironment.live
    let skus = (0..<3).map { _ in SKUID.make(in: environment) }
    let items = [(2, 1), (0, 2), (2, 3)].map { index, quantity in
      StockDemand.Item(sku: skus[index], quantity: quantity)
    }
    #expect(
      StockDemand.summed(items) == [
        .init(sku: skus[0], quantity: 2), .init(sku: skus[2], quantity: 4),
      ]
    )
  }
}

@Suite("Order numbers")
struct OrderNumberTests {
  @Test func `a number is the day and six digits`() throws {
    let day = try #require(CalendarDate(year: 2026, month: 3, day: 7))
    #expect(OrderNumberRule.number(on: day, random: [0, 0, 0, 0, 0, 0, 0, 42]) == "260307000042")
    let random = [UInt8](repeating: 255, count: 8)
    #expect(OrderNumberRule.number(on: day, random: random).count == 12)
  }
}
