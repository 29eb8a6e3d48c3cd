import Foundation

/// A figure as it was measured, ready to be shown.
struct Measurement: Sendable, Encodable {
  let name: String
  /// The median of the windows.
  let value: Double
  let unit: String
  let peer: String?
  let peerValue: Double?
  let ratio: Double?
  /// Processes that wanted to run when the measurement began, averaged over a minute.
  let load: Double
  /// The least and the greatest window.
  let spread: [Double]
  let goal: String?
  let floor: String?
  /// What the number reaches; nil without bounds, or when the peer to compare with is missing.
  let met: Verdict?
  let details: [String: Double]
  let note: String?

  init(_ figure: Figure, _ outcome: Outcome, load: Double) {
    name = figure.name
    unit = figure.unit
    value = outcome.values.median.rounded(digits: 4)
    spread = [outcome.values.min() ?? 0, outcome.values.max() ?? 0].map { $0.rounded(digits: 4) }
    peer = outcome.peer
    let peerMedian = outcome.peerValues.isEmpty ? nil : outcome.peerValues.median
    peerValue = peerMedian?.rounded(digits: 4)
    ratio = peerMedian.map { (outcome.values.median / $0).rounded(digits: 3) }
    self.load = load.rounded(digits: 3)
    goal = figure.bounds.map { $0.text($0.goal) }
    floor = figure.bounds.map { $0.text($0.floor) }
    details = outcome.details.mapValues { $0.rounded(digits: 3) }
    note = outcome.note
    let judged = figure.bounds?.subject == .ratio ? ratio : value
    met = judged.flatMap { figure.bounds?.verdict($0) }
  }

  /// One line for a person.
  var line: String {
    var parts = ["\(name): \(value.short) \(unit) (\(spread.map(\.short).joined(separator: "–")))"]
    if let peer, let peerValue, let ratio {
      parts.append("\(peer): \(peerValue.short), ratio \(ratio.short)")
    }
    if let goal, let floor, let met {
      parts.append("\(met.rawValue) [goal \(goal), floor \(floor)]")
    }
    if !details.isEmpty {
      let sorted = details.sorted { $0.key < $1.key }
      parts.append(sorted.map { "\($0.key) \($0.value.short)" }.joined(separator: ", "))
    }
    parts.append("load \(load.short)")
    if let note { parts.append(note) }
    return parts.joined(separator: "; ")
  }
}

extension [Double] {
  /// The middle one, or the mean of the middle two; 0 of none.
  var median: Double {
    guard !isEmpty else { return 0 }
    let ordered = sorted()
    let middle = ordered.count / 2
    return ordered.count.isMultiple(of: 2)
      ? (ordered[middle - 1] + ordered[middle]) / 2 : ordered[middle]
  }

  /// The value that a share of all values does not exceed; 0 of none.
  func percentile(_ share: Double) -> Double {
    let ordered = sorted()
    guard !ordered.isEmpty else { return 0 }
    return ordered[Swift.min(ordered.count - 1, Int(share * Double(ordered.count)))]
  }
}

extension Double {
  /// Keeps as many significant digits.
  func rounded(digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    let scale = pow(10, Double(digits) - (log10(abs(self))).rounded(.up))
    return (self * scale).rounded() / scale
  }

  /// Without the zeros behind a whole number, at most four digits.
  var short: String {
    let rounded = rounded(digits: 4)
    return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
  }
}
