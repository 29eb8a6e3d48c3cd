public import TenantStore

/// Why the web layer itself refused a request.
public struct WebRefusal: Refusal, Equatable {
  /// The stable codes of the web layer.
  public enum Code: String, RefusalCode {
    case requestMalformed = "web.request_malformed"
    case inputInvalid = "web.input_invalid"
    case notFound = "web.not_found"
    case methodNotAllowed = "web.method_not_allowed"
    case mediaTypeUnsupported = "web.media_type_unsupported"
    case bodyTooLarge = "web.body_too_large"
    case uploadsFull = "web.uploads_full"
    case tooManyRequests = "web.too_many_requests"
    case crossSiteRequest = "web.cross_site_request"
    case formTokenWrong = "web.form_token_wrong"
    case deadlineExceeded = "web.deadline_exceeded"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]
  /// The fields that are wrong, each with what is wrong with it.
  public let fields: [FieldProblem]

  /// Creates a refusal.
  public init(
    _ code: Code,
    details: [String: JSONValue] = [:],
    fields: [FieldProblem] = []
  ) {
    self.code = code
    self.details = details
    self.fields = fields
  }

  /// Refuses values of fields.
  public static func invalid(_ fields: [FieldProblem]) -> Self {
    Self(.inputInvalid, fields: fields)
  }
}

/// What is wrong with one field of a request.
public struct FieldProblem: Hashable, Sendable {
  /// Where a field stands.
  public enum Place: Hashable, Sendable {
    /// A JSON pointer (RFC 6901) into the body.
    case pointer(String)
    /// A parameter of the path, the query or the header.
    case parameter(String)
    /// A field of a form.
    case field(String)
  }

  /// Where the field stands.
  public let place: Place
  /// What is wrong, in English: "must be …".
  public let message: String

  /// Describes a problem.
  public init(_ place: Place, _ message: String) {
    self.place = place
    self.message = message
  }

  /// The field's name or pointer alone.
  public var name: String {
    switch place {
    case .pointer(let name), .parameter(let name), .field(let name): name
    }
  }
}

extension WebRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .requestMalformed, .mediaTypeUnsupported: .malformed
    case .inputInvalid: .invalid
    case .notFound, .methodNotAllowed: .notFound
    case .bodyTooLarge: .tooLarge
    case .tooManyRequests: .tooMany
    case .crossSiteRequest, .formTokenWrong: .forbidden
    case .uploadsFull, .deadlineExceeded: .unavailable
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .requestMalformed: "The request cannot be read as written."
    case .inputInvalid: "A value in the request is not allowed."
    case .notFound: "There is nothing at this address."
    case .methodNotAllowed: "The address does not take this method."
    case .mediaTypeUnsupported: "The body's media type is not taken here."
    case .bodyTooLarge: "The body is larger than allowed."
    case .uploadsFull: "Others are sending so many files that there is no room for more."
    case .tooManyRequests: "Too many requests in too short a time."
    case .crossSiteRequest: "The change was asked for by a page of another site."
    case .formTokenWrong: "The form's token is missing or belongs to another session."
    case .deadlineExceeded: "The request took longer than it may."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .requestMalformed: "Correct the request; the errors say where it goes wrong."
    case .inputInvalid: "Correct the fields that the errors name."
    case .notFound: "Check the address."
    case .methodNotAllowed: "Use one of the methods in the Allow header."
    case .mediaTypeUnsupported: "Send the media type that the API document names."
    case .bodyTooLarge: "Send less at once."
    case .uploadsFull: "Send it again after a moment."
    case .tooManyRequests: "Wait as long as the Retry-After header says."
    case .crossSiteRequest: "Make the change from the shop's own page."
    case .formTokenWrong: "Load the page again and send the form once more."
    case .deadlineExceeded: "Try again; with an Idempotency-Key nothing happens twice."
    }
  }
}
