/// Several opinions on the level of a series of demand, each from the past alone.
///
/// The last value, means and medians of recent periods, exponential smoothing with fixed rates and with
/// the rate that was best so far (Gardner 2006), the method of Teunter, Syntetos and Babai (2011) for
/// intermittent demand and smoothing of sums over several periods (Petropoulos and Kourentzes 2015).
struct LevelEstimates {
  /// The place of the tuned smoothing, which the others are compared with.
  static let tuned = 0
  /// How many opinions there are.
  static let count = 15

  /// The opinions, all at least 0.
  let values: [Double]

  /// - Parameter units: Demand per period, oldest first; at least one period.
  init(_ units: ArraySlice<Double>) {
    let tuned = Smoothing.tuned(units)
    values = [
      tuned,
      units[units.endIndex - 1],
      Self.mean(units.suffix(2)),
      Self.mean(units.suffix(4)),
      Self.mean(units.suffix(8)),
      Self.mean(units.suffix(13)),
      Self.mean(units.suffix(26)),
      Self.median(units.suffix(5)),
      Self.median(units.suffix(9)),
      Self.median(units.suffix(17)),
      Smoothing.level(units, rate: 0.1),
      Smoothing.level(units, rate: 0.3),
      Smoothing.intermittent(units, demandRate: 0.1, sizeRate: 0.1),
      Smoothing.ofSums(units),
      DemandKind.kind(units) >= 1 ? 0 : tuned,
    ]
  }

  static func mean(_ units: ArraySlice<Double>) -> Double {
    units.reduce(0, +) / Double(max(units.count, 1))
  }

  private static func median(_ units: ArraySlice<Double>) -> Double {
    let sorted = units.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// Exponential smoothing in its kinds.
enum Smoothing {
  /// The level after smoothing with a rate, begun at the mean of the first periods.
  static func level(_ units: ArraySlice<Double>, rate: Double) -> Double {
    var level = LevelEstimates.mean(units.prefix(5))
    for value in units { level += rate * (value - level) }
    return level
  }

  /// The level with the rate whose one-step errors were least.
  static func tuned(_ units: ArraySlice<Double>) -> Double {
    var best = (error: Double.infinity, level: 0.0)
    for rate in [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8] {
      var level = LevelEstimates.mean(units.prefix(5))
      var error = 0.0
      for value in units {
        error += (value - level) * (value - level)
        level += rate * (value - level)
      }
      if error < best.error { best = (error, level) }
    }
    return best.level
  }

  /// The chance of demand and its size, smoothed apart.
  static func intermittent(
    _ units: ArraySlice<Double>,
    demandRate: Double,
    sizeRate: Double
  ) -> Double {
    let positive = units.filter { $0 > 0 }
    guard !positive.isEmpty else { return 0 }
    var chance = Double(positive.count) / Double(units.count)
    var size = LevelEstimates.mean(positive[...])
    for value in units {
      chance += demandRate * ((value > 0 ? 1 : 0) - chance)
      if value > 0 { size += sizeRate * (value - size) }
    }
    return chance * size
  }

  /// The mean of levels found from sums over 1, 2, 4 and 8 periods.
  static func ofSums(_ units: ArraySlice<Double>) -> Double {
    let levels = [1, 2, 4, 8].filter { units.count >= 2 * $0 }.map { width in
      let sums = stride(from: units.endIndex - width, through: units.startIndex, by: -width).map {
        units[$0..<$0 + width].reduce(0, +) / Double(width)
      }
      return tuned(sums.reversed()[...])
    }
    return levels.isEmpty ? LevelEstimates.mean(units) : LevelEstimates.mean(levels[...])
  }
}
