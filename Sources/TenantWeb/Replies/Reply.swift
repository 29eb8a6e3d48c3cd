internal import Foundation
public import HTTPTypes
public import TenantStore

/// What a route answers; TenantWeb adds the headers that every answer has.
///
/// A reply with a status of 400 or more, given from a writing route, rolls its transaction back.
public struct Reply: Sendable {
  /// How long browsers and proxies may keep an answer.
  public enum Caching: Sendable {
    /// Kept by the visitor's browser and asked for again each time, answered 304 when unchanged.
    case revalidated
    /// Kept nowhere: it shows something of one visitor.
    case personal
    /// Kept for ever, because its address changes with its content.
    case immutable
  }

  /// The HTTP status.
  public var status: HTTPResponse.Status
  /// Header fields of this answer alone.
  public var headers: HTTPFields
  /// The body.
  public var body: [UInt8]
  /// How long the answer may be kept.
  public var caching: Caching

  /// Creates a reply from its parts.
  public init(
    status: HTTPResponse.Status = .ok,
    headers: HTTPFields = [:],
    body: [UInt8] = [],
    caching: Caching = .revalidated
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.caching = caching
  }
}

extension Reply {
  /// A value as JSON; times are written after RFC 3339.
  ///
  /// - Throws: The encoder's error, which is a fault of the route.
  public static func json(
    _ value: some Encodable,
    status: HTTPResponse.Status = .ok
  ) throws -> Self {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Self(
      status: status,
      headers: [.contentType: "application/json"],
      body: Array(try encoder.encode(value))
    )
  }

  /// A JSON value that is already made.
  public static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Self {
    Self(
      status: status,
      headers: [.contentType: "application/json"],
      body: value.canonicalBytes
    )
  }

  /// A page of HTML that is already rendered; ``TenantRequest/page(_:_:status:)`` renders one.
  public static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Self {
    html(Array(text.utf8), status: status)
  }

  static func html(_ bytes: [UInt8], status: HTTPResponse.Status) -> Self {
    Self(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: bytes)
  }

  /// Sends the browser to another page with GET, after a form.
  ///
  /// The address comes from ``TenantRequest/url(_:_:)``.
  public static func redirect(to url: String) -> Self {
    Self(status: .seeOther, headers: [.location: url], caching: .personal)
  }

  /// Bytes of a media type.
  public static func bytes(
    _ bytes: [UInt8],
    contentType: String,
    caching: Caching = .revalidated
  ) -> Self {
    Self(headers: [.contentType: contentType], body: bytes, caching: caching)
  }

  /// Nothing to say: 204.
  public static var nothing: Self { Self(status: .noContent) }

  /// The same reply, kept nowhere.
  public var personal: Self {
    var copy = self
    copy.caching = .personal
    return copy
  }

  /// The same reply with `Link: <url>; rel="next"` when there is a next page.
  public func linking(next url: String?) -> Self {
    guard let url else { return self }
    return adding(HTTPField(name: .link, value: "<\(url)>; rel=\"next\""))
  }

  /// The same reply, 201 with the address of what was made.
  public func created(at url: String) -> Self {
    var copy = adding(HTTPField(name: .location, value: url))
    copy.status = .created
    return copy
  }

  /// The same reply with one more header field.
  public func adding(_ field: HTTPField) -> Self {
    var copy = self
    copy.headers.append(field)
    return copy
  }
}
