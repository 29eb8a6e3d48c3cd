import Foundation

/// What stock and stock-outs come of the orders, over weeks 27 to 38.
///
/// 1,500 SKUs drawn by seed from those with 15 units in 6 weeks or more before; weekly review, lead time
/// of 3 weeks, lost sales; the first order is there at once.
struct ReplenishmentGrade {
  static let first = 27
  static let leadTime = 3

  private let histories: [[Double]]
  private let prices: [Double]

  init(_ journey: CompleteJourney) {
    var units: [Int: [Double]] = [:]
    var values: [Int: Double] = [:]
    for line in journey.lines where line.day / 7 < ForecastGrade.weeks {
      guard let product = journey.products[line.product], product.isNeed else { continue }
      units[line.product, default: Array(repeating: 0, count: ForecastGrade.weeks)][line.day / 7] +=
        line.units
      values[line.product, default: 0] += line.value
    }
    let rich = units.filter { _, weeks in
      let past = weeks.prefix(Self.first)
      return past.reduce(0, +) >= 15 && past.count { $0 > 0 } >= 6
    }
    var dice = Dice(state: 0)
    let drawn = rich.keys.sorted().shuffled(using: &dice).prefix(1_500)
    histories = drawn.map { rich[$0] ?? [] }
    prices = drawn.map { (values[$0] ?? 0) / max(1, (rich[$0] ?? []).reduce(0, +)) }
  }

  /// Stock-outs among weeks with demand, weeks of stock by value, and the share of stock of more than 13
  /// weeks' cover.
  func metrics(service: Double) async throws -> [String: Double] {
    var stock = [Double](repeating: 0, count: histories.count)
    var pipeline = stock.map { _ in [Double](repeating: 0, count: Self.leadTime) }
    var (short, asked, held, sold, slow) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for week in Self.first..<ForecastGrade.weeks {
      if week > Self.first {
        for place in stock.indices {
          stock[place] += pipeline[place].removeFirst()
          pipeline[place].append(0)
        }
      }
      let orders = try await orders(at: week, stock, pipeline, service)
      for place in stock.indices {
        if week == Self.first {
          stock[place] += orders[place]
        } else {
          pipeline[place][Self.leadTime - 1] += orders[place]
        }
      }
      var value = (slow: 0.0, all: 0.0)
      for (place, history) in histories.enumerated() {
        let demand = history[week]
        if demand > 0 { asked += 1 }
        if demand > stock[place] { short += 1 }
        stock[place] = max(0, stock[place] - demand)
        held += stock[place] * prices[place]
        sold += demand * prices[place]
        let weekly = history[(week - 13)..<week].reduce(0, +) / 13
        value.all += stock[place] * prices[place]
        if stock[place] > 13 * weekly { value.slow += stock[place] * prices[place] }
      }
      slow += value.slow / value.all / Double(ForecastGrade.weeks - Self.first)
    }
    return ["stockouts": short / asked, "weeks": held / sold, "slow": slow]
  }

  /// A process for each week answers all SKUs; it keeps nothing that a longer one would know better.
  private func orders(
    at week: Int,
    _ stock: [Double],
    _ pipeline: [[Double]],
    _ service: Double
  ) async throws -> [Double] {
    let run = try EvaluationRun()
    defer { run.clear() }
    let requests = histories.indices.map { place in
      "{\"sku\":\"\(place)\",\"history\":\(Array(histories[place][..<week])),"
        + "\"onHand\":\(stock[place]),\"pipeline\":\(pipeline[place]),"
        + "\"leadTimeWeeks\":\(Self.leadTime),\"pack\":1,\"price\":\(prices[place]),"
        + "\"service\":\(service)}"
    }
    // The usual price is the mean of the prices asked about so far: the first pass lets it settle.
    let file = try run.file("requests.jsonl", "", requests + requests)
    let command = "'\(try Program.beside("recommend-evaluation"))' replenish < '\(file)'"
    let text = try await Program.output("sh", ["-c", command])
    let answers = text.split(separator: "\n").compactMap { Double($0) }
    guard answers.count == 2 * histories.count else {
      throw Program.Failure(description: "replenish answered \(answers.count) lines")
    }
    return Array(answers.suffix(histories.count))
  }
}
