/// One line of a receipt, with the household and the category by number.
public struct PurchaseLine: Hashable, Sendable {
  /// The household's number, from 0.
  public let household: Int
  /// The category's number, from 0.
  public let category: Int
  /// The day's number on any calendar that counts days.
  public let day: Int
  /// Pieces bought, above 0.
  public let quantity: Float
  /// What was paid, above 0, in any one unit of money.
  public let value: Float

  /// Names one line of a receipt.
  public init(household: Int, category: Int, day: Int, quantity: Float, value: Float) {
    self.household = household
    self.category = category
    self.day = day
    self.quantity = quantity
    self.value = value
  }
}

/// What each household bought of each category on each day.
///
/// Lines whose quantity or value is not above zero (returns, coupons, damaged numbers) are left out:
/// they are no sign of a need.
public struct PurchaseHistory: Sendable {
  /// How many households there are, with or without a purchase.
  public let households: Int
  /// The group that each category belongs to, such as its department; its count is the number of
  /// categories.
  public let groups: [Int]
  /// The first day with a purchase; nothing when there is none.
  public let firstDay: Int?

  /// Purchases by household, then category, then day.
  package let events: [Event]
  /// Where each household's events begin, and where the last one's end.
  package let starts: [Int]
  /// Each household's days with a purchase, rising.
  package let trips: [[Int32]]

  /// All that a household bought of a category on a day.
  package struct Event {
    package let category: Int32
    package let day: Int32
    package var quantity: Float
    package var value: Float
  }

  /// Sorts lines into a history.
  ///
  /// - Parameters:
  ///   - lines: In any order; days from -1,000,000 to 1,000,000.
  ///   - households: Their number; every line's household is below it.
  ///   - groups: The group of each category; every line's category is one of them.
  public init(lines: [PurchaseLine], households: Int, groups: [Int]) {
    self.households = households
    self.groups = groups
    let kept = lines.filter { $0.quantity > 0 && $0.value > 0 && $0.value.isFinite }
    firstDay = kept.lazy.map(\.day).min()
    let base = firstDay ?? 0
    let span = UInt64((kept.lazy.map(\.day).max() ?? 0) - base + 1)
    let width = UInt64(groups.count)
    let keys = kept.map {
      (UInt64($0.household) * width + UInt64($0.category)) * span + UInt64($0.day - base)
    }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var events: [Event] = []
    var counts = [Int](repeating: 0, count: households + 1)
    var last: UInt64?
    for index in order {
      let line = kept[index]
      if keys[index] == last {
        events[events.count - 1].quantity += line.quantity
        events[events.count - 1].value += line.value
        continue
      }
      last = keys[index]
      counts[line.household + 1] += 1
      events.append(
        Event(
          category: Int32(line.category),
          day: Int32(line.day),
          quantity: line.quantity,
          value: line.value
        )
      )
    }
    for household in 0..<households { counts[household + 1] += counts[household] }
    self.events = events
    starts = counts
    trips = (0..<households).map { household in
      Array(Set(events[counts[household]..<counts[household + 1]].map(\.day))).sorted()
    }
  }

  /// A household's purchases, by category, then day.
  package func events(of household: Int) -> ArraySlice<Event> {
    events[starts[household]..<starts[household + 1]]
  }

  /// How many days with a purchase a household had in a range of days.
  func tripCount(of household: Int, in days: Range<Int>) -> Int {
    trips[household].reduce(0) { $0 + (days.contains(Int($1)) ? 1 : 0) }
  }

  /// The categories that a household bought from in a range of days, rising.
  func categories(of household: Int, in days: Range<Int>) -> [Int] {
    var found: [Int] = []
    for event in events(of: household) where days.contains(Int(event.day)) {
      if found.last != Int(event.category) { found.append(Int(event.category)) }
    }
    return found
  }
}
