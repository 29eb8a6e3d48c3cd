/// Why the data layer itself refused something.
public struct TenancyRefusal: Refusal, Equatable {
  /// The stable codes of the data layer.
  public enum Code: String, RefusalCode {
    case hostUnknown = "tenancy.host_unknown"
    case moduleNotEnabled = "tenancy.module_not_enabled"
    case idempotencyKeyMissing = "tenancy.idempotency_key_missing"
    case idempotencyKeyInProgress = "tenancy.idempotency_key_in_progress"
    case idempotencyKeyReused = "tenancy.idempotency_key_reused"
    case mediaNotFound = "tenancy.media_not_found"
    case quotaExceeded = "tenancy.quota_exceeded"
    case planLimitReached = "tenancy.plan_limit_reached"
    case busy = "tenancy.busy"
    case databaseUnavailable = "tenancy.database_unavailable"
    case outcomeUnknown = "tenancy.outcome_unknown"
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

extension TenancyRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .hostUnknown, .moduleNotEnabled, .mediaNotFound: .notFound
    case .idempotencyKeyMissing: .malformed
    case .idempotencyKeyInProgress: .conflict
    case .idempotencyKeyReused: .invalid
    case .quotaExceeded: .tooMany
    case .planLimitReached: .conflict
    case .busy, .databaseUnavailable, .outcomeUnknown: .unavailable
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .hostUnknown: "No shop answers at this address."
    case .moduleNotEnabled: "This shop does not offer this."
    case .idempotencyKeyMissing: "The request needs an Idempotency-Key header."
    case .idempotencyKeyInProgress: "A request with the same Idempotency-Key is still running."
    case .idempotencyKeyReused: "The Idempotency-Key was used before with another request."
    case .mediaNotFound: "There is no such picture or file."
    case .quotaExceeded: "The shop has used what its plan allows in this time."
    case .planLimitReached: "The shop has as much as its plan allows."
    case .busy: "Too many requests are waiting for the database."
    case .databaseUnavailable: "The database cannot be reached."
    case .outcomeUnknown: "The connection was lost before the database confirmed the change."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .hostUnknown: "Check the address; the operator adds hosts in tenant.yaml."
    case .moduleNotEnabled: "Ask the merchant to enable the module in tenant.yaml."
    case .idempotencyKeyMissing: "Send a new random key per intended change, and the same on retry."
    case .idempotencyKeyInProgress: "Wait a moment and send the same request again."
    case .idempotencyKeyReused: "Use a new key for a different request."
    case .mediaNotFound: "Take the address from the product again."
    case .quotaExceeded:
      "Try again after the time in freeAt, or ask the operator for a larger plan."
    case .planLimitReached: "Give something back, or ask the operator for a larger plan."
    case .busy, .databaseUnavailable: "Try again after a moment."
    case .outcomeUnknown: "Send the same request with the same Idempotency-Key again."
    }
  }
}
