internal import Foundation
internal import HTTPTypes
public import Hummingbird
public import Logging
public import TenantStore

/// Answers all requests of all tenants with the routes of the given modules.
///
/// ```swift
/// let responder = try TenantWebResponder(
///   modules: [storefrontWeb], directory: directory, database: database, logger: logger)
/// let server = Application(responder: responder)
/// ```
public struct TenantWebResponder: HTTPResponder {
  /// What Hummingbird gives along.
  public typealias Context = TenantWebContext

  let table: RouteTable
  let pages: PageLibrary
  let lookup: TenantLookup
  let operations: OperationsPages
  let visits: RouteVisits
  let problems: ProblemReplies
  let records: RequestRecords
  let configuration: TenantWebConfiguration
  private let addresses: RateLimiter<String>
  private let environment: StoreEnvironment

  /// Prepares routes, templates and texts.
  ///
  /// - Parameters:
  ///   - modules: The web parts of the modules of this process.
  ///   - directory: The tenants that are served.
  ///   - database: Where their rows are.
  ///   - configuration: Limits and whom to trust.
  ///   - logger: Gets one line per request.
  /// - Throws: ``WebSetupError`` with all that does not fit together.
  public init(
    modules: [WebModule],
    directory: TenantDirectory,
    database: TenantDatabase,
    configuration: TenantWebConfiguration = TenantWebConfiguration(),
    logger: Logger
  ) throws(WebSetupError) {
    let pages = try PageLibrary(
      modules: modules + [PageKit.module],
      offersRenditions: configuration.offersRenditions
    )
    let document = APIDocuments(modules: modules)
    let own = ([document.route] + MediaRoute.routes + Self.kitRoutes)
      .map { RouteEntry(route: $0, module: nil) }
    let entries = modules.flatMap { module in
      module.routes.map { RouteEntry(route: $0, module: module) }
    }
    table = try RouteTable(own + entries)
    self.pages = pages
    self.configuration = configuration
    environment = database.environment
    lookup = TenantLookup(
      directory: directory,
      servesNamedTenants: configuration.servesNamedTenants
    )
    operations = OperationsPages(
      directory: directory,
      database: database,
      metrics: configuration.metrics,
      pages: pages
    )
    problems = try ProblemReplies(pages: pages, logger: logger)
    records = RequestRecords(logger: logger, metrics: configuration.metrics)
    addresses = RateLimiter(configuration.rateLimits.perAddress)
    visits = RouteVisits(
      database: database,
      pages: pages,
      bodyLimit: configuration.bodyLimitBytes,
      uploads: UploadRoom(bytes: configuration.uploadLimitBytes),
      sessions: RateLimiter(configuration.rateLimits.perSession),
      costs: [
        .message: RateLimiter(configuration.rateLimits.messagesPerAddress),
        .program: RateLimiter(configuration.rateLimits.programsPerAddress),
        .reading: RateLimiter(configuration.rateLimits.readingsPerAddress),
      ]
    )
  }

  /// What every tenant has, whatever its modules are.
  private static let kitRoutes = [
    PageLook.theme, DeskHome.route, DeskSignIn.show, DeskSignIn.enter, DeskSignIn.leave,
  ]

  /// Answers one request; every failure becomes a problem, none is thrown.
  public func respond(to request: Request, context: TenantWebContext) async throws -> Response {
    let start = ContinuousClock.now
    let arrival = Arrival(
      request,
      address: context.address,
      id: environment.makeID().uuidString.lowercased(),
      trustsProxy: configuration.trustsProxy
    )
    var trace = RequestTrace()
    var reply: Reply
    do {
      reply = try await answer(arrival, &trace)
    } catch {
      reply = problems.reply(to: error, arrival, trace)
    }
    reply = FinalTouch.applied(to: reply, arrival, trace)
    records.record(reply, arrival, trace, took: .now - start)
    return reply.response(toHead: arrival.method == .head)
  }

  private func answer(_ arrival: Arrival, _ trace: inout RequestTrace) async throws -> Reply {
    if arrival.rawPath != "/health", let seconds = addresses.secondsToWait(for: arrival.network) {
      throw WebRefusal(.tooManyRequests, details: ["retry_after": .integer(Int64(seconds))])
    }
    guard arrival.isSound else { throw WebRefusal(.requestMalformed) }
    if let reply = try await operations.answer(arrival, &trace) { return reply }
    let (tenant, place, segments) = try lookup.find(arrival)
    trace.tenant = tenant
    trace.place = place
    trace.locales = LanguageChoice.preferred(
      of: tenant.locales,
      address: place.language,
      headers: arrival.headers
    )
    let match = try match(segments, arrival, place)
    guard case .found(let found) = match else { return match.moved }
    if let any = found.entries.values.first { try checkEnabled(any, tenant) }
    guard let entry = found.entries[arrival.method == .head ? .get : arrival.method] else {
      if arrival.isReading, let page = page(ofForm: found, segments, arrival, place) { return page }
      return try otherMethod(arrival, found, &trace)
    }
    let visitor = SessionCookie.visitor(arrival.headers, at: place)
    trace.entry = entry
    trace.visitor = visitor
    let visit = RouteVisit(
      arrival: arrival,
      entry: entry,
      values: found.values,
      tenant: tenant,
      place: place,
      locales: trace.locales,
      visitor: visitor
    )
    return try await Deadline.run(within: configuration.deadline) {
      try await visits.reply(to: visit)
    }
  }

  private enum Found {
    case found(RouteTable.Match)
    case elsewhere(String)

    var moved: Reply {
      guard case .elsewhere(let url) = self else { return .nothing }
      return Reply(status: .permanentRedirect, headers: [.location: url])
    }
  }

  /// What answers at a path; an address with a slash too many leads to the one without.
  private func match(_ segments: [String], _ arrival: Arrival, _ place: RequestPlace) throws
    -> Found
  {
    if segments == [""] {
      if let match = table.match([]) { return .found(match) }
    } else if segments.last == "" {
      let shorter = Array(segments.dropLast())
      if arrival.isReading, !shorter.contains(""), table.match(shorter) != nil {
        let query = arrival.rawQuery.isEmpty ? "" : "?\(arrival.rawQuery)"
        return .elsewhere(place.prefix + place.rawPath.dropLast() + query)
      }
    } else if !segments.contains(""), let match = table.match(segments) {
      return .found(match)
    }
    throw WebRefusal(.notFound)
  }

  /// The way from a form's address, under which a browser may show an answer, to the page it stands on.
  ///
  /// Whoever changes the language there, or opens the address again, reads the page above it.
  private func page(
    ofForm match: RouteTable.Match,
    _ segments: [String],
    _ arrival: Arrival,
    _ place: RequestPlace
  ) -> Reply? {
    guard match.entries.values.contains(where: { $0.route.takesForm }) else { return nil }
    let parts = place.rawPath.split(separator: "/", omittingEmptySubsequences: false)
    for count in (0..<segments.count).reversed() {
      guard table.match(Array(segments.prefix(count)))?.entries[.get] != nil else { continue }
      let path = count == 0 ? "/" : parts.prefix(count + 1).joined(separator: "/")
      let query = arrival.rawQuery.isEmpty ? "" : "?\(arrival.rawQuery)"
      return .redirect(to: place.prefix + path + query)
    }
    return nil
  }

  private func checkEnabled(_ entry: RouteEntry, _ tenant: TenantSnapshot) throws {
    guard let module = entry.module, !tenant.isEnabled(module: module.name) else { return }
    throw TenancyRefusal(.moduleNotEnabled, details: ["module": .string(module.name)])
  }

  private func otherMethod(
    _ arrival: Arrival,
    _ match: RouteTable.Match,
    _ trace: inout RequestTrace
  ) throws -> Reply {
    var methods = match.entries.keys.map(\.rawValue) + ["OPTIONS"]
    if match.entries[.get] != nil { methods.append("HEAD") }
    trace.allowed = methods.sorted()
    trace.operation = match.entries.values.first?.route.path
    guard arrival.method == .options else { throw WebRefusal(.methodNotAllowed) }
    return Reply(
      status: .noContent,
      headers: [.allow: trace.allowed.joined(separator: ", ")],
      caching: .personal
    )
  }
}
