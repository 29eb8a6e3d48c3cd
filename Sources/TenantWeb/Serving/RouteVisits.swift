internal import HTTPTypes
internal import TenantStore

/// One request with everything that is known before its body is read.
struct RouteVisit: Sendable {
  let arrival: Arrival
  let entry: RouteEntry
  let values: [String]
  let tenant: TenantSnapshot
  let place: RequestPlace
  let locales: [LanguageTag]
  let visitor: RequestVisitor
}

/// Checks a request against its route and has the route's effect.
struct RouteVisits: Sendable {
  let database: TenantDatabase
  let pages: PageLibrary
  let bodyLimit: Int
  let uploads: UploadRoom
  let sessions: RateLimiter<SessionKey>
  let costs: [Route.Cost: RateLimiter<SenderKey>]

  /// Whose requests one bucket counts.
  struct SessionKey: Hashable, Sendable {
    let tenant: TenantID
    let token: SessionToken
  }

  /// Who asks for what costs something.
  struct SenderKey: Hashable, Sendable {
    let tenant: TenantID
    let network: String
  }

  func reply(to visit: RouteVisit) async throws -> Reply {
    if let token = visit.visitor.presented,
      let seconds = sessions.secondsToWait(for: SessionKey(tenant: visit.tenant.id, token: token))
    {
      throw WebRefusal(.tooManyRequests, details: ["retry_after": .integer(Int64(seconds))])
    }
    switch visit.entry.route.effect {
    case .read(let handler):
      let request = try request(visit, body: [])
      var reply = try await recovering(request) {
        try await handler(try await StaffAdmission.admitted(request, in: database))
      }
      if visit.entry.route.permission != .anyone { reply.caching = .personal }
      return reply
    case .write(let handler): return try await write(visit, handler)
    case .act(let handler): return try await act(visit, handler)
    case .receive(let handler):
      let body = try await RequestBodyReading.bytes(of: visit.arrival.request, limit: bodyLimit)
      return try await handler(try request(visit, body: body), database).personal
    }
  }

  private func act(_ visit: RouteVisit, _ handler: @escaping Route.Act) async throws -> Reply {
    try await checked(visit) { request in
      try await recovering(request) {
        try await handler(try await StaffAdmission.admitted(request, in: database), database)
      }.personal
    }
  }

  private func write(
    _ visit: RouteVisit,
    _ handler: @escaping @Sendable (TenantRequest, TenantTransaction) async throws -> Reply
  ) async throws -> Reply {
    do {
      return try await checked(visit) { request in
        let key = try idempotencyKey(request)
        return try await recovering(request) {
          let writing = WritingRoute(request: request, key: key, handler: handler)
          return try await writing.reply(in: database)
        }.personal
      }
    } catch let refusal as WebRefusal where refusal.code == .bodyTooLarge {
      return try await shown(refusal, of: visit)
    }
  }

  /// The page that a shopper's form has for more than it takes, of which nothing was read.
  ///
  /// What staff may see is only known to who has looked at their session, so theirs have none.
  private func shown(_ refusal: WebRefusal, of visit: RouteVisit) async throws -> Reply {
    guard visit.entry.route.takesForm, !visit.entry.route.isStaffs else { throw refusal }
    return try await recovering(try request(visit, body: [])) { throw refusal }
  }

  /// The effect of a request with its body that no page of another site has made.
  private func checked(
    _ visit: RouteVisit,
    _ effect: (TenantRequest) async throws -> Reply
  ) async throws -> Reply {
    let route = visit.entry.route
    let rule = crossSiteRule(visit)
    try rule?.checkSource()
    if let admission = route.admission { try await admission(try request(visit, body: [])) }
    let room = route.takesFiles ? uploads : nil
    let body = try await RequestBodyReading.bytes(
      of: visit.arrival.request,
      limit: route.bodyLimit(usual: bodyLimit),
      in: room
    )
    defer { room?.giveBack(body.count) }
    let request = try request(visit, body: body)
    try rule?.checkToken(visit.arrival.headers[.formToken] ?? request.form["form_token"])
    try checkCost(visit)
    return try await effect(request)
  }

  private func checkCost(_ visit: RouteVisit) throws {
    let key = SenderKey(tenant: visit.tenant.id, network: visit.arrival.network)
    guard let cost = visit.entry.route.cost, let seconds = costs[cost]?.secondsToWait(for: key)
    else { return }
    throw WebRefusal(.tooManyRequests, details: ["retry_after": .integer(Int64(seconds))])
  }

  /// The effect's reply, or the page that the route has for its refusal.
  private func recovering(
    _ request: TenantRequest,
    _ effect: () async throws -> Reply
  ) async throws -> Reply {
    do {
      return try await effect()
    } catch let refusal as any Refusal {
      request.visitor.forget()
      guard let recovery = request.route.recovery,
        let reply = try await recovery(request, refusal)
      else { throw refusal }
      return reply.personal
    } catch {
      request.visitor.forget()
      throw error
    }
  }

  /// Nothing for a bearer token, which no foreign page can make a browser send.
  private func crossSiteRule(_ visit: RouteVisit) -> CrossSiteRule? {
    let isStaffs = visit.entry.route.isStaffs
    guard isStaffs || !visit.visitor.isBearer else { return nil }
    return CrossSiteRule(
      fetchSite: visit.arrival.headers[.fetchSite],
      origin: visit.arrival.headers[.origin],
      ownOrigin: visit.place.origin,
      sharesOrigin: !visit.place.prefix.isEmpty,
      session: isStaffs
        ? StaffCookie.token(visit.arrival.headers, at: visit.place) : visit.visitor.presented
    )
  }

  private func idempotencyKey(_ request: TenantRequest) throws -> String? {
    switch request.route.idempotency {
    case .natural: return nil
    case .offered: return request.idempotencyKey
    case .required:
      guard let key = request.idempotencyKey else { throw TenancyRefusal(.idempotencyKeyMissing) }
      return key
    }
  }

  private func request(_ visit: RouteVisit, body: [UInt8]) throws -> TenantRequest {
    let route = visit.entry.route
    let names = RouteTable.parameterNames(of: route.path)
    let pathValues = Dictionary(zip(names, visit.values)) { first, _ in first }
    let query = RequestFields(.query, visit.place.fields)
    try ParameterCheck.check(route, path: pathValues, query: query, headers: visit.arrival.headers)
    let (form, files) = try RequestBodyReading.form(
      body,
      for: route,
      headers: visit.arrival.headers
    )
    let language = visit.locales.first ?? visit.tenant.locales[0]
    return TenantRequest(
      tenant: visit.tenant,
      scope: database.reading(visit.tenant.id),
      route: route,
      id: visit.arrival.id,
      locale: language,
      locales: visit.locales,
      texts: (visit.entry.module?.texts ?? PageKit.texts).texts(in: language),
      query: query,
      form: form,
      files: files,
      headers: visit.arrival.headers,
      prefersHTML: visit.arrival.prefersHTML,
      idempotencyKey: visit.arrival.headers[.idempotencyKey] ?? form["idempotency_key"],
      address: visit.arrival.network,
      pathValues: pathValues,
      bodyBytes: body,
      place: visit.place,
      visitor: visit.visitor,
      pages: pages
    )
  }
}
