public import Foundation
public import TenantStore

/// One arrival by a channel.
public struct ChannelTouch: Hashable, Sendable, TenantRow {
  /// The channel.
  public let channel: String
  /// When, in UTC.
  public let at: Date

  /// Names an arrival.
  public init(channel: String, at: Date) {
    self.channel = channel
    self.at = at
  }

  /// Reads channel and time.
  public init(row: inout ColumnReader) throws {
    channel = try row.next()
    at = try row.next()
  }
}

/// What of an order a channel brought.
public struct ChannelCredit: Hashable, Sendable {
  /// The channel.
  public let channel: String
  /// Its share by position, in millionths.
  public let share: Int
  /// Whether it was the last before the order.
  public let isLast: Bool
}

/// Which channels brought an order.
///
/// 1. An arrival counts within ``windowDays`` before the order, and no later.
/// 2. By the first count the last arrival brought the whole order; whoever came back without a link takes
///    nothing from it.
/// 3. By position the first and the last arrival have two fifths each and those between share the rest;
///    of two each has half. The shares of an order are ``whole`` together.
/// 4. An order without an arrival is ``ChannelRule/direct``, wholly, by both counts.
public enum AttributionRule {
  /// How long an arrival counts.
  public static let windowDays = 30
  /// All of an order, in millionths.
  public static let whole = 1_000_000
  private static let edge = 400_000

  /// The start of the window of an order.
  public static func start(of orderedAt: Date) -> Date {
    orderedAt.addingTimeInterval(-Double(windowDays) * 86_400)
  }

  /// What each channel brought, by channel; each stands once.
  public static func credits(of touches: [ChannelTouch], orderedAt: Date) -> [ChannelCredit] {
    let start = start(of: orderedAt)
    let path = touches.filter { $0.at >= start && $0.at <= orderedAt }
      .sorted { ($0.at, $0.channel) < ($1.at, $1.channel) }.map(\.channel)
    guard let last = path.last else {
      return [ChannelCredit(channel: ChannelRule.direct, share: whole, isLast: true)]
    }
    var shares: [String: Int] = [:]
    for (channel, share) in zip(path, positions(path.count)) {
      shares[channel, default: 0] += share
    }
    return shares.sorted { $0.key < $1.key }.map {
      ChannelCredit(channel: $0.key, share: $0.value, isLast: $0.key == last)
    }
  }

  /// The shares of so many arrivals, in their order.
  private static func positions(_ count: Int) -> [Int] {
    switch count {
    case 1: return [whole]
    case 2: return [whole / 2, whole / 2]
    default:
      let (between, rest) = (whole - 2 * edge).quotientAndRemainder(dividingBy: count - 2)
      return [edge] + (0..<count - 2).map { between + ($0 < rest ? 1 : 0) } + [edge]
    }
  }
}
