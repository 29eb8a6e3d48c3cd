internal import HTTPTypes
internal import Membership
internal import TenantStore
internal import TenantWeb

/// Makes the pages and forms of families that are signed in.
struct FamilyRoutes: Sendable {
  /// Answers with a page; a notice says what spoke against a change.
  typealias Show = @Sendable (FamilyFrame, String?) async throws -> Reply
  /// Changes something for a member and says where to go on.
  typealias Change =
    @Sendable (TenantRequest, MemberID, TenantTransaction) async throws -> String

  let shell: PageShell

  /// A page for whoever is signed in; all others are led to the entrance, and back.
  func page(
    _ path: String,
    _ operation: String,
    parameters: [RouteParameter] = [],
    _ show: @escaping Show
  ) -> Route {
    .read(
      path,
      operation: operation,
      parameters: parameters,
      permission: .session,
      recovery: recovery(nil)
    ) { request in try await show(try await FamilyFrame.load(request, shell), nil) }
  }

  /// A form that leads back to a page; a refusal shows another with what spoke against it.
  ///
  /// - Parameters:
  ///   - path: Where it is sent.
  ///   - operation: The operation's name.
  ///   - parameters: Parameters of the path.
  ///   - once: Whether the form's key decides that it happened before; else the change itself does.
  ///   - show: The page that a refusal shows.
  ///   - change: What it changes.
  /// - Returns: The route.
  func form(
    _ path: String,
    _ operation: String,
    parameters: [RouteParameter] = [],
    once: Bool = false,
    show: @escaping Show,
    _ change: @escaping Change
  ) -> Route {
    write(path, operation, parameters: parameters, once: once, show: show) {
      .redirect(to: try await change($0, $1, $2))
    }
  }

  /// A form that is answered with something else than a page.
  func write(
    _ path: String,
    _ operation: String,
    parameters: [RouteParameter] = [],
    once: Bool = false,
    show: Show?,
    _ change:
      @escaping @Sendable (TenantRequest, MemberID, TenantTransaction) async throws -> Reply
  ) -> Route {
    .write(
      .post,
      path,
      operation: operation,
      parameters: parameters,
      body: .form,
      idempotency: once ? .required : .natural,
      recovery: recovery(show)
    ) { request, transaction in
      let member = try await Self.member(of: request, in: transaction)
      return try await change(request, member, transaction)
    }
  }

  /// Who is signed in.
  static func member(of request: TenantRequest, in transaction: TenantTransaction) async throws
    -> MemberID
  {
    let session = try await request.session(in: transaction)
    guard let member = try await transaction.memberSignedIn(on: session.id) else {
      throw MembershipRefusal(.memberNotFound)
    }
    return member
  }

  private func recovery(_ show: Show?) -> Route.Recovery {
    { request, refusal in
      if (refusal as? MembershipRefusal)?.code == .memberNotFound {
        return .redirect(to: SignInPage.url(for: request))
      }
      guard let show, let text = RefusalWords.text(refusal, request.texts) else { return nil }
      var reply = try await show(try await FamilyFrame.load(request, shell), text)
      reply.status = .unprocessableContent
      return reply
    }
  }
}
