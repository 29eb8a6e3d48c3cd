/// What kind of "no" a refusal is; the web layer turns it into a status once, for all modules.
public enum RefusalKind: String, CaseIterable, Sendable {
  /// The request cannot be understood as written.
  case malformed
  /// The request is understood, but a value in it is wrong.
  case invalid
  /// Whoever asks has not said who they are.
  case unauthenticated
  /// Whoever asks may not do this.
  case forbidden
  /// There is no such thing, or it belongs to somebody else.
  case notFound
  /// The thing is in a state that does not allow this.
  case conflict
  /// The request is larger than allowed.
  case tooLarge
  /// Too many requests in too short a time.
  case tooMany
  /// The service cannot do this right now; trying again later may work.
  case unavailable
}

/// The stable codes of one module's refusals, `storefront.out_of_stock`.
///
/// A code never changes its meaning. `Plugins-docs/ERRORS.md` lists them all.
public protocol RefusalCode: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// What kind of refusal it is.
  var kind: RefusalKind { get }
  /// What happened, in one English sentence that is safe to show.
  var meaning: String { get }
  /// What the caller can do about it, in one English sentence.
  var remedy: String { get }
}

/// An operation's "no": expected, explained, and without an effect.
///
/// Whatever else an operation throws is a fault, of which a client learns nothing but the id of
/// its request.
public protocol Refusal: Error, Sendable {
  /// The module's enumeration of codes.
  associatedtype Code: RefusalCode
  /// Which refusal this is.
  var code: Code { get }
  /// Values that explain it, safe to show: a field's name, a limit, a number that is left.
  var details: [String: JSONValue] { get }
}

/// A code with what it means, without the module's type: for documents and registries.
public struct RefusalDescription: Hashable, Sendable {
  /// The stable code.
  public let code: String
  /// What kind of refusal it is.
  public let kind: RefusalKind
  /// What happened.
  public let meaning: String
  /// What the caller can do.
  public let remedy: String

  /// Describes one code of a module.
  public init(_ code: some RefusalCode) {
    self.code = code.rawValue
    kind = code.kind
    meaning = code.meaning
    remedy = code.remedy
  }

  /// Describes all codes of a module, in the order of their declaration.
  public static func all<Code: RefusalCode>(of codes: Code.Type) -> [Self] {
    Code.allCases.map { Self($0) }
  }
}
