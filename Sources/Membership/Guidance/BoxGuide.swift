public import TenantStore

/// What families of an age read with the boxes of a plan, in one language.
public struct BoxGuide: Hashable, Sendable {
  /// The plan's short name.
  public var plan: String
  /// From which age on, in whole months, negative before birth; until the next one of the plan.
  public var fromMonths: Int
  /// The language.
  public var language: LanguageTag
  /// What it is about, 1 to 80 characters.
  public var title: String
  /// What is said, in Markdown: paragraphs, headings, lists, bold words and links; 1 to 8,000 characters.
  public var text: String
  /// Where it is from, 1 to 200 characters.
  public var source: String
  /// Which professional vouches for it, up to 80 characters; nobody where it is empty, and pages say so.
  public var reviewer: String

  /// Describes what is said.
  public init(
    plan: String,
    fromMonths: Int,
    language: LanguageTag,
    title: String,
    text: String,
    source: String,
    reviewer: String = ""
  ) {
    self.plan = plan
    self.fromMonths = fromMonths
    self.language = language
    self.title = title
    self.text = text
    self.source = source
    self.reviewer = reviewer
  }

  /// Which one it is: nobody writes two for one plan, age and language.
  struct Place: Hashable, Comparable {
    let plan: String
    let fromMonths: Int
    let language: LanguageTag

    static func < (left: Self, right: Self) -> Bool {
      (left.plan, left.fromMonths, left.language.rawValue)
        < (right.plan, right.fromMonths, right.language.rawValue)
    }
  }

  var place: Place { Place(plan: plan, fromMonths: fromMonths, language: language) }

  /// What is wrong with it.
  var wrongFields: [String] {
    var fields: [String] = []
    if !(1...40).contains(plan.unicodeScalars.count) { fields.append("plan") }
    if !(-9...72).contains(fromMonths) { fields.append("from_months") }
    if !(1...80).contains(title.unicodeScalars.count) { fields.append("title") }
    if !(1...8_000).contains(text.unicodeScalars.count) { fields.append("text") }
    if !(1...200).contains(source.unicodeScalars.count) { fields.append("source") }
    if reviewer.unicodeScalars.count > 80 { fields.append("reviewer") }
    return fields
  }
}

/// Chooses among what a merchant says with boxes.
public enum BoxGuideRule {
  /// The span of ages that a child is in, by its first month.
  ///
  /// - Parameters:
  ///   - bands: Where spans begin, in any order.
  ///   - months: The child's age; without one nothing is said, as it would be advice for no age.
  /// - Returns: The last span that has begun; nothing before the first.
  public static func band(of bands: [Int], forMonths months: Int?) -> Int? {
    months.flatMap { age in bands.filter { $0 <= age }.max() }
  }

  /// What is said in the first of some languages that has it, else in any.
  public static func chosen(_ guides: [BoxGuide], in preferred: [LanguageTag]) -> BoxGuide? {
    preferred.lazy.compactMap { tag in guides.first { $0.language == tag } }.first
      ?? guides.min { $0.place < $1.place }
  }
}

extension SubscriptionProgram {
  /// Keeps what is said with boxes, in the place of what was said before.
  ///
  /// - Throws: ``ValueRefusal`` with the code `guide_invalid` (`fields`), or `plan_not_found`.
  public func keep(_ guide: BoxGuide, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    guard settings.plans.contains(where: { $0.code == guide.plan }) else {
      throw ValueRefusal(.planNotFound)
    }
    let wrong = guide.wrongFields
    guard wrong.isEmpty else {
      throw ValueRefusal(.guideInvalid, details: ["fields": .array(wrong.map { .string($0) })])
    }
    guard try await transaction.keepBoxGuides([guide]) > 0 else { return }
    try await transaction.audit("membership.guide_kept", of: guide.subject, by: actor)
  }

  /// Says something no more; again changes nothing.
  public func remove(
    _ plan: String,
    fromMonths: Int,
    _ language: LanguageTag,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let place = BoxGuide.Place(plan: plan, fromMonths: fromMonths, language: language)
    guard try await transaction.removeBoxGuides([place]) > 0 else { return }
    try await transaction.audit("membership.guide_removed", of: place.subject, by: actor)
  }
}

extension BoxGuide {
  /// What the trail calls it.
  var subject: String { place.subject }
}

extension BoxGuide.Place {
  /// What the trail calls it.
  var subject: String { "\(plan):\(fromMonths):\(language)" }
}
