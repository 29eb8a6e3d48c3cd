internal import Foundation
public import TenantStore

/// Courses and toys for one of somebody's children.
public struct DevelopmentShelf: Sendable {
  /// The child's age in months.
  public let months: Int
  /// What fits it, the best first.
  public let offers: [DevelopmentOffer]
}

/// An item that is tagged, against the ages that it is made for.
public struct TaggedItem: Sendable {
  /// What it trains.
  public let tag: DevelopmentTag
  /// Skills that children learn at other ages than the item is made for.
  public let strangers: [DevelopmentSkill]
}

extension Recommender {
  /// The most offers for a child.
  public static let offerLimit = 12

  /// Courses and toys for each of somebody's children: what fits the age by named sources, can be had, and
  /// may be shown to them.
  ///
  /// - Parameters:
  ///   - visitor: For whom; nothing of theirs is read where they switched recommendations off.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: One for each age that was named.
  /// - Throws: What the ports and the database throw.
  public func developmentShelves(
    for visitor: Visitor,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [DevelopmentShelf] {
    guard !visitor.ages.isEmpty else { return [] }
    let tags = try await querying.developmentTags()
    let facts = try await facts(of: tags.map(\.item), tenant, querying)
    let known = Dictionary(facts.map { ($0.id, $0) }) { first, _ in first }
    var (done, goals) = ([String: Set<Int>](), Set<DevelopmentDomain>())
    if let person = visitor.person, try await querying.isPersonalised(person) {
      done = try await querying.lessonsDone(by: person)
      goals = try await querying.developmentGoals(of: person)
    }
    let placed = try tenant.recommend.placed(visitor, home: tenant.market.lowercased())
    return visitor.ages.map { months in
      var child = placed
      child.ages = [months]
      let shown = tags.filter { tag in
        known[tag.item].map { ShowableRule.isShowable($0, to: child) } ?? false
      }
      let offers = CourseRule.offers(shown, at: months, done: done, goals: goals)
      return DevelopmentShelf(months: months, offers: Array(offers.prefix(Self.offerLimit)))
    }
  }

  /// All that is tagged and sold, by item, each against the ages that it is made for.
  ///
  /// - Throws: What the ports and the database throw.
  public func taggedItems(_ tenant: TenantSnapshot, _ querying: any TenantQuerying) async throws
    -> [TaggedItem]
  {
    let tags = try await querying.developmentTags()
    let ages = Dictionary(
      try await ports.catalogue(tags.map(\.item), tenant, querying).map { ($0.id, $0.ages) }
    ) { first, _ in first }
    return tags.compactMap { tag in
      ages[tag.item].map {
        TaggedItem(tag: tag, strangers: DevelopmentRule.strangers(of: tag.skills, madeFor: $0))
      }
    }
  }

  /// Says what an item trains, in the place of what was said before; nil takes it back.
  ///
  /// - Parameters:
  ///   - item: The item.
  ///   - tag: What it trains.
  ///   - actor: Who says so.
  ///   - transaction: Where it happens.
  /// - Throws: ``RecommendRefusal`` with the code `development_tag_invalid`, which names the field.
  public func tag(
    _ item: String,
    _ tag: DevelopmentTag?,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let problem = tag.flatMap { $0.item == item ? $0.problem : "item" }
    if let problem {
      throw RecommendRefusal(.developmentTagInvalid, details: ["field": .string(problem)])
    }
    if let tag {
      try await transaction.writeDevelopmentTag(tag)
    } else {
      try await transaction.deleteDevelopmentTag(of: item)
    }
    try await transaction.audit("recommend.development_tagged", of: item, by: actor)
  }
}

extension TenantTransaction {
  /// Notes that somebody did a lesson; again changes nothing, and a lesson that the course has not is left
  /// out, as is one of whoever switched recommendations off.
  ///
  /// - Parameters:
  ///   - lesson: Its number, from 1 on.
  ///   - item: The course.
  ///   - person: Who.
  /// - Throws: What the database throws.
  public func finishLesson(_ lesson: Int, of item: String, by person: PersonID) async throws {
    guard let tag = try await developmentTags([item]).first,
      (1...max(1, tag.lessons)).contains(lesson), tag.kind == .course,
      try await holdPeople([person]).isEmpty
    else { return }
    try await insertLesson(lesson, of: item, by: person)
  }

  /// Notes what somebody wants to train, which is also the wish for recommendations of one's own; none
  /// takes it back.
  public func stateGoals(_ goals: Set<DevelopmentDomain>, of person: PersonID) async throws {
    try await writeGoals(goals, of: person)
  }
}
