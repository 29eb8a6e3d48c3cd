import Foundation
import Recommend
import Testing

/// How much more often an event comes with somebody than without, as far as 200 repeats can prove it.
enum EmpiricalLoss {
  static let repeats = 200
  /// One chance in so many that a bound is wrong.
  private static let doubt = 0.001
  private static let ways: [Double] = {
    let logarithms = [0.0] + (1...repeats).map { log(Double($0)) }
    var factorials = [0.0]
    for number in 1...repeats { factorials.append(factorials[number - 1] + logarithms[number]) }
    return (0...repeats).map { factorials[repeats] - factorials[$0] - factorials[repeats - $0] }
  }()
  /// The least and the greatest chance that a count allows, after Clopper and Pearson (1934).
  private static let lower = (0...repeats).map { count in
    count == 0 ? 0 : search { 1 - tail(count - 1, $0) > doubt }
  }
  private static let upper = (0...repeats).map { count in
    count == repeats ? 1 : search { tail(count, $0) < doubt }
  }

  /// The least loss ln((p − δ)/q) that the counts prove.
  static func provenLoss(_ with: Int, _ without: Int) -> Double {
    guard lower[with] > PrivacyCost.delta, upper[without] > 0 else { return 0 }
    return log((lower[with] - PrivacyCost.delta) / upper[without])
  }

  /// The chance where something begins to hold.
  private static func search(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return (low + high) / 2
  }

  /// The chance of at most so many.
  private static func tail(_ count: Int, _ chance: Double) -> Double {
    let (hit, miss) = (log(chance), log1p(-chance))
    return (0...count).reduce(0.0) { sum, hits in
      sum + exp(ways[hits] + Double(hits) * hit + Double(repeats - hits) * miss)
    }
  }
}

@Suite("What reports tell of one household")
struct PrivacyLossTests {
  private static let repeats = EmpiricalLoss.repeats
  private static let cells = 40
  private static let cap = 12

  /// Four hundred households with some cells each, and one that is in a full dozen.
  private var households: [Set<Int>] {
    (0..<400).map { number in Set((0..<5).map { (number * 7 + $0 * 3) % Self.cells }) }
      + [Set(0..<Self.cap)]
  }

  /// The proven loss of the best threshold on what the last household changes: the sum over its cells
  /// and the number of people, each as far as it tells.
  private func loss(_ cost: PrivacyCost, seed: UInt64) throws -> Double {
    var source = SeededSource(state: seed)
    let scores = try [households, Array(households.dropLast())].map { people in
      try (0..<Self.repeats).map { _ in
        let table = try #require(
          NoisyTable(
            people: people,
            cells: Self.cells,
            cap: Self.cap,
            cost: cost,
            using: &source
          )
        )
        // Each by its share of the cost, as a likelihood ratio weighs them.
        let hidden = table.counts.prefix(Self.cap).reduce(0, +)
        return Double(hidden) / Double(table.variance)
          + Double(table.people) * 2 * 0.1 * Double(cost.millionths) / 1e6
      }
    }
    let thresholds = Set(scores.joined()).sorted()
    return thresholds.map { threshold in
      let counts = scores.map { $0.count { $0 >= threshold } }
      return max(
        EmpiricalLoss.provenLoss(counts[0], counts[1]),
        EmpiricalLoss.provenLoss(Self.repeats - counts[1], Self.repeats - counts[0])
      )
    }
    .max() ?? 0
  }

  @Test(arguments: [0.5, 1, 2])
  func `two hundred repeats with and without a household prove no more than is promised`(
    epsilon: Double
  ) throws {
    let cost = PrivacyCost(epsilon: epsilon)
    #expect(try loss(cost, seed: 1) <= epsilon)
  }

  @Test func `the same attack finds out noise that is too small`() throws {
    #expect(try loss(PrivacyCost(epsilon: 12), seed: 1) > 1)
  }

  @Test func `a household counts in so many cells at most, however much it bought`() throws {
    var source = SeededSource(state: 1)
    let glutton = [Set(0..<Self.cells)]
    let cost = PrivacyCost(epsilon: 20)
    let table = try #require(
      NoisyTable(people: glutton, cells: Self.cells, cap: 5, cost: cost, using: &source)
    )
    let none = try #require(
      NoisyTable(people: [], cells: Self.cells, cap: 5, cost: cost, using: &source)
    )
    #expect(table.variance == none.variance, "noise follows from the question alone")
    let sums = (0..<400).compactMap { _ in
      NoisyTable(people: glutton, cells: Self.cells, cap: 5, cost: cost, using: &source)?
        .counts.reduce(0, +)
    }
    let mean = Double(sums.reduce(0, +)) / Double(sums.count)
    let error = (Double(Self.cells * table.variance) / Double(sums.count)).squareRoot()
    #expect(abs(mean - 5) < 5 * error)
    #expect(
      NoisyTable(
        people: glutton,
        cells: 1,
        cap: 200,
        cost: PrivacyCost(millionths: 1),
        using: &source
      ) == nil
    )
  }
}
