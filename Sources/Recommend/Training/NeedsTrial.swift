internal import TenantStore

/// What was foretold of needs beside what was bought since, in ten bins of probability.
struct NeedsTrial: Hashable, Sendable {
  /// Pairs of a household and a category whose probability lay in a tenth.
  struct Bin: Hashable, Sendable {
    var pairs = 0
    var foretold = 0.0
    var bought = 0
  }

  private(set) var bins = [Bin](repeating: Bin(), count: 10)

  /// Counts pairs of households that shopped before and since.
  init(_ pairs: [(probability: Double, isBought: Bool)]) {
    for pair in pairs {
      let place = min(9, max(0, Int(pair.probability * 10)))
      bins[place].pairs += 1
      bins[place].foretold += pair.probability
      if pair.isBought { bins[place].bought += 1 }
    }
  }

  /// The expected calibration error: the distance between what was foretold and what came, by pairs.
  var calibrationError: Double {
    let all = bins.reduce(0) { $0 + $1.pairs }
    guard all > 0 else { return 0 }
    return bins.reduce(0) { $0 + abs($1.foretold - Double($1.bought)) } / Double(all)
  }

  /// As the artefact keeps it.
  var metrics: JSONValue {
    [
      "calibrationError": .number(calibrationError),
      "pairs": .array(bins.map { .integer(Int64($0.pairs)) }),
      "foretold": .array(bins.map { .number($0.foretold) }),
      "bought": .array(bins.map { .integer(Int64($0.bought)) }),
    ]
  }
}
