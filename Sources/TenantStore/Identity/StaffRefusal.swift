/// Why a member of staff was refused.
public struct StaffRefusal: Refusal, Equatable {
  /// The stable codes of signing in and of roles.
  public enum Code: String, RefusalCode {
    case signInNeeded = "staff.sign_in_needed"
    case signInRefused = "staff.sign_in_refused"
    case signInLocked = "staff.sign_in_locked"
    case signInBusy = "staff.sign_in_busy"
    case notPermitted = "staff.not_permitted"
    case notFound = "staff.not_found"
    case loginTaken = "staff.login_taken"
    case loginInvalid = "staff.login_invalid"
    case passwordWeak = "staff.password_weak"
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

extension StaffRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .signInNeeded: .unauthenticated
    case .signInRefused, .loginInvalid, .passwordWeak: .invalid
    case .signInLocked: .tooMany
    case .signInBusy: .unavailable
    case .notPermitted: .forbidden
    case .notFound: .notFound
    case .loginTaken: .conflict
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .signInNeeded: "Nobody is signed in, or the session has ended."
    case .signInRefused: "The login and the password do not belong together."
    case .signInLocked: "Signing in failed too often with this login or from this address."
    case .signInBusy: "Too many people are signing in at this moment."
    case .notPermitted: "The role of who is signed in does not allow this."
    case .notFound: "There is no such member of staff."
    case .loginTaken: "There is a member of staff with this login already."
    case .loginInvalid: "This is no login."
    case .passwordWeak: "The password is too short, too long, or holds the login."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .signInNeeded: "Sign in again."
    case .signInRefused: "Try again, or have the password set anew with tenant-admin."
    case .signInLocked: "Wait as long as retry_after says, in seconds."
    case .signInBusy: "Try again after a moment."
    case .notPermitted: "Ask somebody with the permission that the details name."
    case .notFound: "Take a login from the list of staff."
    case .loginTaken: "Choose another login; one that is disabled can be enabled again."
    case .loginInvalid: "Use 1 to 40 small letters, digits, dots, underscores and hyphens."
    case .passwordWeak: "Use 12 to 128 characters that do not hold the login."
    }
  }
}
