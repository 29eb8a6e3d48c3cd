import Foundation

/// How often the product taken out of a later basket stands among ten proposals.
///
/// As a mean of three months: fitted to the days before each, asked about 3,000 baskets of its 30 days,
/// drawn by seed, each with one of its products hidden. Only products in many baskets before are asked
/// about, 120 in 275 days.
enum TogetherGrade {
  static let firstDays = [200, 230, 245]

  static func hitRates(_ journey: CompleteJourney) async throws -> [String: Double] {
    var rates: [String: Double] = [:]
    for day in firstDays {
      for (name, rate) in try await hitRates(journey, from: day) {
        rates[name, default: 0] += rate / Double(firstDays.count)
      }
    }
    return rates
  }

  private static func hitRates(_ journey: CompleteJourney, from day: Int) async throws
    -> [String: Double]
  {
    let run = try EvaluationRun()
    defer { run.clear() }
    let before = journey.lines.filter { $0.day < day }
    let (baskets, hidden) = asked(journey, before, from: day)
    let transactions = try run.file(
      "transactions.csv",
      "household_id,basket_id,day,product_id,quantity,sales_value",
      before.lazy.map {
        "\($0.household),\($0.basket),\($0.day),\($0.product),\($0.units),\($0.value)"
      }
    )
    let products = try run.file(
      "products.csv",
      "product_id",
      journey.products.keys.sorted().lazy.map(String.init)
    )
    var rates: [String: Double] = [:]
    for (name, isKnown) in [("basketOnly", false), ("household", true)] {
      let requests = try run.file(
        "\(name).csv",
        "basket,household,product",
        baskets.lazy.flatMap { basket in
          basket.products.map { "\(basket.id),\(isKnown ? String(basket.household) : ""),\($0)" }
        }
      )
      let (rows, seconds) = try await run.answer([
        "together", "--transactions", transactions, "--products", products, "--baskets", requests,
        "--k", "10",
      ])
      let hits = rows.count { hidden[Int($0[0]) ?? -1] == Int($0[2]) }
      rates[name] = Double(hits) / Double(hidden.count)
      rates["\(name).seconds"] = seconds
    }
    return rates
  }

  private typealias Basket = (id: Int, household: Int, products: [Int])

  private static func asked(
    _ journey: CompleteJourney,
    _ before: [CompleteJourney.Line],
    from day: Int
  ) -> (baskets: [Basket], hidden: [Int: Int]) {
    let days = day..<day + 30
    var support: [Int: Set<Int>] = [:]
    for line in before { support[line.product, default: []].insert(line.basket) }
    let frequent = Set(support.lazy.filter { $0.value.count >= 120 * day / 275 }.map(\.key))
    var later: [Int: (household: Int, products: Set<Int>)] = [:]
    for line in journey.lines where days.contains(line.day) && frequent.contains(line.product) {
      later[line.basket, default: (line.household, [])].products.insert(line.product)
    }
    var dice = Dice(state: 3)
    var hidden: [Int: Int] = [:]
    let whole = later.filter { $0.value.products.count >= 2 }.keys.sorted()
    let baskets = whole.shuffled(using: &dice).prefix(3_000).compactMap { id -> Basket? in
      guard let basket = later[id] else { return nil }
      var products = basket.products.sorted()
      hidden[id] = products.remove(at: Int.random(in: products.indices, using: &dice))
      return (id, basket.household, products)
    }
    return (baskets, hidden)
  }
}

/// A small random source with a seed, so that a figure draws the same samples every time.
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
