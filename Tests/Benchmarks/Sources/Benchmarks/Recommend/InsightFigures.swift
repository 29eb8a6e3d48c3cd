import Foundation

/// What noise that hides a household costs the answers, on the last quarter of a grocery panel.
enum InsightFigures {
  static let all = [
    Figure(
      name: "recommend.insight.top20Error",
      what: "median relative error of the 20 greatest category counts, ε 1, 1,000 households",
      unit: "",
      bounds: .value(atMost: 0.07, floor: 0.1),
      measure: { stage in try await measure(stage) { $0.error } }
    ),
    Figure(
      name: "recommend.insight.top20Overlap",
      what: "share of the true 20 greatest that are among the 20 told as greatest",
      unit: "",
      bounds: .value(atLeast: 0.85, floor: 0.7),
      measure: { stage in try await measure(stage) { $0.overlap } }
    ),
  ]

  /// The days of the panel's third quarter.
  private static let days = 184..<275

  private static func measure(
    _ stage: Stage,
    _ number: ((error: Double, overlap: Double)) -> Double
  ) async throws -> Outcome {
    let journey = try await CompleteJourney.read()
    let lines = journey.lines.filter { days.contains($0.day) }
    let households = Array(Set(lines.map(\.household)).sorted().prefix(1_000))
    let chosen = Set(households)
    let own = lines.filter { chosen.contains($0.household) }
    var truth: [String: Set<Int>] = [:]
    for line in own {
      guard let product = journey.products[line.product], product.isNeed else { continue }
      truth[product.category, default: []].insert(line.household)
    }
    let run = try EvaluationRun()
    defer { run.clear() }
    let file = try run.file(
      "lines.csv",
      "household,day,product,quantity,value",
      own.map { "\($0.household),\($0.day),\($0.product),\($0.units),\($0.value)" }
    )
    var outcome = Outcome(values: [], note: "the counts' noise is the system's: runs differ")
    for _ in 0..<(stage.isShort ? 1 : 9) {
      let (rows, _) = try await run.answer([
        "insight", "--transactions", file,
        "--products", try TrainingFolder.path(CompleteJourney.catalogue),
        "--from", "\(days.lowerBound)", "--to", "\(days.upperBound)", "--epsilon", "1",
        "--cap", "80",
      ])
      outcome.values.append(number(grade(rows, truth.mapValues(\.count))))
    }
    return outcome
  }

  private static func grade(_ rows: [[Substring]], _ truth: [String: Int]) -> (
    error: Double, overlap: Double
  ) {
    let told = Dictionary(
      rows.compactMap { row in Int(row[1]).map { (String(row[0]), $0) } }
    ) { first, _ in first }
    let top = truth.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(20)
    let best = told.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(20).map(\.key)
    let errors = top.map { abs(Double((told[$0.key] ?? 0) - $0.value)) / Double($0.value) }
    let hits = top.count { best.contains($0.key) }
    return (errors.median, Double(hits) / 20)
  }
}
