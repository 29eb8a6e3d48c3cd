/// Who belongs to an audience; what is left out says nothing.
public struct AudienceRule: Hashable, Sendable, Codable {
  /// Of whom something was bought in one of these categories, by their short names; empty for anybody.
  public var bought: [String]
  /// Who bought nothing in any of these.
  public var notBought: [String]
  /// Days back from today in which that counts, 1 to 730.
  public var days: Int
  /// The ages of a child in months, at least one of which is in the span.
  public var ages: AgeSpan
  /// Days of purchases in the time, at least.
  public var leastPurchaseDays: Int
  /// Who did nothing at all for so many days, at least; 0 for anybody.
  public var quietDays: Int

  /// Describes an audience.
  public init(
    bought: [String] = [],
    notBought: [String] = [],
    days: Int = 90,
    ages: AgeSpan = .any,
    leastPurchaseDays: Int = 0,
    quietDays: Int = 0
  ) {
    self.bought = bought
    self.notBought = notBought
    self.days = days
    self.ages = ages
    self.leastPurchaseDays = leastPurchaseDays
    self.quietDays = quietDays
  }

  /// What is wrong with the rule, by the name of the field; nil when nothing is.
  public var problem: String? {
    if !(1...730).contains(days) { return "days" }
    if !(0...730).contains(quietDays) { return "quietDays" }
    if !(0...730).contains(leastPurchaseDays) { return "leastPurchaseDays" }
    if bought.count > 20 || notBought.count > 20 { return "categories" }
    if let from = ages.from, let to = ages.to, from >= to { return "ages" }
    return nil
  }

  /// Whether somebody belongs to it.
  ///
  /// Whose children's ages are not known belongs to no audience that asks for ages.
  func includes(_ person: PersonFacts, today: Int) -> Bool {
    let recent = person.purchases.filter { today - $0.day < days && $0.day <= today }
    let categories = Set(recent.map(\.category))
    guard bought.isEmpty || !categories.isDisjoint(with: bought),
      categories.isDisjoint(with: notBought),
      Set(recent.map(\.day)).count >= leastPurchaseDays,
      quietDays == 0 || today - person.lastDay >= quietDays
    else { return false }
    return !ages.isBounded || person.ages.contains(where: ages.contains)
  }
}

/// What audiences are chosen by: a person's own doings, nothing else.
struct PersonFacts: Hashable, Sendable {
  struct Purchase: Hashable, Sendable {
    let category: String
    /// Days since 1970-01-01.
    let day: Int
  }

  let person: PersonID
  var purchases: [Purchase] = []
  /// The day on which something was done last.
  var lastDay: Int
  /// The ages of the children in months.
  var ages: [Int] = []
}

/// Who of an audience is left alone, so that it can be told what reaching the others brought.
enum HoldoutRule {
  /// Whether somebody is held out: by lot, the same whenever it is asked.
  ///
  /// - Parameters:
  ///   - person: Somebody of the audience.
  ///   - audience: The audience, so that not always the same are left alone.
  ///   - percent: How many of a hundred are held out, 0 to 50.
  /// - Returns: Whether it is one of those.
  static func isHeld(_ person: PersonID, of audience: AudienceID, percent: Int) -> Bool {
    let salt = ExplorationRule.seed(of: PersonID(uuid: audience.uuid))
    var random = SplitMix(seed: salt ^ ExplorationRule.seed(of: person) &* 0x9E37_79B9_7F4A_7C15)
    return random.next() % 100 < UInt64(min(max(percent, 0), 50))
  }
}
