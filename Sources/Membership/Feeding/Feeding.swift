public import Foundation
public import TenantStore

/// One meal of a child.
public struct Feeding: Hashable, Sendable {
  /// On which side a child drank.
  public enum Side: String, CaseIterable, Sendable {
    case left
    case right
    case both
  }

  /// What was seen after a food.
  public enum Reaction: String, CaseIterable, Sendable {
    case rash
    case vomiting
    case diarrhoea
    case swelling
    case breathing

    /// Whether nobody waits with it.
    public var isUrgent: Bool { self == .swelling || self == .breathing }
  }

  /// What a child had.
  public enum Meal: Hashable, Sendable {
    /// So many minutes at the breast, 1 to 180.
    case breast(Side, minutes: Int)
    /// So much formula, 1 to 500 millilitres.
    case formula(millilitres: Int)
    /// Something to eat, 1 to 80 characters, perhaps for the first time.
    case solid(food: String, isNew: Bool, reaction: Reaction?)
  }

  /// When, in UTC, to the minute.
  public var fedAt: Date
  /// What.
  public var meal: Meal

  /// Describes a meal.
  public init(fedAt: Date, meal: Meal) {
    self.fedAt = Date(
      timeIntervalSince1970: (fedAt.timeIntervalSince1970 / 60).rounded(.down) * 60
    )
    self.meal = meal
  }

  /// What is wrong with it.
  var wrongFields: [String] {
    switch meal {
    case .breast(_, let minutes): (1...180).contains(minutes) ? [] : ["minutes"]
    case .formula(let millilitres): (1...500).contains(millilitres) ? [] : ["millilitres"]
    case .solid(let food, _, _): (1...80).contains(food.unicodeScalars.count) ? [] : ["food"]
    }
  }

  /// The word of its kind.
  var kind: String {
    switch meal {
    case .breast: "breast"
    case .formula: "formula"
    case .solid: "solid"
    }
  }

  /// What was eaten; empty for milk.
  var food: String {
    if case .solid(let food, _, _) = meal { food } else { "" }
  }
}

/// How a child is fed, as its record of the last two weeks says.
public enum FeedingState: String, CaseIterable, Sendable {
  /// At the breast alone.
  case breast
  /// At the breast and with formula.
  case mixed
  /// With formula alone.
  case formula
  /// Solid food has begun.
  case solids
}

/// What a child had on one day.
public struct FeedingDay: Hashable, Sendable {
  /// The day on the merchant's clocks.
  public let day: CalendarDate
  /// How often at the breast.
  public var feeds = 0
  /// How many minutes in all.
  public var minutes = 0
  /// How many bottles of formula.
  public var bottles = 0
  /// How many millilitres in all.
  public var millilitres = 0
  /// What was eaten, each food once, in the order of the day.
  public var foods: [String] = []
  /// What was eaten for the first time.
  public var newFoods: [String] = []
  /// What was seen after which food.
  public var reactions: [Seen] = []

  /// Something that was seen after a food.
  public struct Seen: Hashable, Sendable {
    /// The food.
    public let food: String
    /// What was seen.
    public let reaction: Feeding.Reaction
  }
}

/// What a record of meals says.
public enum FeedingRule {
  /// How far back it says how a child is fed now, in seconds: two weeks.
  public static let memory: TimeInterval = 14 * 86_400

  /// How a child is fed now; nothing where nobody noted it of late.
  public static func state(of feedings: [Feeding], at now: Date) -> FeedingState? {
    let kinds = Set(
      feedings.filter { $0.fedAt > now - memory && $0.fedAt <= now }.map(\.kind)
    )
    if kinds.contains("solid") { return .solids }
    switch (kinds.contains("breast"), kinds.contains("formula")) {
    case (true, true): return .mixed
    case (true, false): return .breast
    case (false, true): return .formula
    case (false, false): return nil
    }
  }

  /// The sums of each day that has a meal, the latest first.
  public static func days(of feedings: [Feeding], in zone: TimeZone) -> [FeedingDay] {
    var days: [CalendarDate: FeedingDay] = [:]
    for feeding in feedings.sorted(by: { $0.fedAt < $1.fedAt }) {
      let date = CalendarDate(feeding.fedAt, in: zone)
      var day = days[date] ?? FeedingDay(day: date)
      switch feeding.meal {
      case .breast(_, let minutes):
        day.feeds += 1
        day.minutes += minutes
      case .formula(let millilitres):
        day.bottles += 1
        day.millilitres += millilitres
      case .solid(let food, let isNew, let reaction):
        if !day.foods.contains(food) { day.foods.append(food) }
        if isNew, !day.newFoods.contains(food) { day.newFoods.append(food) }
        if let reaction { day.reactions.append(.init(food: food, reaction: reaction)) }
      }
      days[date] = day
    }
    return days.values.sorted { $0.day > $1.day }
  }
}

extension Families {
  /// Notes a meal of a child, in the place of what was noted for the same minute, kind and food.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`, or `feeding_invalid` with the
  ///   fields.
  public func noteFeeding(
    _ feeding: Feeding,
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let child = try await own(id, of: parent, in: transaction)
    var fields = feeding.wrongFields
    let day = CalendarDate(feeding.fedAt, in: tenant.timeZone)
    if child.dates.birth.map({ $0 > day }) ?? true { fields.append("at") }
    if feeding.fedAt > transaction.environment.now() { fields.append("at") }
    guard fields.isEmpty else { throw MembershipRefusal(.feedingInvalid, fields: fields) }
    try await transaction.keepFeeding(feeding, of: id)
  }

  /// Takes a meal away; again changes nothing.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`.
  public func removeFeeding(
    _ feeding: Feeding,
    of id: ChildID,
    parent: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    _ = try await own(id, of: parent, in: transaction)
    try await transaction.removeFeeding(feeding, of: id)
  }
}
