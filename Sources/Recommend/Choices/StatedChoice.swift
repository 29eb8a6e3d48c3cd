public import Foundation
internal import TenantStore

/// What a person said about recommendations.
public struct StatedChoice: Hashable, Sendable {
  /// Whether they want recommendations of their own; nil while they said nothing.
  public let isOn: Bool?
  /// The months in which the children were or will be born, ``BirthMonth/number(of:in:)``.
  public let childrenBorn: [Int]
  /// What they want nothing of to be proposed, in the words of ``CatalogueItem/allergens``.
  public let avoids: [String]
  /// What they chose of how things are proposed.
  public let wishes: PersonWishes

  /// What somebody said who said nothing.
  public static let none = Self(isOn: nil, childrenBorn: [], avoids: [])

  /// Describes what somebody said.
  public init(
    isOn: Bool?,
    childrenBorn: [Int],
    avoids: [String] = [],
    wishes: PersonWishes = .none
  ) {
    self.isOn = isOn
    self.childrenBorn = childrenBorn
    self.avoids = avoids
    self.wishes = wishes
  }

  /// The ages of the children in whole months, before birth negative; they grow by themselves.
  public func ages(at now: Date, in zone: TimeZone) -> [Int] {
    childrenBorn.map { BirthMonth.number(of: now, in: zone) - $0 }.sorted()
  }
}

/// Months of the calendar as numbers, so that an age is a difference.
public enum BirthMonth {
  /// The most children that a person can name.
  public static let childLimit = 6
  /// The ages that can be named, in months.
  public static let ages = -9...216

  /// Twelve times the year and the month from 0 on, which a time zone's clocks show.
  public static func number(of instant: Date, in zone: TimeZone) -> Int {
    let day = CalendarDate(instant, in: zone)
    return day.year * 12 + day.month - 1
  }
}
