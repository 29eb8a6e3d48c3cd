public import TenantStore

/// Why something of recommendations was refused.
public struct RecommendRefusal: Refusal, Equatable {
  /// The stable codes of recommendations.
  public enum Code: String, RefusalCode {
    case tooManySignals = "recommend.too_many_signals"
    case modelNotFound = "recommend.model_not_found"
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

extension RecommendRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .tooManySignals: .tooLarge
    case .modelNotFound: .notFound
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .tooManySignals: "More events were sent at once than are taken."
    case .modelNotFound: "There is no such model."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .tooManySignals: "Send at most as many at once as the details say."
    case .modelNotFound: "Train one first, or name a version that the list shows."
    }
  }
}
