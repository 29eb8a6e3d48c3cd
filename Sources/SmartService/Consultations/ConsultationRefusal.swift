public import TenantStore

/// Why something was refused that was wanted of a consultation.
public struct ConsultationRefusal: Refusal, Equatable {
  /// The stable codes of consultations.
  public enum Code: String, RefusalCode {
    case notFound = "service.consultation_not_found"
    case slotTaken = "service.slot_taken"
    case stateRefused = "service.consultation_state_refused"
    case fieldsInvalid = "service.consultation_invalid"
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

extension ConsultationRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .notFound: .notFound
    case .slotTaken, .stateRefused: .conflict
    case .fieldsInvalid: .invalid
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .notFound: "There is no such consultation."
    case .slotTaken: "The time cannot be booked, or somebody else has it."
    case .stateRefused: "The consultation is not in the state for this."
    case .fieldsInvalid: "The question, the note or the rating is missing or too long."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .notFound: "Check the id."
    case .slotTaken: "Choose another time from the expert's list."
    case .stateRefused: "See `state` in the details."
    case .fieldsInvalid: "Send 1 to 2,000 characters, or a rating from 1 to 5."
    }
  }
}
