/// So many pieces of something that is used up, bought on a day.
public struct RestockPurchase: Hashable, Sendable {
  /// The day.
  public let day: CivilDay
  /// How many, 1 or more.
  public let pieces: Int

  /// Describes a purchase.
  public init(on day: CivilDay, pieces: Int) {
    self.day = day
    self.pieces = pieces
  }
}

/// When a family runs out of something that it buys again and again.
public enum RestockRule {
  /// How many days of purchase are looked at, the latest.
  public static let window = 6
  /// From how many days of purchase on the family's own pace counts.
  public static let ownFrom = 3
  /// The most pieces of one day that last one after the other; more are a gift or a hoard.
  public static let piecesLimit = 12
  /// The farthest that a purchase lasts, in days.
  public static let longest = 365

  /// The day on which what was bought last is used up.
  ///
  /// One piece lasts as long as the merchant says. From the third day of purchase on it lasts as long as
  /// pieces lasted this family: the days from the first purchase to the last, shared among all pieces
  /// before the last, but a third to three times of what the merchant says.
  /// - Parameters:
  ///   - purchases: In any order; those of one day are added up.
  ///   - usualDays: How many days a piece lasts, 1 or more.
  /// - Returns: The day; nothing without a purchase.
  public static func due(_ purchases: [RestockPurchase], usualDays: Int) -> CivilDay? {
    let byDay = Dictionary(purchases.map { ($0.day, max(1, $0.pieces)) }, uniquingKeysWith: +)
    let days = byDay.keys.sorted().suffix(window)
    guard let first = days.first, let last = days.last else { return nil }
    let usual = Double(max(1, usualDays))
    var each = usual
    if days.count >= ownFrom {
      let spent = days.dropLast().reduce(0) { $0 + (byDay[$1] ?? 1) }
      each = min(max(Double(first.days(until: last)) / Double(spent), usual / 3), usual * 3)
    }
    let pieces = min(byDay[last] ?? 1, piecesLimit)
    let lasts = Int((each * Double(pieces)).rounded())
    return last.adding(days: min(longest, max(1, lasts)))
  }
}
