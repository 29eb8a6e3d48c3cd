public import HTTPTypes

/// One parameter of a route.
public struct RouteParameter: Sendable {
  /// Where a parameter stands.
  public enum Place: String, Sendable {
    /// In the path, in braces.
    case path
    /// After the question mark.
    case query
    /// In the header.
    case header
  }

  /// Where it stands.
  public let place: Place
  /// Its name.
  public let name: String
  /// What its value looks like.
  public let schema: Schema
  /// What it means, in one sentence.
  public let description: String
  /// Whether it must be there.
  public let isRequired: Bool

  /// A parameter of the path; a value of another shape gives 404.
  public static func path(_ name: String, _ schema: Schema, _ description: String) -> Self {
    Self(place: .path, name: name, schema: schema, description: description, isRequired: true)
  }

  /// A parameter of the query that may be missing; an array schema takes it several times.
  public static func query(_ name: String, _ schema: Schema, _ description: String) -> Self {
    Self(place: .query, name: name, schema: schema, description: description, isRequired: false)
  }

  /// A parameter of the query without which the request is refused.
  public static func requiredQuery(_ name: String, _ schema: Schema, _ description: String)
    -> Self
  {
    Self(place: .query, name: name, schema: schema, description: description, isRequired: true)
  }

  /// A header field that may be missing.
  public static func header(_ name: String, _ schema: Schema, _ description: String) -> Self {
    Self(place: .header, name: name, schema: schema, description: description, isRequired: false)
  }
}

/// What a route takes as its body.
public enum RouteBody: Sendable {
  /// `application/json` of a shape.
  case json(Schema)
  /// The fields of an HTML form, `application/x-www-form-urlencoded`.
  case form
  /// The fields of an HTML form with files, `multipart/form-data`, of at most so many bytes.
  case upload(limit: Int)
}

extension Route {
  /// Whether a page's form is sent there.
  var takesForm: Bool {
    switch body {
    case .form, .upload: true
    case .json, nil: false
    }
  }
}

/// What a route answers.
public struct RouteResponse: Sendable {
  /// The HTTP status.
  public let status: HTTPResponse.Status
  /// When it is given, in one sentence.
  public let description: String
  /// The media type of the body, or nothing.
  public let mediaType: String?
  /// The shape of the body, or nothing.
  public let schema: Schema?
  /// Whether further pages are linked in the header.
  public let isPaged: Bool

  /// An answer with JSON.
  public static func json(
    _ schema: Schema,
    status: HTTPResponse.Status = .ok,
    _ description: String
  ) -> Self {
    Self(
      status: status,
      description: description,
      mediaType: "application/json",
      schema: schema,
      isPaged: false
    )
  }

  /// One page of a list as JSON, with a `Link` header to the next.
  public static func pageOfJSON(_ schema: Schema, _ description: String) -> Self {
    Self(
      status: .ok,
      description: description,
      mediaType: "application/json",
      schema: schema,
      isPaged: true
    )
  }

  /// An answer with a body of another media type.
  public static func body(_ mediaType: String, _ description: String) -> Self {
    Self(
      status: .ok,
      description: description,
      mediaType: mediaType,
      schema: nil,
      isPaged: false
    )
  }

  /// An answer without a body: 204.
  public static func nothing(_ description: String) -> Self {
    Self(
      status: .noContent,
      description: description,
      mediaType: nil,
      schema: nil,
      isPaged: false
    )
  }
}
