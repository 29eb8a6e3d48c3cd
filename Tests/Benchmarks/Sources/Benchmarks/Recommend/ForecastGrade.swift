import Foundation

/// How well four weeks of demand are foretold at weeks 27, 31 and 35, as a mean of the three.
///
/// Asked about are series with units in 8 weeks or more; of SKUs those that sold 20 units before week
/// 27, 4,000 drawn by seed.
enum ForecastGrade {
  static let origins = [27, 31, 35]
  static let horizon = 4
  static let weeks = 39
  static let levels = [0.5, 0.8, 0.95, 0.98]

  /// What a series is of.
  enum Level: String, CaseIterable, Sendable {
    case category
    case type
    case sku
  }

  static func metrics(_ journey: CompleteJourney, _ level: Level) async throws -> [String: Double] {
    let series = drawn(units(journey, level), level)
    var sums: [String: Double] = [:]
    for origin in origins {
      for (name, value) in try await metrics(series, at: origin) {
        sums[name, default: 0] += value / Double(origins.count)
      }
    }
    sums["series"] = Double(series.count)
    return sums
  }

  private static func units(_ journey: CompleteJourney, _ level: Level) -> [String: [Double]] {
    var units: [String: [Double]] = [:]
    for line in journey.lines where line.day / 7 < weeks {
      guard let product = journey.products[line.product], product.isNeed else { continue }
      let name =
        switch level {
        case .category: product.category
        case .type: product.type
        case .sku: String(line.product)
        }
      units[name, default: Array(repeating: 0, count: weeks)][line.day / 7] += line.units
    }
    return units
  }

  private static func drawn(_ units: [String: [Double]], _ level: Level) -> [[Double]] {
    let rich = units.filter { _, weeks in
      weeks.count { $0 > 0 } >= 8 && weeks.reduce(0, +) >= 20
        && (level != .sku || weeks.prefix(origins[0]).reduce(0, +) >= 20)
    }
    let ordered = rich.sorted { $0.key < $1.key }.map(\.value)
    var dice = Dice(state: 1)
    return level == .sku ? Array(ordered.shuffled(using: &dice).prefix(4_000)) : ordered
  }

  private static func metrics(_ all: [[Double]], at origin: Int) async throws -> [String: Double] {
    let series = all.compactMap { weeks -> (past: [Double], next: [Double])? in
      guard let first = weeks.prefix(origin).firstIndex(where: { $0 > 0 }) else { return nil }
      return (Array(weeks[first..<origin]), Array(weeks[origin..<origin + horizon]))
    }
    let run = try EvaluationRun()
    defer { run.clear() }
    let rows = series.lazy.enumerated().flatMap { place, series in
      series.past.enumerated().map { week, units in
        "\(place),\(origin - series.past.count + week),\(units)"
      }
    }
    let file = try run.file("series.csv", "series,period,units", rows)
    let names = levels.map { String($0) }
    let (answer, seconds) = try await run.answer([
      "forecast", "--series", file, "--horizon", "\(horizon)",
      "--quantiles", names.joined(separator: ","),
    ])
    var told: [Substring: [Double]] = [:]
    for name in names + ["mean"] {
      told[Substring(name)] = Array(repeating: 0, count: series.count * horizon)
    }
    for row in answer {
      guard let place = Int(row[0]), let week = Int(row[1]), let units = Double(row[3]) else {
        continue
      }
      told[row[2]]?[place * horizon + week - origin] = units
    }
    var metrics = judged(series, told)
    metrics["seconds"] = seconds
    return metrics
  }

  private static func judged(
    _ series: [(past: [Double], next: [Double])],
    _ told: [Substring: [Double]]
  ) -> [String: Double] {
    var (error, smoothed, count, over, came) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var covered = [Double](repeating: 0, count: levels.count)
    for (place, series) in series.enumerated() {
      let scale = rootMeanSquare(zip(series.past, series.past.dropFirst()).map { $1 - $0 })
      guard scale > 0 else { continue }
      count += 1
      let level = smoothing(series.past)
      let weeks = place * horizon..<(place + 1) * horizon
      let mean = (told["mean"] ?? [])[weeks]
      error += rootMeanSquare(zip(series.next, mean).map { $0 - $1 }) / scale
      smoothed += rootMeanSquare(series.next.map { $0 - level }) / scale
      over += mean.reduce(0, +)
      came += series.next.reduce(0, +)
      for (number, probability) in levels.enumerated() {
        let quantile = (told[Substring(String(probability))] ?? [])[weeks]
        covered[number] += Double(zip(series.next, quantile).count { $0 <= $1 })
      }
    }
    var metrics = [
      "rmsse": error / count, "smoothing": smoothed / count, "ratio": error / smoothed,
      "bias": (over - came) / came,
    ]
    for (number, probability) in levels.enumerated() {
      metrics["covered\(Int(probability * 100))"] = covered[number] / count / Double(horizon)
    }
    return metrics
  }

  /// Exponential smoothing with the rate that was best so far: what the goals are set against.
  private static func smoothing(_ past: [Double]) -> Double {
    let start = past.prefix(5).reduce(0, +) / Double(min(5, past.count))
    let trials = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8].map { rate in
      past.reduce(into: (error: 0.0, level: start)) { sum, units in
        sum.error += (units - sum.level) * (units - sum.level)
        sum.level += rate * (units - sum.level)
      }
    }
    return trials.min { $0.error < $1.error }?.level ?? start
  }

  private static func rootMeanSquare(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    return (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }
}
