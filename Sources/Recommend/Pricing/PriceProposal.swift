internal import Foundation

/// A lower price that sells more without costing the shop anything, for a merchant to approve.
///
/// It is one price for everybody: nothing here knows who asks.
public struct PriceProposal: Hashable, Sendable {
  /// What a proposal must keep to.
  public struct Limits: Hashable, Sendable, Codable {
    /// The least share of the price that is margin, from 0 up to but not 1.
    public var marginFloor: Double
    /// By what share a price may change within a day, 0.01 to 0.3.
    public var dailyChange: Double
    /// Prices are whole multiples of so many minor units, 1 or more.
    public var step: Int64

    /// Sets limits.
    public init(marginFloor: Double = 0.15, dailyChange: Double = 0.1, step: Int64 = 10) {
      self.marginFloor = marginFloor
      self.dailyChange = dailyChange
      self.step = step
    }

    /// Whether the limits make sense.
    public var areSound: Bool {
      (0..<1).contains(marginFloor) && (0.01...0.3).contains(dailyChange) && step >= 1
    }
  }

  /// The price that is proposed, in minor units.
  public let price: Int64
  /// By what factor more units are expected, nine times in ten.
  public let units: ClosedRange<Double>
  /// By what factor the margin in all changes, by the cautious end of the elasticity; 1 or more.
  public let leastProfit: Double

  /// Proposes the lowest price that even the cautious end of the interval pays for; nothing where no lower
  /// price pays, or where current price, cost or limits make no sense.
  ///
  /// - Parameters:
  ///   - current: The price now, in minor units.
  ///   - cost: What a unit costs the shop.
  ///   - elasticity: The elasticity with its interval.
  ///   - limits: What it must keep to.
  public init?(
    for current: Int64,
    cost: Int64,
    _ elasticity: PriceElasticity,
    _ limits: Limits = Limits()
  ) {
    guard current > 0, cost >= 0, current > cost, limits.areSound else { return nil }
    let lowest = Int64((Double(current) * (1 - limits.dailyChange)).rounded(.up))
    let first = (lowest + limits.step - 1) / limits.step * limits.step
    for price in stride(from: first, to: current, by: Int64.Stride(limits.step)) {
      let margin = Double(price - cost) / Double(price)
      guard price > 0, margin >= limits.marginFloor else { continue }
      let ratio = Double(price) / Double(current)
      let ends = [elasticity.bounds.upperBound, elasticity.bounds.lowerBound].map { pow(ratio, $0) }
      let profit = ends[0] * Double(price - cost) / Double(current - cost)
      guard profit >= 1, ends.allSatisfy(\.isFinite) else { continue }
      self.price = price
      units = min(ends[0], ends[1])...max(ends[0], ends[1])
      leastProfit = profit
      return
    }
    return nil
  }
}
