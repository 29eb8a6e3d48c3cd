internal import HTTPTypes
public import TenantStore

/// Makes the pages and forms of one module that members of staff reach below `/desk`.
public struct DeskRoutes: Sendable {
  /// Answers with a page; a notice says what spoke against a change.
  public typealias Show =
    @Sendable (_ request: TenantRequest, _ notice: String?) async throws ->
    Reply
  /// What speaks against a change, in the module's words; nothing where a problem says it better, as
  /// for what is not there.
  public typealias Words = @Sendable (any Refusal, LocalTexts) -> String?
  /// Changes something and says where to go on.
  public typealias Change =
    @Sendable (TenantRequest, Actor, TenantTransaction) async throws -> String

  private let words: Words

  /// Makes routes of a module with its words for its refusals.
  public init(_ words: @escaping Words = { _, _ in nil }) { self.words = words }

  /// A page for those whose role may see it.
  public func page(
    _ path: String,
    _ operation: String,
    _ permission: StaffPermission,
    parameters: [RouteParameter] = [],
    _ show: @escaping Show
  ) -> Route {
    .read(
      path,
      operation: operation,
      parameters: parameters,
      permission: .staff(permission),
      recovery: recovery(nil)
    ) { request in try await show(request, nil) }
  }

  /// A form that leads back to a page; a refusal shows another with what spoke against it.
  ///
  /// - Parameters:
  ///   - path: Where it is sent.
  ///   - operation: The operation's name.
  ///   - permission: What the role must allow.
  ///   - parameters: Parameters of the path.
  ///   - body: What it takes.
  ///   - once: Whether the form's key decides that it happened before; else the change itself does.
  ///   - show: The page that a refusal shows.
  ///   - change: Changes something and says where to go on.
  /// - Returns: The route.
  public func form(
    _ path: String,
    _ operation: String,
    _ permission: StaffPermission,
    parameters: [RouteParameter] = [],
    body: RouteBody = .form,
    once: Bool = false,
    show: @escaping Show,
    _ change: @escaping Change
  ) -> Route {
    .write(
      .post,
      path,
      operation: operation,
      parameters: parameters,
      body: body,
      permission: .staff(permission),
      idempotency: once ? .required : .natural,
      recovery: recovery(show)
    ) { request, transaction in
      guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
      return .redirect(to: try await change(request, staff.member.actor, transaction))
    }
  }

  /// A form whose work is done in transactions of its own, such as a file that is taken in.
  ///
  /// Sending it again must change nothing; it answers with a page, or leads on to one.
  /// - Parameters:
  ///   - path: Where it is sent.
  ///   - operation: The operation's name.
  ///   - permission: What the role must allow.
  ///   - parameters: Parameters of the path.
  ///   - body: What it takes.
  ///   - show: The page that a refusal shows.
  ///   - act: Does the work.
  /// - Returns: The route.
  public func act(
    _ path: String,
    _ operation: String,
    _ permission: StaffPermission,
    parameters: [RouteParameter] = [],
    body: RouteBody = .form,
    show: @escaping Show,
    _ act: @escaping @Sendable (TenantRequest, Actor, TenantDatabase) async throws -> Reply
  ) -> Route {
    .act(
      path,
      operation: operation,
      parameters: parameters,
      body: body,
      permission: .staff(permission),
      recovery: recovery(show)
    ) { request, database in
      guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
      return try await act(request, staff.member.actor, database)
    }
  }

  private func recovery(_ show: Show?) -> Route.Recovery {
    { [words] request, refusal in
      if let refusal = refusal as? StaffRefusal {
        switch refusal.code {
        case .signInNeeded: return .redirect(to: DeskSignIn.url(for: request))
        case .notPermitted: return try await DeskForbidden.reply(to: request)
        default: return nil
        }
      }
      guard let show, let text = words(refusal, request.texts) ?? Self.common(refusal, request)
      else { return nil }
      var reply = try await show(request, text)
      reply.status = .unprocessableContent
      return reply
    }
  }

  private static func common(_ refusal: any Refusal, _ request: TenantRequest) -> String? {
    guard (refusal as? WebRefusal)?.code == .inputInvalid else { return nil }
    return PageKit.texts.texts(in: request.locale)["desk.refused.input"]
  }
}

/// What is said where a role does not reach.
enum DeskForbidden {
  static func reply(to request: TenantRequest) async throws -> Reply {
    let frame = try await DeskFrame.load(request)
    let texts = frame.ownTexts
    return try frame.sheet(
      texts["desk.forbidden.title"],
      [["title": texts["desk.forbidden.title"], "text": texts["desk.forbidden.text"]]],
      status: .forbidden
    )
  }
}
