public import Foundation
public import TenantStore

/// People of a shop who have something in common, under a name.
public struct AudienceID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "aud"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the audience with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// An audience: a draft whose people change from day to day, or one that was started and is fixed.
public struct Audience: Hashable, Sendable {
  /// The most audiences of a shop.
  public static let limit = 200
  /// Days after the start in which a purchase counts.
  public static let outcomeDays = 30

  /// Its name for the system.
  public let id: AudienceID
  /// Its name for people, 1 to 80 characters.
  public let name: String
  /// Who belongs to it.
  public let rule: AudienceRule
  /// How many of a hundred are left alone, 0 to 50.
  public let holdoutPercent: Int
  /// What reaching the others costs all together, in minor units.
  public let cost: Int64
  /// When it was made, in UTC.
  public let madeAt: Date
  /// When its people were fixed; nil for a draft.
  public let startedAt: Date?
}

/// How many people a draft has now.
public struct AudienceSize: Hashable, Sendable {
  /// All who belong to it.
  public let people: Int
  /// Those of them who would be left alone.
  public let held: Int
  /// All of whom the shop knows anything.
  public let known: Int
}

extension Recommender {
  /// Who belongs to a rule now.
  func members(
    of rule: AudienceRule,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> (members: [PersonID], known: Int) {
    let now = querying.environment.now()
    let today = Int((now.timeIntervalSince1970 / 86_400).rounded(.down))
    let catalogue = try await ports.catalogue(nil, tenant, querying)
    let kinds = Dictionary(catalogue.map { ($0.id, $0) }) { first, _ in first }
    let month = BirthMonth.number(of: now, in: tenant.timeZone)
    let born = try await querying.childrenBorn()
    let since = now.addingTimeInterval(-Double(rule.days) * 86_400)
    var people: [PersonID: PersonFacts] = [:]
    for seen in try await querying.lastSeen() {
      people[seen.person] = PersonFacts(
        person: seen.person,
        lastDay: seen.day,
        ages: (born[seen.person] ?? []).map { month - $0 }
      )
    }
    for purchase in try await querying.dailyPurchases(since: since) {
      guard let item = kinds[purchase.item] else { continue }
      for name in Set([item.category, item.parentCategory ?? ""]).subtracting([""]) {
        people[purchase.person]?.purchases.append(
          PersonFacts.Purchase(category: name, day: purchase.day)
        )
      }
    }
    let members = people.values.filter { rule.includes($0, today: today) }.map(\.person)
    return (members.sorted(), people.count)
  }

  /// How many people a rule reaches now.
  ///
  /// - Throws: What the ports and the database throw.
  public func size(
    of audience: Audience,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> AudienceSize {
    let (members, known) = try await members(of: audience.rule, tenant, querying)
    return AudienceSize(
      people: members.count,
      held: members.count {
        HoldoutRule.isHeld($0, of: audience.id, percent: audience.holdoutPercent)
      },
      known: known
    )
  }

  /// Makes a draft.
  ///
  /// - Returns: The draft.
  /// - Throws: ``RecommendRefusal`` with the code `audience_invalid`, which names the field.
  @discardableResult
  public func draftAudience(
    _ name: String,
    _ rule: AudienceRule,
    holdoutPercent: Int,
    cost: Int64,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Audience {
    func wrong(_ field: String) -> RecommendRefusal {
      RecommendRefusal(.audienceInvalid, details: ["field": .string(field)])
    }
    guard (1...80).contains(name.count), !name.allSatisfy(\.isWhitespace) else {
      throw wrong("name")
    }
    if let problem = rule.problem { throw wrong(problem) }
    guard (0...50).contains(holdoutPercent) else { throw wrong("holdoutPercent") }
    guard (0...1_000_000_000_000).contains(cost) else { throw wrong("cost") }
    guard try await transaction.audiences().count < Audience.limit else { throw wrong("count") }
    let audience = Audience(
      id: .make(in: transaction.environment),
      name: name,
      rule: rule,
      holdoutPercent: holdoutPercent,
      cost: cost,
      madeAt: transaction.environment.now(),
      startedAt: nil
    )
    try await transaction.insertAudience(audience)
    try await transaction.audit(
      "recommend.audience_drafted",
      of: audience.id.description,
      by: actor
    )
    return audience
  }

  /// Fixes who belongs to an audience, and by lot who of them is left alone; again changes nothing.
  ///
  /// - Throws: ``RecommendRefusal`` with the code `audience_not_found`.
  public func startAudience(
    _ id: AudienceID,
    by actor: Actor,
    _ tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    guard let audience = try await transaction.lockAudience(id) else {
      throw RecommendRefusal(.audienceNotFound)
    }
    guard audience.startedAt == nil else { return }
    let people = try await members(of: audience.rule, tenant, transaction).members
    // Whoever is switched off meanwhile waits, or is left out.
    let off = try await transaction.holdPeople(Set(people))
    let wanted = people.filter { !off.contains($0) }
    try await transaction.insertAudienceMembers(
      wanted.map {
        ($0, HoldoutRule.isHeld($0, of: id, percent: audience.holdoutPercent))
      },
      of: id
    )
    try await transaction.markAudienceStarted(id)
    try await transaction.audit("recommend.audience_started", of: id.description, by: actor)
  }
}
