public import TenantStore

/// Why something was refused that was wanted of a tele-consultation.
public struct TeleRefusal: Refusal, Equatable {
  /// The stable codes of tele-consultations.
  public enum Code: String, RefusalCode {
    case absent = "service.tele_absent"
    case invalid = "service.tele_invalid"
    case notFound = "service.tele_not_found"
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

extension TeleRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .absent: .conflict
    case .invalid: .invalid
    case .notFound: .notFound
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .absent: "No licensed provider of tele-consultations is configured."
    case .invalid: "The parent has not agreed, or the summary is missing or too long."
    case .notFound: "There is no such tele-consultation."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .absent: "Go to a clinic; the merchant may name a provider in the settings."
    case .invalid: "Agree, and send 1 to 2,000 characters."
    case .notFound: "Check the id."
    }
  }
}
