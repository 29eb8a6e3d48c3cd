internal import Foundation
public import TenantStore

/// How visitors used a shop in a month, of those whose doings are kept.
///
/// The definitions, which the page of figures shows:
/// 1. A deed is a look, a search, something put into the cart, a row that was seen or a rating; orders and
///    returns are none, since they come from elsewhere.
/// 2. A session is deeds of one visitor with at most ``gapMinutes`` between two of them. It belongs to the
///    month in which it began.
/// 3. Its stay is the time from its first to its last deed; a session of one deed has none and does not
///    count for the middle one. A look counts once an hour, so that stays are rather too short.
/// 4. A use day is a day of the calendar on which a visitor did something.
/// 5. Daily visitors are use days by the days of the month that have begun; stickiness is daily visitors by
///    the visitors of the month.
public struct EngagementMonth: Hashable, Sendable, TenantRow {
  /// The most minutes between two deeds of a session.
  public static let gapMinutes = 30
  /// Of fewer visitors a month says little.
  public static let fewestPeople = 30

  /// The month, ``BirthMonth/number(of:in:)``.
  public let month: Int
  /// Visitors who did something.
  public let people: Int
  /// Days on which visitors did something, of all visitors together.
  public let useDays: Int
  /// Sessions.
  public let sessions: Int
  /// Sessions of one deed.
  public let single: Int
  /// The middle stay of the other sessions, in seconds; nil without one.
  public let medianStay: Double?
  /// All stays together, in seconds.
  public let stay: Double

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    month = try row.next()
    people = try row.next()
    useDays = try row.next()
    sessions = try row.next()
    single = try row.next()
    medianStay = try row.next()
    stay = try row.next()
  }

  /// Counts a month.
  public init(
    month: Int,
    people: Int,
    useDays: Int,
    sessions: Int,
    single: Int,
    medianStay: Double?,
    stay: Double
  ) {
    self.month = month
    self.people = people
    self.useDays = useDays
    self.sessions = sessions
    self.single = single
    self.medianStay = medianStay
    self.stay = stay
  }

  /// Visitors of a day in the mean of so many days.
  public func dailyPeople(days: Int) -> Double { days > 0 ? Double(useDays) / Double(days) : 0 }

  /// Daily visitors by those of the month, zero to one.
  public func stickiness(days: Int) -> Double {
    people == 0 ? 0 : dailyPeople(days: days) / Double(people)
  }

  /// What a visitor stayed in the month, in minutes.
  public var minutesEach: Double { people == 0 ? 0 : stay / 60 / Double(people) }
  /// On how many days a visitor came.
  public var daysEach: Double { people == 0 ? 0 : Double(useDays) / Double(people) }
  /// Whether visitors are too few to say much.
  public var isThin: Bool { people < Self.fewestPeople }
}

/// What people said of a shop when they were asked.
public struct SatisfactionFigure: Hashable, Sendable {
  /// How they were asked.
  public enum Question: String, Hashable, Sendable, CaseIterable {
    /// After a talk, 1 to 5: those who gave 4 or 5, by all who answered.
    case service
    /// Whether they recommend the shop, 0 to 10: those who gave 9 or 10 less those who gave 0 to 6.
    case recommendation
  }

  /// How they were asked.
  public let question: Question
  /// Who was content.
  public let content: Int
  /// Who was not, where that counts against it.
  public let against: Int
  /// Who answered.
  public let answers: Int

  /// Of fewer answers a figure says little.
  public static let fewestAnswers = 30

  /// Counts answers.
  public init(_ question: Question, content: Int, against: Int = 0, answers: Int) {
    self.question = question
    self.content = content
    self.against = against
    self.answers = answers
  }

  /// In percent; of a recommendation -100 to 100; nil without answers.
  public var percent: Double? {
    answers == 0 ? nil : Double(content - against) * 100 / Double(answers)
  }
}

/// How a shop was used, month by month, and what people said of it.
public struct Engagement: Sendable {
  /// The months in which somebody did something, in order.
  public let months: [EngagementMonth]
  /// What people said since the first of the months asked for.
  public let satisfaction: [SatisfactionFigure]
}

extension Recommender {
  /// How a shop was used in some months.
  ///
  /// - Throws: What the ports and the database throw.
  public func engagement(
    _ months: InsightMonths,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Engagement {
    let span = months.span(in: tenant.timeZone)
    return Engagement(
      months: try await querying.engagementMonths(span, in: tenant.timeZone),
      satisfaction: try await ports.satisfaction(span.lowerBound, tenant, querying)
    )
  }
}
