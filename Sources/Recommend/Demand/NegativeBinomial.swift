import Foundation

/// Counts that vary at least as much as their mean: a Poisson whose rate varies by a gamma.
///
/// Below a mean of 200 sums of probabilities are exact; above it the gamma distribution of the same
/// mean and variance stands in, by the cube-root approximation of Wilson and Hilferty (1931).
public struct NegativeBinomial: Hashable, Sendable {
  /// The mean, 0 or more.
  public let mean: Double
  /// The variance, at least the mean.
  public let variance: Double

  /// A distribution; a variance below the mean counts as the mean's (Poisson), no number as 0.
  public init(mean: Double, variance: Double) {
    self.mean = mean.isFinite ? max(0, mean) : 0
    let least = self.mean * (1 + 1e-6)
    self.variance = variance.isFinite ? max(variance, least) : least
  }

  /// The distribution of about as many times as much: mean by a factor, variance by its square.
  func scaled(by factor: Double) -> Self {
    Self(mean: factor * mean, variance: factor * factor * variance)
  }

  /// The least count that is not exceeded with at least a probability.
  ///
  /// - Parameter probability: From 0 up to, not including, 1.
  /// - Returns: A whole number from 0.
  public func quantile(_ probability: Double) -> Double {
    guard mean > 0, probability > 0 else { return 0 }
    guard mean < Self.exactLimit else { return gammaQuantile(probability) }
    var term = zeroProbability
    var sum = term
    var count = 0.0
    while sum < probability, count < 1e6 {
      count += 1
      term *= ratio(count)
      sum += term
      if term < 1e-14, count > mean { break }
    }
    return count
  }

  /// The probability of a count or fewer.
  public func cumulative(_ count: Double) -> Double {
    guard count >= 0 else { return 0 }
    guard mean > 0 else { return 1 }
    guard mean < Self.exactLimit else { return gammaCumulative(count) }
    var term = zeroProbability
    var sum = term
    var index = 1.0
    while index <= count, term > 1e-14 || index < mean {
      term *= ratio(index)
      sum += term
      index += 1
    }
    return min(sum, 1)
  }

  /// The greatest count that has at least a probability of its own; 0 when none has.
  func lastCount(ofProbability least: Double) -> Double {
    guard mean > 0 else { return 0 }
    guard mean < Self.exactLimit else { return lastCountByNormal(least) }
    var term = zeroProbability
    var count = 0.0
    var last = 0.0
    while term >= least || count < mean {
      if term >= least { last = count }
      count += 1
      term *= ratio(count)
    }
    return last
  }

  private func lastCountByNormal(_ least: Double) -> Double {
    let height = 1 / (2 * Double.pi * variance).squareRoot()
    guard height > least else { return 0 }
    return (mean + (2 * variance * log(height / least)).squareRoot()).rounded(.down)
  }

  private static let exactLimit = 200.0

  private var shape: Double { mean * mean / max(variance - mean, mean * 1e-6) }

  private var zeroProbability: Double { exp(-shape * log1p(mean / shape)) }

  private func ratio(_ count: Double) -> Double {
    (count - 1 + shape) / count * mean / (mean + shape)
  }

  private func gammaQuantile(_ probability: Double) -> Double {
    let ninth = variance / (mean * mean) / 9
    let root = 1 - ninth + NormalDistribution.quantile(probability) * ninth.squareRoot()
    return (mean * max(root, 0) * root * root).rounded(.up)
  }

  private func gammaCumulative(_ count: Double) -> Double {
    let ninth = variance / (mean * mean) / 9
    return NormalDistribution.cumulative((cbrt(count / mean) - 1 + ninth) / ninth.squareRoot())
  }
}

/// The normal distribution of mean 0 and variance 1.
enum NormalDistribution {
  static func cumulative(_ value: Double) -> Double { erfc(-value / 2.squareRoot()) / 2 }

  /// By bisection; good to 1e-9.
  static func quantile(_ probability: Double) -> Double {
    var low = -9.0
    var high = 9.0
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
