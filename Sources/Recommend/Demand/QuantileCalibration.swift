/// Which level of the modelled distribution holds a wanted probability, as found at earlier origins.
///
/// The probability integral transform of what came, spread evenly over each count's step so that it is
/// uniform for a right model of counts (Czado, Gneiting and Held 2009); its own quantiles correct the
/// model's.
struct QuantileCalibration: Hashable, Sendable {
  /// The levels at 0, 1/200, 2/200 … 1, rising.
  private let levels: [Double]
  private static let steps = 200

  init(_ trials: DemandTrials, levels means: [Double], spread: DemandSpread, kind: Int) {
    var counts = [Double](repeating: 0, count: 2_000)
    var total = 0.0
    for (trial, mean) in zip(trials.trials, means) where trial.kind == kind && mean > 0 {
      let variance = spread.variance(of: trial.past, mean: mean, kind: kind)
      let model = NegativeBinomial(mean: mean, variance: variance)
      for came in trial.next {
        let low = model.cumulative(came - 1)
        Self.deal(from: low, to: max(model.cumulative(came), low), into: &counts)
        total += 1
      }
    }
    guard total >= 200 else {
      levels = (0...Self.steps).map { Double($0) / Double(Self.steps) }
      return
    }
    levels = Self.quantiles(counts, total)
  }

  /// The level to ask the model for.
  func level(_ probability: Double) -> Double {
    let place = min(max(probability, 0), 1) * Double(Self.steps)
    let index = min(Int(place), Self.steps - 1)
    let level = levels[index] + (place - Double(index)) * (levels[index + 1] - levels[index])
    return min(level, 0.9999)
  }

  private static func deal(from low: Double, to high: Double, into counts: inout [Double]) {
    let width = Double(counts.count)
    let first = min(Int(low * width), counts.count - 1)
    let last = min(Int(high * width), counts.count - 1)
    guard first < last else {
      counts[first] += 1
      return
    }
    let span = (high - low) * width
    counts[first] += (Double(first + 1) - low * width) / span
    for place in first + 1..<last { counts[place] += 1 / span }
    counts[last] += (high * width - Double(last)) / span
  }

  private static func quantiles(_ counts: [Double], _ total: Double) -> [Double] {
    var levels: [Double] = []
    var sum = 0.0
    var place = 0
    for step in 0...steps {
      let wanted = Double(step) / Double(steps) * total
      while place < counts.count, sum + counts[place] < wanted {
        sum += counts[place]
        place += 1
      }
      guard place < counts.count else {
        levels.append(1)
        continue
      }
      let part = counts[place] > 0 ? (wanted - sum) / counts[place] : 0
      levels.append((Double(place) + min(max(part, 0), 1)) / Double(counts.count))
    }
    return levels
  }
}
