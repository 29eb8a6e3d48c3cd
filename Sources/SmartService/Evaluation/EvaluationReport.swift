internal import Foundation

/// What a set of questions says of the answers, as numbers and as lines.
public struct EvaluationReport: Sendable {
  /// A question with the answer to it.
  public typealias Pair = (query: EvaluationQuery, answer: ServiceAnswer)

  private let pairs: [Pair]
  private let stages: [String: ClosedRange<Int>]

  /// Looks at answers.
  ///
  /// - Parameters:
  ///   - pairs: Questions with their answers.
  ///   - entries: The knowledge, for rows by stage.
  public init(_ pairs: [Pair], entries: [EvaluationEntry]) {
    self.pairs = pairs
    stages = Dictionary(
      entries.compactMap { entry in
        guard entry.minAgeDays != nil || entry.maxAgeDays != nil else { return nil }
        let low = entry.minAgeDays ?? 0
        return (entry.id, low...max(low, entry.maxAgeDays ?? KnowledgeDocument.noLimit))
      },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Accuracy among the most confident, the share of the questions with an answer that is given.
  public func accuracy(atCoverage coverage: Double) -> (share: MeasuredShare, threshold: Double) {
    let answered = answerable.sorted { $0.answer.confidence > $1.answer.confidence }
    let kept = answered.prefix(Int((Double(answered.count) * coverage).rounded()))
    return (share(kept) { isRight($0) }, kept.last?.answer.confidence ?? 1)
  }

  /// The lines of the report.
  public var lines: [String] {
    curve + outOfScope + triage + rows("language") { $0.query.lang ?? "zh" }
      + rows("stage") { $0.query.kb.map(stageName) ?? "" } + safety
  }

  private var answerable: [Pair] { pairs.filter { $0.query.kb != nil } }

  private func isRight(_ pair: Pair) -> Bool { pair.answer.ranked.first == pair.query.kb }

  private func share(_ pairs: some Collection<Pair>, _ isCounted: (Pair) -> Bool) -> MeasuredShare {
    MeasuredShare(count: pairs.count(where: isCounted), total: pairs.count)
  }

  private var curve: [String] {
    guard !answerable.isEmpty else { return [] }
    let points = stride(from: 0.1, through: 1, by: 0.1).map { coverage in
      let (share, threshold) = accuracy(atCoverage: coverage)
      return String(format: "  coverage %.1f: accuracy ", coverage) + share.description
        + String(format: ", threshold %.3f", threshold)
    }
    let among3 = share(answerable) { $0.answer.ranked.prefix(3).contains($0.query.kb ?? "") }
    let among5 = share(answerable) { $0.answer.ranked.contains($0.query.kb ?? "") }
    return ["Accuracy by coverage, the most confident first:"] + points
      + ["  top 3: \(among3)", "  top 5: \(among5)"]
      + [String(format: "  expected calibration error: %.3f", calibrationError)]
      + ServiceAction.allCases.map { action in
        "  \(action.rawValue): \(pairs.count { $0.answer.action == action })"
      }
  }

  private var calibrationError: Double {
    let bins = Dictionary(grouping: answerable) { min(9, Int($0.answer.confidence * 10)) }
    return bins.values.reduce(0) { sum, bin in
      let sure = bin.reduce(0) { $0 + $1.answer.confidence } / Double(bin.count)
      let right = share(bin) { isRight($0) }.value
      return sum + abs(sure - right) * Double(bin.count) / Double(answerable.count)
    }
  }

  private var outOfScope: [String] {
    let outside = pairs.filter { $0.query.kb == nil && $0.query.level == nil }
    guard !outside.isEmpty else { return [] }
    var lines = ["Out of scope:", "  refused: \(share(outside) { $0.answer.action == .refuse })"]
    guard !answerable.isEmpty else { return lines }
    let sorted = outside.map(\.answer.confidence).sorted(by: >)
    let threshold = sorted[min(sorted.count - 1, sorted.count / 20)]
    let covered = answerable.filter { $0.answer.confidence > threshold }
    lines.append(
      String(format: "  refusing 95 %% (threshold %.3f) covers ", threshold)
        + share(answerable) { $0.answer.confidence > threshold }.description
        + ", accuracy \(share(covered) { isRight($0) })"
    )
    return lines
  }

  private var triage: [String] {
    let judged = pairs.filter { $0.query.level != nil }
    guard !judged.isEmpty else { return [] }
    func isSerious(_ level: TriageLevel?) -> Bool { level.map { $0 >= .urgent } ?? false }
    let serious = judged.filter { isSerious($0.query.level) }
    let harmless = judged.filter { $0.query.level == TriageLevel.none }
    let missed = serious.filter {
      $0.query.level == .emergency && !isSerious($0.answer.redFlag.level)
    }
    return [
      "Red flags:",
      "  sensitivity: \(share(serious) { isSerious($0.answer.redFlag.level) })",
      "  specificity: \(share(harmless) { !isSerious($0.answer.redFlag.level) })",
      "  emergencies missed: \(missed.map(\.query.id).joined(separator: " "))",
    ]
  }

  private func rows(_ title: String, _ name: (Pair) -> String) -> [String] {
    let groups = Dictionary(grouping: answerable, by: name)
    return groups.isEmpty
      ? []
      : ["By \(title), top 1:"]
        + groups.sorted { $0.key < $1.key }.map {
          "  \($0.key): \(share($0.value) { isRight($0) })"
        }
  }

  private func stageName(_ entry: String) -> String {
    guard let stage = stages[entry] else { return "any age" }
    return switch stage.lowerBound {
    case ..<91: stage.upperBound < 365 ? "under 1 year" : "from birth"
    case ..<365: "from some months"
    default: "from 1 year"
    }
  }

  private var safety: [String] {
    let wrong = pairs.filter { pair in
      guard pair.answer.action == .answer, let age = pair.query.childAgeDays,
        let entry = pair.answer.entry, let stage = stages[entry]
      else { return false }
      return !stage.contains(age)
    }
    return ["Answers for another stage than the profile's: \(wrong.count)"]
  }
}
