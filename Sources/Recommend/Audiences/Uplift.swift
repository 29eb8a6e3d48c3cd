internal import Foundation

/// What reaching people brought, against others of the same audience who were left alone.
public struct Uplift: Hashable, Sendable {
  /// How many people, and how many of them did what was hoped for.
  public struct Group: Hashable, Sendable {
    /// The people.
    public let people: Int
    /// Those who bought.
    public let buyers: Int

    /// Counts a group; more buyers than people are as many as people.
    public init(people: Int, buyers: Int) {
      self.people = max(0, people)
      self.buyers = min(max(0, buyers), max(0, people))
    }

    /// The share of buyers, from 0 to 1; 0 of nobody.
    public var share: Double { people == 0 ? 0 : Double(buyers) / Double(people) }

    /// The interval that holds the share nineteen times in twenty (Wilson, 1927).
    var bounds: ClosedRange<Double> {
      guard people > 0 else { return 0...1 }
      let (z, n) = (1.959_964, Double(people))
      let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
      let side =
        z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
      return max(0, middle - side)...min(1, middle + side)
    }
  }

  /// Those who were reached.
  public let reached: Group
  /// Those who were left alone.
  public let held: Group

  /// Compares two groups.
  public init(reached: Group, held: Group) {
    self.reached = reached
    self.held = held
  }

  /// How much greater the share of buyers is among those who were reached, from −1 to 1.
  public var difference: Double { reached.share - held.share }

  /// The interval that holds the difference nineteen times in twenty (Newcombe, 1998, method 10).
  public var bounds: ClosedRange<Double> {
    guard reached.people > 0, held.people > 0 else { return -1...1 }
    let (own, other) = (reached.bounds, held.bounds)
    let down = square(reached.share - own.lowerBound) + square(other.upperBound - held.share)
    let up = square(own.upperBound - reached.share) + square(held.share - other.lowerBound)
    return max(-1, difference - down.squareRoot())...min(1, difference + up.squareRoot())
  }

  /// Whether more bought because they were reached, as far as can be told.
  public var isProven: Bool { bounds.lowerBound > 0 }

  /// Buyers who would not have come by themselves; negative for fewer.
  public var extraBuyers: Double { difference * Double(reached.people) }

  /// What each extra buyer cost, in the unit of the cost; nil where none is proven.
  ///
  /// - Parameter cost: What reaching all of them cost.
  /// - Returns: The figure for the difference that was measured, and the interval by its bounds.
  public func costPerBuyer(_ cost: Double) -> (value: Double, bounds: ClosedRange<Double>)? {
    guard isProven, cost >= 0, cost.isFinite else { return nil }
    let people = Double(reached.people)
    let ends = (cost / (bounds.upperBound * people), cost / (bounds.lowerBound * people))
    return (cost / extraBuyers, ends.0...ends.1)
  }

  private func square(_ number: Double) -> Double { number * number }
}
