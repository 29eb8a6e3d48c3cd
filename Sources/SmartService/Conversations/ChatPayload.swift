public import TenantStore

/// What stands beside a message of the service: what was done, where it comes from, what may be chosen.
public struct ChatPayload: Hashable, Sendable {
  /// What was done.
  public let action: ServiceAction
  /// Whether the service is sure, and not only fairly sure; nothing where no entry is quoted.
  public let isSure: Bool?
  /// Where the text comes from.
  public let citations: [KnowledgeCitation]
  /// Questions of which one may be meant.
  public let buttons: [String]
  /// Whether the child's age is asked for.
  public let asksAge: Bool
  /// For which ages of the child it was said, in days; nothing where no age was known.
  public let ageDays: ClosedRange<Int>?
  /// How soon somebody must be seen.
  public let level: TriageLevel
  /// The rule of triage that said so.
  public let rule: String?
  /// What to do first, where the level is below that at which a person takes over.
  public let advice: String
  /// The child's age in days because of which it was said without a question; nothing for an answer.
  public let plannedAge: Int?

  /// From this confidence on the service calls itself sure.
  static let sureFrom = 0.8

  /// What stands beside an answer.
  public init(_ answer: ServiceAnswer) {
    action = answer.action
    isSure = answer.action == .answer ? answer.confidence >= Self.sureFrom : nil
    citations = answer.citations
    buttons = answer.buttons
    asksAge = answer.asksAge
    ageDays = answer.ageDays
    // Where a person was asked for or called for a complaint, danger has been told of before.
    let isFlag =
      answer.handOff == nil || answer.handOff == .redFlag || answer.redFlag.level < .urgent
    level = isFlag ? answer.redFlag.level : .none
    rule = isFlag ? answer.redFlag.ruleID : nil
    advice = isFlag && answer.handOff != .redFlag ? answer.redFlag.action : ""
    plannedAge = nil
  }

  /// What stands beside a step of a plan that is told beforehand.
  init(_ step: PlanStep) {
    action = .answer
    (isSure, citations, buttons) = (nil, [step.entry.citation], [])
    (asksAge, ageDays) = (false, step.ageDays...step.ageDays)
    (level, rule, advice, plannedAge) = (TriageLevel.none, nil, "", step.ageDays)
  }

  /// What stands beside the notice that a person answers: the advice of triage, and nothing else.
  init(_ flag: AnswerPorts.RedFlag) {
    action = .handOff
    (isSure, citations, buttons, asksAge, ageDays) = (nil, [], [], false, nil)
    (level, rule, advice, plannedAge) = (flag.level, flag.ruleID, flag.action, nil)
  }

  /// Reads what was kept with a message; nothing where people wrote it.
  public init?(_ json: JSONValue) {
    guard let action = json["action"]?.text.flatMap(ServiceAction.init) else { return nil }
    self.action = action
    isSure = if case .bool(let isSure)? = json["sure"] { isSure } else { nil }
    citations = (json["citations"]?.items ?? []).map { citation in
      KnowledgeCitation(
        entry: citation["entry"]?.text ?? "",
        version: citation["version"]?.number ?? 0,
        source: citation["source"]?.text ?? "",
        reviewer: citation["reviewer"]?.text ?? ""
      )
    }
    buttons = (json["buttons"]?.items ?? []).compactMap(\.text)
    asksAge = json["asksAge"] == .bool(true)
    let ages = (json["ageDays"]?.items ?? []).compactMap(\.number)
    ageDays = ages.count == 2 && ages[0] <= ages[1] ? ages[0]...ages[1] : nil
    level = json["level"]?.text.flatMap(TriageLevel.init) ?? TriageLevel.none
    rule = json["rule"]?.text
    advice = json["advice"]?.text ?? ""
    plannedAge = json["planned"]?.number
  }

  /// As it is kept.
  public var json: JSONValue {
    [
      "action": .string(action.rawValue), "sure": isSure.map(JSONValue.bool) ?? .null,
      "citations": .array(
        citations.map { citation in
          [
            "entry": .string(citation.entry), "version": .integer(Int64(citation.version)),
            "source": .string(citation.source), "reviewer": .string(citation.reviewer),
          ]
        }
      ),
      "buttons": .array(buttons.map(JSONValue.string)), "asksAge": .bool(asksAge),
      "ageDays": ageDays.map {
        .array([.integer(Int64($0.lowerBound)), .integer(Int64($0.upperBound))])
      } ?? .null,
      "level": .string(level.rawValue), "rule": rule.map(JSONValue.string) ?? .null,
      "advice": .string(advice), "planned": plannedAge.map { .integer(Int64($0)) } ?? .null,
    ]
  }
}

extension JSONValue {
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var number: Int? { if case .integer(let number) = self { Int(number) } else { nil } }
  fileprivate var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
}
