public import Foundation
public import TenantStore

/// What one request knows beside the words of an answer.
///
/// What was computed, what may be read, and who may be asked: each part may be absent, and each comes from a
/// place of its own that can be replaced.
public struct CombinedAnswer: Sendable {
  /// Something computed of what the family noted.
  public struct Result: Hashable, Sendable {
    /// The week of pregnancy that the diary tells.
    public let week: Int
    /// Of what less than usual was noted in that week, with the sources.
    public let short: [ReferenceIntake]
  }

  /// An expert of the entry's topic, with the next time.
  public struct Booking: Hashable, Sendable {
    /// The expert.
    public let expert: ExpertSettings
    /// When a talk can begin, or when the expert answers next, in UTC.
    public let startsAt: Date
    /// Whether it is a time that can be booked.
    public let isBookable: Bool
  }

  /// What was computed; nothing without a diary, and beside another topic than pregnancy.
  public let result: Result?
  /// The entry that was answered with.
  public let article: KnowledgeEntry?
  /// Who may be asked; nothing where no expert has the topic or a time.
  public let booking: Booking?
}

extension ServiceDesk {
  /// Joins what is known for one answer.
  ///
  /// - Parameters:
  ///   - slug: The entry that was answered with.
  ///   - session: Whose request it is; nothing is computed without one.
  ///   - tenant: The merchant with its experts.
  ///   - querying: Whose data it is.
  /// - Returns: The parts that there are.
  /// - Throws: What the database refuses, or `TenancyRefusal` when the module is not enabled.
  public func combined(
    with slug: String,
    session: SessionID?,
    of tenant: TenantSnapshot,
    from querying: some TenantQuerying
  ) async throws -> CombinedAnswer {
    let entry = try await readableEntry(slug, from: querying)
    let isOfPregnancy = ["mother", "pregnancy"].contains(entry?.draft.topic)
    return CombinedAnswer(
      result: isOfPregnancy ? try await Self.result(session, tenant, querying) : nil,
      article: entry,
      booking: try await Self.booking(entry?.draft.topic ?? "", tenant, querying)
    )
  }

  private static func result(
    _ session: SessionID?,
    _ tenant: TenantSnapshot,
    _ querying: some TenantQuerying
  ) async throws -> CombinedAnswer.Result? {
    guard let session, let due = try await querying.dueDay(of: session) else { return nil }
    let today = CalendarDate(querying.environment.now(), in: tenant.timeZone)
    guard let week = GestationalAge.week(on: today, due: due) else { return nil }
    let compared = IntakeRule.comparisons(
      try await querying.diaryDays(of: session),
      inWeek: week,
      due: due,
      try tenant.service.intakes
    )
    return CombinedAnswer.Result(
      week: week,
      short: compared.filter { $0.verdict == .short }.map(\.reference)
    )
  }

  /// The expert of a topic who has a time first.
  private static func booking(
    _ topic: String,
    _ tenant: TenantSnapshot,
    _ querying: some TenantQuerying
  ) async throws -> CombinedAnswer.Booking? {
    let settings = try tenant.service
    let now = querying.environment.now()
    var found: [CombinedAnswer.Booking] = []
    for expert in settings.experts ?? [] where (expert.topics ?? []).contains(topic) {
      let hours = expert.workingHours(of: settings, in: tenant.timeZone)
      if let consultation = expert.consultation {
        let free = ConsultationSlotRule.free(
          at: now,
          consultation,
          hours: hours,
          taken: try await querying.takenTimes(of: expert.code),
          limit: 1
        )
        if let start = free.first {
          found.append(.init(expert: expert, startsAt: start, isBookable: true))
          continue
        }
      }
      if let next = WorkingHoursRule.moment(after: 0, from: now, in: hours) {
        found.append(.init(expert: expert, startsAt: next, isBookable: false))
      }
    }
    return found.min { $0.startsAt < $1.startsAt }
  }
}
