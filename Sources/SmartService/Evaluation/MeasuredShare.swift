internal import Foundation

/// A share with its Wilson interval.
public struct MeasuredShare: Hashable, Sendable, CustomStringConvertible {
  /// How many were right.
  public let count: Int
  /// Of how many.
  public let total: Int

  /// So many of so many.
  public init(count: Int, total: Int) {
    self.count = count
    self.total = total
  }

  /// The share, 0 of nothing.
  public var value: Double { total == 0 ? 0 : Double(count) / Double(total) }

  /// The interval that holds the true share in 95 of 100 such sets.
  public var interval: ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    let (n, p, z) = (Double(total), value, 1.96)
    let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
    return max(0, centre - half)...min(1, centre + half)
  }

  /// `.912 (.88–.93, 456 of 500)`.
  public var description: String {
    String(
      format: "%.3f (%.3f–%.3f, %d of %d)",
      value,
      interval.lowerBound,
      interval.upperBound,
      count,
      total
    )
  }
}
