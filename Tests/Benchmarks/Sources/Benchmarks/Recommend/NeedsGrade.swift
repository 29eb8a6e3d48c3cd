import Foundation

/// How well the needs of days 185 to 274 are foretold from the days before.
///
/// Asked about are households with a purchase on both sides; *new* are needs that a household never had
/// before, among those who do get one.
struct NeedsGrade {
  private let households: [Int]
  private let needs: [String]
  private let before: [Set<Int>]
  private let after: [Set<Int>]

  static let day = 185
  static let horizon = 90

  /// The metrics at one level, by name; those of the baby types alone too where asked for.
  static func metrics(_ journey: CompleteJourney, ofTypes: Bool) async throws -> [String: Double] {
    let run = try EvaluationRun()
    defer { run.clear() }
    let (rows, seconds) = try await run.answer([
      "needs", "--transactions", try TrainingFolder.path(CompleteJourney.transactions),
      "--products", try TrainingFolder.path(CompleteJourney.catalogue), "--at", "\(day)",
      "--horizon", "\(horizon)", "--level", ofTypes ? "type" : "category",
    ])
    let lines =
      ofTypes
      ? journey.needs(\.type, leastHouseholds: 20)
        .filter { journey.products[$0.line.product]?.isForBaby ?? false }
      : journey.needs(\.category, leastHouseholds: 10)
    var metrics = NeedsGrade(lines).metrics(rows)
    metrics["seconds"] = seconds
    return metrics
  }

  private init(_ lines: [(line: CompleteJourney.Line, need: String)]) {
    needs = Set(lines.lazy.map(\.need)).sorted()
    let places = Dictionary(uniqueKeysWithValues: needs.enumerated().map { ($1, $0) })
    var (past, future) = ([Int: Set<Int>](), [Int: Set<Int>]())
    for (line, need) in lines {
      guard let place = places[need] else { continue }
      if line.day < Self.day {
        past[line.household, default: []].insert(place)
      } else if line.day < Self.day + Self.horizon {
        future[line.household, default: []].insert(place)
      }
    }
    households = past.keys.filter { future[$0] != nil }.sorted()
    before = households.map { past[$0] ?? [] }
    after = households.map { future[$0] ?? [] }
  }

  private func metrics(_ rows: [[Substring]]) -> [String: Double] {
    let probabilities = table(rows)
    var sums: [String: Double] = [:]
    var newcomers = 0.0
    for (place, bought) in after.enumerated() {
      let ranked = order(probabilities[place])
      sums["p1", default: 0] += bought.contains(ranked[0]) ? 1 : 0
      sums["p5", default: 0] += Double(ranked.prefix(5).count(where: bought.contains)) / 5
      sums["hit3", default: 0] += ranked.prefix(3).contains(where: bought.contains) ? 1 : 0
      sums["n10", default: 0] += gain(ranked, bought)
      let new = bought.subtracting(before[place])
      guard !new.isEmpty else { continue }
      newcomers += 1
      let unknown = ranked.lazy.filter { !before[place].contains($0) }
      sums["newHit1", default: 0] += unknown.prefix(1).contains(where: new.contains) ? 1 : 0
      sums["newHit5", default: 0] += unknown.prefix(5).contains(where: new.contains) ? 1 : 0
    }
    var metrics: [String: Double] = [:]
    for (name, sum) in sums {
      metrics[name] = sum / (name.hasPrefix("new") ? newcomers : Double(households.count))
    }
    let pairs = probabilities.enumerated().flatMap { place, row in
      row.enumerated().map { (probability: $1, came: after[place].contains($0)) }
    }
    metrics["auc"] = areaUnderCurve(pairs)
    metrics["ece"] = calibrationError(pairs)
    metrics["households"] = Double(households.count)
    metrics["needs"] = Double(needs.count)
    return metrics
  }

  private func table(_ rows: [[Substring]]) -> [[Double]] {
    let places = Dictionary(uniqueKeysWithValues: households.enumerated().map { ($1, $0) })
    let columns = Dictionary(uniqueKeysWithValues: needs.enumerated().map { (Substring($1), $0) })
    var table = households.map { _ in [Double](repeating: 0, count: needs.count) }
    for row in rows {
      guard let place = Int(row[0]).flatMap({ places[$0] }), let column = columns[row[1]] else {
        continue
      }
      table[place][column] = Double(row[2]) ?? 0
    }
    return table
  }

  private func order(_ row: [Double]) -> [Int] {
    row.indices.sorted { (row[$0], $1) > (row[$1], $0) }
  }

  private func gain(_ ranked: [Int], _ bought: Set<Int>) -> Double {
    let weights = (0..<10).map { 1 / log2(Double($0) + 2) }
    let sum = zip(ranked, weights).reduce(0) { $0 + (bought.contains($1.0) ? $1.1 : 0) }
    return sum / weights.prefix(min(10, bought.count)).reduce(0, +)
  }

  /// The chance that a need that came is told to be likelier than one that did not; ties count half.
  private func areaUnderCurve(_ pairs: [(probability: Double, came: Bool)]) -> Double {
    let ordered = pairs.sorted { $0.probability < $1.probability }
    var (ranks, start) = (0.0, 0)
    while start < ordered.count {
      var end = start
      while end < ordered.count, ordered[end].probability == ordered[start].probability { end += 1 }
      let rank = Double(start + 1 + end) / 2
      ranks += rank * Double(ordered[start..<end].count(where: \.came))
      start = end
    }
    let came = Double(pairs.count(where: \.came))
    return (ranks - came * (came + 1) / 2) / (came * (Double(pairs.count) - came))
  }

  /// The mean distance of probability and frequency over ten bins of equal width.
  private func calibrationError(_ pairs: [(probability: Double, came: Bool)]) -> Double {
    let bins = Dictionary(grouping: pairs) { min(9, Int($0.probability * 10)) }
    return bins.values.reduce(0) { sum, bin in
      let told = bin.reduce(0) { $0 + $1.probability }
      return sum + abs(told - Double(bin.count(where: \.came)))
    } / Double(pairs.count)
  }
}
