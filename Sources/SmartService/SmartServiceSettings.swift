public import Foundation
public import TenantStore

/// What a tenant's document says about customer service under `modules.service`.
///
/// ```yaml
/// service:
///   answerMinutes: 10
///   hours:
///     - {days: [1, 2, 3, 4, 5], shifts: ["09:00-12:00", "13:00-22:00"]}
///     - {days: [6, 7], shifts: ["10:00-18:00"]}
///   holidays: ["2027-01-01"]
/// ```
public struct SmartServiceSettings: ModuleSettings {
  /// When people answer on some days of the week.
  public struct Opening: Codable, Hashable, Sendable {
    /// The days, 1 for Monday to 7 for Sunday.
    public var days: [Int]
    /// Parts of these days, `09:00-12:30`.
    public var shifts: [String]
  }

  /// An answer that people give often.
  public struct Reply: Codable, Hashable, Sendable {
    /// What it is called at the desk, 1 to 60 characters.
    public var name: LocalizedText
    /// What is answered, 1 to 4,000 characters; in the customer's language where there is one.
    public var text: LocalizedText
  }

  /// When people answer; always when absent.
  public var hours: [Opening]?
  /// Days on which nobody answers, `2027-01-01`.
  public var holidays: [String]?
  /// Within how many working minutes a person answers first, 1 to 1,440.
  ///
  /// Defaults to 10.
  public var answerMinutes: Int?
  /// How many milliseconds the service's own answer may take before the merchant hears of it, 100 to 60,000.
  ///
  /// Defaults to 5,000.
  public var answerMilliseconds: Int?
  /// Who with a licence answers parents, at most 50.
  public var experts: [ExpertSettings]?
  /// Answers that people give often, at most 50.
  public var replies: [Reply]?
  /// How cases are handled, one for each kind; the standard process where a kind is missing.
  public var processes: [ServiceProcess]?
  /// What is usual to eat in pregnancy, in the place of the project's for the same item and third.
  public var referenceIntakes: [ReferenceIntake]?
  /// A licensed provider of tele-consultations; none can be had without one.
  public var teleConsultation: TeleSettings?
  /// What says answers anew; entries' own words are served without one.
  public var languageModel: LanguageModelSettings?

  /// How many milliseconds an answer may take where a merchant says nothing of it.
  public static let usualAnswerMilliseconds = 5_000

  /// Settings of a tenant that says nothing.
  public init() {}

  /// Everything that is wrong with the values.
  public func problems(in document: TenantDocument) -> [SettingsProblem] {
    var problems: [SettingsProblem] = []
    problems += Self.problems(of: hours ?? [])
    if (holidays ?? []).contains(where: { Self.day($0) == nil }) {
      problems.append(SettingsProblem(path: ["holidays"], message: "must be like 2027-01-01"))
    }
    if !(1...1_440).contains(answerMinutes ?? 10) {
      problems.append(SettingsProblem(path: ["answerMinutes"], message: "must be 1 to 1440"))
    }
    if !(100...60_000).contains(answerMilliseconds ?? Self.usualAnswerMilliseconds) {
      problems.append(
        SettingsProblem(path: ["answerMilliseconds"], message: "must be 100 to 60000")
      )
    }
    problems += replyProblems + expertProblems + processProblems + intakeProblems
    problems += (teleConsultation?.problems ?? []).map { problem in
      SettingsProblem(path: ["teleConsultation"] + problem.path, message: problem.message)
    }
    return problems
      + (languageModel?.problems ?? []).map { problem in
        SettingsProblem(path: ["languageModel"] + problem.path, message: problem.message)
      }
  }

  /// What is wrong with parts of a week.
  static func problems(of hours: [Opening]) -> [SettingsProblem] {
    var problems: [SettingsProblem] = []
    for (place, opening) in hours.enumerated() {
      if opening.days.isEmpty || !opening.days.allSatisfy((1...7).contains) {
        problems.append(
          SettingsProblem(path: ["hours", "\(place)", "days"], message: "must be 1 to 7")
        )
      }
      if opening.shifts.contains(where: { WorkingHours.Shift($0) == nil }) {
        problems.append(
          SettingsProblem(
            path: ["hours", "\(place)", "shifts"],
            message: "must be like 09:00-12:30 and end after they begin"
          )
        )
      }
    }
    return problems
  }

  private var expertProblems: [SettingsProblem] {
    let experts = experts ?? []
    var problems: [SettingsProblem] = []
    if experts.count > 50 {
      problems.append(SettingsProblem(path: ["experts"], message: "must be 50 at most"))
    }
    if Set(experts.map(\.code)).count < experts.count {
      problems.append(SettingsProblem(path: ["experts"], message: "must not have a code twice"))
    }
    for (place, expert) in experts.enumerated() {
      problems += expert.problems.map {
        SettingsProblem(path: ["experts", "\(place)"] + $0.path, message: $0.message)
      }
    }
    return problems
  }

  private var intakeProblems: [SettingsProblem] {
    let intakes = referenceIntakes ?? []
    let isTwice = Set(intakes.map { [$0.item, $0.third] }).count < intakes.count
    return
      (isTwice
      ? [SettingsProblem(path: ["referenceIntakes"], message: "must not have an item twice")] : [])
      + intakes.enumerated().flatMap { place, intake in
        intake.problems.map {
          SettingsProblem(path: ["referenceIntakes", "\(place)"] + $0.path, message: $0.message)
        }
      }
  }

  private var processProblems: [SettingsProblem] {
    let processes = processes ?? []
    let isTwice = Set(processes.map(\.kind)).count < processes.count
    return
      (isTwice
      ? [SettingsProblem(path: ["processes"], message: "must not have a kind twice")] : [])
      + processes.enumerated().flatMap { place, process in
        ServiceProcessRule.problems(of: process).map {
          SettingsProblem(path: ["processes", "\(place)"] + $0.path, message: $0.message)
        }
      }
  }

  private var replyProblems: [SettingsProblem] {
    let replies = replies ?? []
    var problems: [SettingsProblem] = []
    if replies.count > 50 {
      problems.append(SettingsProblem(path: ["replies"], message: "must be 50 at most"))
    }
    for (place, reply) in replies.enumerated() {
      for (field, text, limit) in [("name", reply.name, 60), ("text", reply.text, 4_000)] {
        let lengths = text.texts.values.map(\.unicodeScalars.count)
        if lengths.isEmpty || !lengths.allSatisfy((1...limit).contains) {
          problems.append(
            SettingsProblem(
              path: ["replies", "\(place)", field],
              message: "must have 1 to \(limit) characters in each language"
            )
          )
        }
      }
    }
    return problems
  }

  static func day(_ text: String) -> CalendarDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return nil
    }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// When people answer, on the clocks of a zone.
  public func workingHours(in zone: TimeZone) -> WorkingHours {
    guard let hours else { return .always(in: zone) }
    var week: [[WorkingHours.Shift]] = Array(repeating: [], count: 7)
    for opening in hours {
      for day in opening.days where (1...7).contains(day) {
        week[day - 1] += opening.shifts.compactMap { WorkingHours.Shift($0) }
      }
    }
    return WorkingHours(
      week: week,
      holidays: Set((holidays ?? []).compactMap(Self.day)),
      zone: zone
    )
  }
}

extension TenantSnapshot {
  /// What the tenant says about customer service.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public var service: SmartServiceSettings {
    get throws(TenancyRefusal) {
      guard let settings = settings(of: "service", as: SmartServiceSettings.self) else {
        throw TenancyRefusal(.moduleNotEnabled)
      }
      return settings
    }
  }

  /// The desk that carries this tenant's talks.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public var conversationDesk: ConversationDesk {
    get throws(TenancyRefusal) {
      let settings = try service
      return ConversationDesk(
        hours: settings.workingHours(in: timeZone),
        answerMinutes: settings.answerMinutes ?? 10
      )
    }
  }
}
