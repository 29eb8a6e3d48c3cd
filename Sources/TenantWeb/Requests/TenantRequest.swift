public import Foundation
public import HTTPTypes
public import TenantStore

/// One request to one tenant, as a route sees it.
///
/// ## Topics
///
/// ### What was sent, already held to the schemas
/// - ``path(_:)``
/// - ``query``
/// - ``form``
/// - ``file(_:)``
/// - ``files(_:)``
/// - ``body(_:)``
///
/// ### The visitor
/// - ``session()``
/// - ``session(in:)``
/// - ``renewedSession(in:)``
/// - ``freshSession(in:)``
/// - ``formToken``
/// - ``locale``
/// - ``locales``
///
/// ### What the answer is made of
/// - ``texts``
/// - ``url(_:_:)``
/// - ``asset(_:)``
/// - ``page(_:_:status:)``
public struct TenantRequest: Sendable {
  /// The tenant, as it was when the request came.
  public let tenant: TenantSnapshot
  /// The tenant's rows, for reading.
  public let scope: TenantScope
  /// The route that was found.
  public let route: Route
  /// The request's id, shown to the client and in the log.
  public let id: String
  /// The language of the answer, one of the tenant's.
  public let locale: LanguageTag
  /// The tenant's languages, the visitor's first: for texts of the catalogue.
  public let locales: [LanguageTag]
  /// The module's texts in the visitor's language.
  public let texts: LocalTexts
  /// The fields of the query.
  public let query: RequestFields
  /// The fields of the form that was sent; none when the body is no form.
  public let form: RequestFields
  /// The files of the form that was sent.
  let files: [UploadedFile]
  /// The header fields.
  public let headers: HTTPFields
  /// Whether the client would rather have HTML than JSON.
  public let prefersHTML: Bool
  /// The idempotency key that came in the header or the form.
  public let idempotencyKey: String?
  /// The client's address, as far as it can be trusted; of IPv6 the network of 64 bits.
  public let address: String
  /// Who of the merchant's staff asks, on routes that are theirs.
  public internal(set) var staff: StaffSession?
  let pathValues: [String: String]
  let bodyBytes: [UInt8]
  let place: RequestPlace
  let visitor: RequestVisitor
  let pages: PageLibrary

  /// The body as it was sent, for what is signed byte by byte.
  public var rawBody: [UInt8] { bodyBytes }

  /// The current time in UTC.
  public var now: Date { scope.environment.now() }

  /// The path below the tenant, decoded: `/products/milk`.
  public var path: String { place.path }
}

extension TenantRequest {
  /// The value of a parameter of the path.
  ///
  /// - Throws: ``WebRefusal/Code/notFound`` when the route has no such parameter.
  public func path(_ name: String) throws(WebRefusal) -> String {
    guard let value = pathValues[name] else { throw WebRefusal(.notFound) }
    return value
  }

  /// The value of a parameter of the path as an id or another type that is written as text.
  ///
  /// - Throws: ``WebRefusal/Code/notFound`` when it is written in another way.
  public func path<Value: LosslessStringConvertible>(
    _ name: String,
    as type: Value.Type
  ) throws(WebRefusal) -> Value {
    guard let value = Value(try path(name)) else { throw WebRefusal(.notFound) }
    return value
  }

  /// The file of a field of the form; nothing when none was chosen.
  public func file(_ field: String) -> UploadedFile? { files.first { $0.field == field } }

  /// The files of a field of the form, in their order.
  public func files(_ field: String) -> [UploadedFile] { files.filter { $0.field == field } }

  /// What was sent, for telling whether it was sent before.
  ///
  /// A browser draws a new boundary whenever it sends a form with files, so these stand for
  /// themselves by name, field and hash.
  var payload: [UInt8] {
    guard case .upload? = route.body else { return bodyBytes }
    let fields = form.pairs.flatMap { [$0.name, $0.value] }
    let sent = files.flatMap { [$0.field, $0.name, "\(MediaID(of: $0.bytes))"] }
    return Array((fields + sent).map { "\($0.utf8.count):\($0)" }.joined().utf8)
  }

  /// The JSON body, which already has the shape that the route's schema names.
  ///
  /// - Throws: ``WebRefusal/Code/inputInvalid`` with the pointer of what does not fit the type.
  public func body<Value: Decodable>(_ type: Value.Type = Value.self) throws(WebRefusal) -> Value {
    try BodyDecoding.decode(type, from: bodyBytes)
  }
}

extension TenantRequest {
  /// The visitor's session, or nothing: there is none before the first write.
  ///
  /// It is looked up once per request.
  public func session() async throws -> Session? { try await visitor.session(in: scope) }

  /// The visitor's session, started if there is none; the reply then carries its cookie.
  public func session(in transaction: TenantTransaction) async throws -> Session {
    try await visitor.startedSession(in: transaction)
  }

  /// The visitor's session under a new token, whose cookie the reply carries; for signing in.
  public func renewedSession(in transaction: TenantTransaction) async throws -> Session {
    try await visitor.renewedSession(in: transaction)
  }

  /// A session that knows nothing of the visitor's before, whose cookie the reply carries; for
  /// signing out.
  public func freshSession(in transaction: TenantTransaction) async throws -> Session {
    try await visitor.freshSession(in: transaction)
  }

  /// What the hidden field `form_token` of a form holds; empty while there is no session.
  public var formToken: String { visitor.formToken }

  /// A new key for the hidden field `idempotency_key` of a form.
  public func makeIdempotencyKey() -> String {
    scope.environment.randomBytes(16).hexadecimal
  }
}

extension TenantRequest {
  /// An address of this tenant, with its prefix and the language when it was chosen in the address.
  ///
  /// - Parameters:
  ///   - path: The path below the tenant, `/products/milk`, its segments already encoded.
  ///   - query: Further fields in order; fields without a value are left out.
  /// - Returns: The address for a link or a form.
  public func url(_ path: String, _ query: KeyValuePairs<String, String?> = [:]) -> String {
    place.url(path, query)
  }

  /// An address of this tenant, kept in the language that the visitor chose, of which a field may
  /// come several times; one without a value is left out.
  public func url(_ path: String, fields: [(String, String?)]) -> String {
    place.url(path, fields: fields)
  }

  /// An address of this tenant with scheme and host, for other sites and machines.
  public func absoluteURL(_ path: String, _ query: KeyValuePairs<String, String?> = [:]) -> String {
    place.origin + url(path, query)
  }

  /// An address of this tenant in one of its languages, with scheme and host.
  public func absoluteURL(
    _ path: String,
    _ query: KeyValuePairs<String, String?> = [:],
    in language: LanguageTag
  ) -> String {
    place.origin + place.url(path, query, in: language)
  }

  /// What addresses of this tenant begin and end with, for values that are kept for many requests.
  public var addressForm: AddressForm {
    AddressForm(
      prefix: place.prefix,
      language: place.language,
      offersRenditions: pages.offersRenditions
    )
  }

  /// The same page in another of the tenant's languages.
  public func url(in language: LanguageTag) -> String { place.url(in: language) }

  /// The address of an ``Asset`` by its name, with the hash of its content.
  public func asset(_ name: String) -> String { place.prefix + pages.assetPath(name) }

  /// The entries of all enabled modules' navigation that are everybody's.
  public var navigation: [ShownNavigationItem] {
    entries {
      $0.permission == nil
    } isCurrent: {
      $0 == place.path
    }
  }

  /// The entries of all enabled modules' navigation in one part of the desk where a role reaches.
  func deskNavigation(_ part: DeskPart, for role: StaffRole) -> [ShownNavigationItem] {
    entries {
      $0.part == part && $0.permission.map(role.may) ?? false
    } isCurrent: {
      place.path == $0 || place.path.hasPrefix("\($0)/")
    }
  }

  private func entries(
    _ isShown: (NavigationItem) -> Bool,
    isCurrent: (String) -> Bool
  ) -> [ShownNavigationItem] {
    pages.modules(of: tenant).flatMap { module in
      let texts = module.texts.texts(in: locale)
      return module.navigation.filter(isShown).map { item in
        ShownNavigationItem(
          text: texts[item.textKey],
          url: url(item.path),
          isCurrent: isCurrent(item.path)
        )
      }
    }
  }

  /// The bytes of a template, for a page that another module frames; see ``PageShell``.
  ///
  /// - Throws: A fault when there is no template of that name.
  public func content(_ template: String, _ view: View) throws -> [UInt8] {
    try pages.render(template, view, in: locale)
  }

  /// A page rendered with a template.
  ///
  /// - Throws: A fault when there is no template of that name.
  public func page(
    _ template: String,
    _ view: View,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    var reply = Reply.html(try pages.render(template, view, in: locale), status: status)
    reply.headers[.contentLanguage] = locale.rawValue
    return reply
  }
}
