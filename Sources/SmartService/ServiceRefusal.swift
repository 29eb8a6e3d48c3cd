public import TenantStore

/// Why an operation of customer service was refused.
public struct ServiceRefusal: Refusal, Equatable {
  /// The stable codes of customer service.
  public enum Code: String, RefusalCode {
    case knowledgeInvalid = "service.knowledge_invalid"
    case knowledgeStateRefused = "service.knowledge_state_refused"
    case triageRuleUnknown = "service.triage_rule_unknown"
    case signOffInvalid = "service.sign_off_invalid"
    case formatInvalid = "service.format_invalid"
    case diaryInvalid = "service.diary_invalid"
    case planInvalid = "service.plan_invalid"
  }

  /// Which refusal it is.
  public let code: Code
  /// What explains it.
  public let details: [String: JSONValue]

  /// Refuses.
  public init(_ code: Code, _ details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension ServiceRefusal.Code {
  /// What kind of refusal it is.
  public var kind: RefusalKind {
    switch self {
    case .knowledgeInvalid, .signOffInvalid, .formatInvalid, .diaryInvalid, .planInvalid: .invalid
    case .knowledgeStateRefused: .conflict
    case .triageRuleUnknown: .notFound
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .knowledgeInvalid: "Fields of the knowledge entry are missing, too long or contradictory."
    case .knowledgeStateRefused: "The latest version of the entry is not in the state for this."
    case .triageRuleUnknown: "There is no such rule of triage."
    case .signOffInvalid: "The clinician's name or licence is missing or too long."
    case .diaryInvalid: "The day, an amount or the words of the diary are wrong, or there is none."
    case .planInvalid: "The day of birth or the weeks before the due day are wrong."
    case .formatInvalid: "The address, the date, the goods or the entry of a format are wrong."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .knowledgeInvalid: "Correct the named fields."
    case .knowledgeStateRefused:
      "Look at the entry's state: a draft is submitted, a review published, the published withdrawn."
    case .triageRuleUnknown: "Take the name of a rule from the table."
    case .signOffInvalid: "Correct the named fields."
    case .diaryInvalid:
      "Begin the diary; send a day of the pregnancy until today, with an amount or 1,000 characters."
    case .planInvalid: "Send a day of birth of the last six years, and 0 to 16 weeks."
    case .formatInvalid:
      "Send an https address of at most 500 characters, a date for a broadcast alone, at most 20 SKUs."
    }
  }
}
