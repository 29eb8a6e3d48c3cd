internal import Foundation
public import TenantStore

/// A plan as a family keeps it.
public struct ChildPlan: Hashable, Sendable {
  /// The child.
  public let child: PlannedChild
  /// Whether what comes is told in the chat beforehand.
  public let isTold: Bool

  /// Describes a plan.
  public init(child: PlannedChild, isTold: Bool) {
    self.child = child
    self.isTold = isTold
  }
}

/// Keeps which child a device wants a plan of, and tells in the chat what comes.
public enum ChildPlans {
  /// So many days before its day a step is told.
  static let leadDays = 3
  /// At most one step is told in so many days.
  static let restDays = 7
  /// A child of this age in days has no plan any more.
  static let oldest = 2_190

  /// Keeps a plan, in the place of what was said before.
  ///
  /// - Parameters:
  ///   - plan: The child, born today or in the last six years, and whether what comes is told.
  ///   - session: Whose plan it is; the family has agreed that it is kept.
  ///   - language: The language of the page, as a BCP 47 tag.
  ///   - today: The day on the merchant's clocks.
  ///   - transaction: Where it happens.
  /// - Throws: ``ServiceRefusal`` with the code `plan_invalid`.
  public static func keep(
    _ plan: ChildPlan,
    for session: SessionID,
    in language: String,
    today: CalendarDate,
    in transaction: TenantTransaction
  ) async throws {
    let age = today.dayNumber - plan.child.birth.dayNumber
    guard (0...oldest).contains(age) else { throw ServiceRefusal(.planInvalid, ["field": "birth"]) }
    guard (0...16).contains(plan.child.weeksEarly) else {
      throw ServiceRefusal(.planInvalid, ["field": "weeks"])
    }
    try await transaction.keepPlan(plan, of: session, language, today: today)
  }

  /// Deletes a plan; again changes nothing.
  public static func erase(_ session: SessionID, in transaction: TenantTransaction) async throws {
    try await transaction.deletePlan(of: session)
  }

  /// The entries of the one language that a reader reads best; two are never mixed.
  static func entries(of published: [KnowledgeEntry], in languages: [String]) -> [KnowledgeEntry] {
    let byLanguage = Dictionary(grouping: published) {
      KnowledgeVolume.language(of: $0.draft.language)
    }
    let order = languages.map(KnowledgeVolume.language) + ["zh", "en"] + byLanguage.keys.sorted()
    return order.lazy.compactMap { byLanguage[$0] }.first ?? []
  }

  /// Tells the next step of one plan, where there is one and nobody else has the talk.
  ///
  /// What is said are the entry's own words; why it is said stands beside them.
  static func tell(
    _ due: DuePlan,
    of entries: [KnowledgeEntry],
    on today: CalendarDate,
    in transaction: TenantTransaction
  ) async throws {
    guard let first = CalendarDate(dayNumber: max(due.toldThrough + 1, today.dayNumber)),
      let last = CalendarDate(dayNumber: today.dayNumber + leadDays), first <= last,
      let step = ChildPlanRule.steps(of: entries, for: due.child, in: first...last).first
    else { return }
    let talk = try await transaction.lockOpenConversation(of: due.session, locale: due.language)
    guard talk.state == .bot else { return }
    _ = try await transaction.append(
      .bot,
      String(step.entry.draft.question.prefix(400)) + "\n"
        + String(step.entry.draft.answer.prefix(3_500)),
      payload: ChatPayload(step).json,
      to: talk.id
    )
    // Of several that begin on one day one is told; the page shows all.
    try await transaction.notePlanTold(of: due.session, through: step.day.dayNumber)
  }
}

extension ServiceDesk {
  /// The published entries of the language that a reader reads best.
  ///
  /// - Parameters:
  ///   - languages: BCP 47 tags, the best first.
  ///   - querying: Whose knowledge it is.
  /// - Returns: The entries, in no order.
  /// - Throws: What the database refuses.
  public func planned(in languages: [String], from querying: some TenantQuerying) async throws
    -> [KnowledgeEntry]
  {
    let volume = try await shelf.volume(from: querying, embed: ports.embed)
    return ChildPlans.entries(of: Array(volume.entries.values), in: languages)
  }
}

extension JobKind {
  /// Tells in the chat what comes, a plan at most once in a week, and deletes plans of grown children.
  static let tellPlans = Self(name: "service.tell_plans") { context in
    try await context.transaction { transaction in
      let today = transaction.environment.now().dayNumber
      try await transaction.deletePlans(bornBefore: today - ChildPlans.oldest)
    }
    var isMore = true
    while isMore {
      isMore = try await context.transaction { transaction in
        let day = transaction.environment.now().dayNumber
        guard let today = CalendarDate(dayNumber: day) else { return false }
        let due = try await transaction.duePlans(today: day)
        guard !due.isEmpty else { return false }
        let published = try await transaction.publishedKnowledge()
        for plan in due {
          let entries = ChildPlans.entries(of: published, in: [plan.language])
          try await ChildPlans.tell(plan, of: entries, on: today, in: transaction)
        }
        return true
      }
    }
  }
}
