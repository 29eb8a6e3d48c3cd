/// What a course or toy trains.
public struct DevelopmentTag: Hashable, Sendable {
  /// Which of the two it is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Lessons after each other.
    case course
    /// A thing to play with.
    case toy
  }

  /// The most skills of an item.
  public static let skillLimit = 12
  /// The most lessons of a course.
  public static let lessonLimit = 200

  /// The item.
  public let item: String
  /// Which of the two it is.
  public let kind: Kind
  /// What it trains, at least one.
  public let skills: [DevelopmentSkill]
  /// How many lessons a course has; 0 of a toy.
  public let lessons: Int

  /// Tags an item.
  public init(item: String, kind: Kind, skills: [DevelopmentSkill], lessons: Int = 0) {
    self.item = item
    self.kind = kind
    self.skills = skills
    self.lessons = lessons
  }

  /// The areas that it trains.
  public var domains: Set<DevelopmentDomain> { Set(skills.map(\.domain)) }

  /// What is wrong with it, by the name of the field; nil when nothing is.
  var problem: String? {
    if !(1...80).contains(item.unicodeScalars.count) { return "item" }
    if !(1...Self.skillLimit).contains(skills.count) { return "skills" }
    let isSound = kind == .toy ? lessons == 0 : (1...Self.lessonLimit).contains(lessons)
    return isSound ? nil : "lessons"
  }
}

/// One skill of an offer against a child's age.
public struct DevelopmentCheck: Hashable, Sendable {
  /// Where the child is.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Before the window.
    case early
    /// Within it.
    case within
    /// Past it.
    case late
  }

  /// The skill, with its window and source.
  public let skill: DevelopmentSkill
  /// Where the child is.
  public let verdict: Verdict
}

/// Whether courses and toys fit a child's development, by ages alone: nothing here judges a child.
public enum DevelopmentRule {
  /// Each skill against an age in months.
  public static func checks(_ skills: [DevelopmentSkill], at months: Int) -> [DevelopmentCheck] {
    skills.map { skill in
      let verdict: DevelopmentCheck.Verdict =
        skill.window.contains(months)
        ? .within : months < (skill.window.from ?? .min) ? .early : .late
      return DevelopmentCheck(skill: skill, verdict: verdict)
    }
  }

  /// Whether an offer fits: it trains something of the age, and nothing that lies ahead of it.
  public static func fits(_ checks: [DevelopmentCheck]) -> Bool {
    checks.contains { $0.verdict == .within } && !checks.contains { $0.verdict == .early }
  }

  /// The skills whose window no age of an item's lies in: the item is said to be for other children than
  /// those who learn them.
  public static func strangers(of skills: [DevelopmentSkill], madeFor ages: AgeSpan)
    -> [DevelopmentSkill]
  {
    skills.filter { !$0.window.overlaps(ages) }
  }
}

/// A course or toy that fits a child.
public struct DevelopmentOffer: Hashable, Sendable {
  /// What it trains.
  public let tag: DevelopmentTag
  /// Each of its skills against the age.
  public let checks: [DevelopmentCheck]
  /// Of what the family wants to train, what it does.
  public let goals: Set<DevelopmentDomain>
  /// The lesson that comes next; nil for a toy.
  public let nextLesson: Int?

  /// Whether a course was begun.
  public var isBegun: Bool { (nextLesson ?? 1) > 1 }
}

/// Which courses and toys come first.
public enum CourseRule {
  /// What fits an age, a course that was begun before all others, then what trains most of the goals, then
  /// what trains most of the age; a course that is done is left out.
  ///
  /// - Parameters:
  ///   - tags: What can be had, each item once.
  ///   - months: The child's age.
  ///   - done: Lessons done, by item.
  ///   - goals: What the family wants to train.
  /// - Returns: The offers.
  public static func offers(
    _ tags: [DevelopmentTag],
    at months: Int,
    done: [String: Set<Int>] = [:],
    goals: Set<DevelopmentDomain> = []
  ) -> [DevelopmentOffer] {
    let offers = tags.compactMap { tag -> DevelopmentOffer? in
      let checks = DevelopmentRule.checks(tag.skills, at: months)
      let next = (1...max(1, tag.lessons)).first { !(done[tag.item]?.contains($0) ?? false) }
      guard DevelopmentRule.fits(checks), tag.kind == .toy || next != nil else { return nil }
      return DevelopmentOffer(
        tag: tag,
        checks: checks,
        goals: tag.domains.intersection(goals),
        nextLesson: tag.kind == .course ? next : nil
      )
    }
    return offers.sorted { one, other in
      let (left, right) = (rank(one), rank(other))
      return left == right ? one.tag.item < other.tag.item : right < left
    }
  }

  private static func rank(_ offer: DevelopmentOffer) -> (Int, Int, Int) {
    (offer.isBegun ? 1 : 0, offer.goals.count, offer.checks.count { $0.verdict == .within })
  }
}
