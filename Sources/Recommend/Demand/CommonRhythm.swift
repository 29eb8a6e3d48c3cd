import Foundation

/// A rhythm that all series of demand share, such as that of paydays.
///
/// The series are summed, each over the root of its own mean so that none rules, and a curve is taken
/// from the logarithm of the sums. What is left is compared with one wave of each length; the best one
/// counts only if so good a fit would be rare among sums without any rhythm (Fisher, "Tests of
/// Significance in Harmonic Analysis", 1929, with as many trials as there are free frequencies).
package struct CommonRhythm {
  /// Periods that the sums must have, and series that must stand behind them.
  static let (fewestPeriods, fewestSeries) = (24, 20)
  /// The chance of finding a wave where there is none.
  static let falseAlarm = 0.01

  /// Periods of a wave, and its parts; no wave where the length is nothing.
  package private(set) var length: Double?
  private var (cosine, sine) = (0.0, 0.0)

  /// - Parameter histories: Units per period, oldest first, all ending with the same period.
  package init(_ histories: [[Double]]) {
    let sums = Self.sums(histories)
    guard sums.count >= Self.fewestPeriods, sums.allSatisfy({ $0 > 0 }) else { return }
    let rest = Self.withoutCurve(sums.map { log($0) })
    let all = rest.reduce(0) { $0 + $1 * $1 }
    var best = (explained: 0.0, length: 0.0, cosine: 0.0, sine: 0.0)
    for step in 0...200 {
      // A wave must come round twice to be known.
      let length = 2.2 * pow(Double(rest.count) / 2 / 2.2, Double(step) / 200)
      let wave = Self.wave(rest, length)
      if wave.explained > best.explained {
        best = (wave.explained, length, wave.cosine, wave.sine)
      }
    }
    guard all > 0, Self.isRare(best.explained / all, among: rest.count) else { return }
    length = best.length
    (cosine, sine) = (best.cosine, best.sine)
  }

  /// How much more or less than usual is asked for.
  ///
  /// - Parameter period: Counted from the last known one: that is 0, the next is 1.
  /// - Returns: Above 0, around 1; 1 where there is no rhythm.
  package func factor(_ period: Int) -> Double {
    guard let length else { return 1 }
    let angle = 2 * Double.pi * Double(period) / length
    return exp(cosine * cos(angle) + sine * sin(angle))
  }

  /// A history as it would have been without the rhythm.
  package func levelled(_ history: [Double]) -> [Double] {
    guard length != nil else { return history }
    return history.indices.map { history[$0] / factor($0 - history.count + 1) }
  }

  /// Sums over the periods that at least half of the series have.
  private static func sums(_ histories: [[Double]]) -> [Double] {
    let usable = histories.filter { $0.contains { $0 > 0 } }
    let counts = usable.map(\.count).sorted()
    guard usable.count >= fewestSeries else { return [] }
    let periods = counts[counts.count / 2]
    var sums = [Double](repeating: 0, count: periods)
    for history in usable {
      let weight = 1 / LevelEstimates.mean(history[...]).squareRoot()
      for (place, units) in history.suffix(periods).enumerated() {
        sums[periods - min(periods, history.count) + place] += weight * units
      }
    }
    return sums
  }

  /// What a parabola leaves of values.
  private static func withoutCurve(_ values: [Double]) -> [Double] {
    let count = values.count
    let row = { (place: Int) -> [Double] in
      let time = 2 * Double(place) / Double(count - 1) - 1
      return [1, time, time * time]
    }
    let curve = solution(values, row, width: 3)
    return values.indices.map { place in
      values[place] - zip(curve, row(place)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private static func wave(_ rest: [Double], _ length: Double)
    -> (explained: Double, cosine: Double, sine: Double)
  {
    let row = { (place: Int) -> [Double] in
      let angle = 2 * Double.pi * Double(place - rest.count + 1) / length
      return [cos(angle), sin(angle)]
    }
    let parts = solution(rest, row, width: 2)
    var explained = 0.0
    for place in rest.indices {
      let row = row(place)
      let value = parts[0] * row[0] + parts[1] * row[1]
      explained += rest[place] * rest[place] - (rest[place] - value) * (rest[place] - value)
    }
    return (explained, parts[0], parts[1])
  }

  /// Least squares of values on the numbers of each row.
  private static func solution(_ values: [Double], _ row: (Int) -> [Double], width: Int) -> [Double]
  {
    var system = [Double](repeating: 0, count: width * width)
    var side = [Double](repeating: 0, count: width)
    for place in values.indices {
      let row = row(place)
      for first in 0..<width {
        side[first] += row[first] * values[place]
        for second in first..<width { system[first * width + second] += row[first] * row[second] }
      }
    }
    for place in 0..<width { system[place * width + place] += 1e-9 }
    PositiveSystem(rows: system, order: width).solve(&side, width: 1)
    return side
  }

  /// Whether so large a share of the squares is seldom explained by chance.
  private static func isRare(_ share: Double, among count: Int) -> Bool {
    let free = Double(count - 3)
    let each = pow(1 - min(share, 1), (free - 2) / 2)
    return each * free / 2 < falseAlarm
  }
}
