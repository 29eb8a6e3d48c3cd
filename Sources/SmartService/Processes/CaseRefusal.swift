public import TenantStore

/// Why something was refused that was wanted of a case.
public struct CaseRefusal: Refusal, Equatable {
  /// The stable codes of cases.
  public enum Code: String, RefusalCode {
    case notFound = "service.case_not_found"
    case fieldsInvalid = "service.case_invalid"
    case stateRefused = "service.case_state_refused"
    case roleRefused = "service.case_role_refused"
    case taken = "service.case_taken"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension CaseRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .notFound: .notFound
    case .fieldsInvalid: .invalid
    case .stateRefused, .roleRefused, .taken: .conflict
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .notFound: "There is no such case, or no such talk to open one from."
    case .fieldsInvalid: "The subject, the reference or the note is missing or too long."
    case .stateRefused: "The case cannot go there from where it is."
    case .roleRefused: "The state belongs to a higher role."
    case .taken: "Somebody else has the case."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .notFound: "Check the id."
    case .fieldsInvalid:
      "Send a subject of 1 to 400 characters, a reference of at most 80, a note of 1 to 2,000."
    case .stateRefused: "See `state` in the details, and go where its `next` leads."
    case .roleRefused: "Ask somebody of the role in the details."
    case .taken: "See `owner` in the details; a manager may take it over."
    }
  }
}
