internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// All that a merchant's staff reach below `/desk`.
enum DeskRoutes {
  static func all(_ shop: Shop) -> [Route] {
    [DeskSignIn.show, DeskSignIn.enter, DeskSignIn.leave, DeskHome.route, DeskOrders.route]
      + DeskOrder.routes(shop) + DeskRefunds.routes(shop) + [DeskReturns.route]
      + DeskReturn.routes(shop) + DeskStock.routes(shop) + [DeskBill.route, DeskProducts.route]
      + DeskProduct.routes(shop) + DeskPromotions.routes(shop) + [DeskQuote.route(shop)]
      + [DeskReviews.route] + DeskReview.routes(shop)
  }

  /// Answers with a page; a notice says what spoke against a change.
  typealias Show = @Sendable (TenantRequest, String?) async throws -> Reply

  /// A page for those whose role may see it.
  static func page(
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
  ///   - once: Whether the form's key decides that it happened before; else the change itself does.
  ///   - show: The page that a refusal shows.
  ///   - change: Changes something and says where to go on.
  /// - Returns: The route.
  static func form(
    _ path: String,
    _ operation: String,
    _ permission: StaffPermission,
    parameters: [RouteParameter] = [],
    once: Bool = false,
    show: @escaping Show,
    _ change:
      @escaping @Sendable (TenantRequest, Actor, TenantTransaction) async throws -> String
  ) -> Route {
    .write(
      .post,
      path,
      operation: operation,
      parameters: parameters,
      body: .form,
      permission: .staff(permission),
      idempotency: once ? .required : .natural,
      recovery: recovery(show)
    ) { request, transaction in
      guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
      return .redirect(to: try await change(request, staff.member.actor, transaction))
    }
  }

  private static func recovery(_ show: Show?) -> Route.Recovery {
    { request, refusal in
      if let refusal = refusal as? StaffRefusal {
        switch refusal.code {
        case .signInNeeded: return .redirect(to: DeskSignIn.url(for: request))
        case .notPermitted: return try await DeskForbidden.reply(to: request)
        default: return nil
        }
      }
      guard let show, let text = DeskWords.refusal(refusal, request.texts) else { return nil }
      var reply = try await show(request, text)
      reply.status = .unprocessableContent
      return reply
    }
  }
}

/// What is said where a role does not reach.
enum DeskForbidden {
  static func reply(to request: TenantRequest) async throws -> Reply {
    let frame = try await DeskFrame.load(request)
    return try frame.sheet(
      frame.texts["desk.forbidden.title"],
      [["title": frame.texts["desk.forbidden.title"], "text": frame.texts["desk.forbidden.text"]]],
      status: .forbidden
    )
  }
}
