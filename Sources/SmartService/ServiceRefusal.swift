public import TenantStore

/// Why an operation of customer service was refused.
public struct ServiceRefusal: Refusal, Equatable {
  /// The stable codes of customer service.
  public enum Code: String, RefusalCode {
    case knowledgeInvalid = "service.knowledge_invalid"
    case knowledgeStateRefused = "service.knowledge_state_refused"
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
    case .knowledgeInvalid: .invalid
    case .knowledgeStateRefused: .conflict
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .knowledgeInvalid: "Fields of the knowledge entry are missing, too long or contradictory."
    case .knowledgeStateRefused: "The latest version of the entry is not in the state for this."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .knowledgeInvalid: "Correct the named fields."
    case .knowledgeStateRefused:
      "Look at the entry's state: a draft is submitted, a review published, the published withdrawn."
    }
  }
}
