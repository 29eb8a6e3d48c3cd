public import HTTPTypes
public import TenantStore

/// One route: what it takes, what it gives and what it does.
///
/// From these values the router, the OpenAPI document and the isolation suite are made.
public struct Route: Sendable {
  /// What a request to the route does.
  public enum Effect: Sendable {
    /// Reads through ``TenantRequest/scope``.
    case read(@Sendable (TenantRequest) async throws -> Reply)
    /// Writes in a transaction that TenantWeb opens and commits with the reply.
    case write(@Sendable (TenantRequest, TenantTransaction) async throws -> Reply)
    /// Waits for somebody outside, and writes in short transactions of its own.
    case act(Act)
    /// Takes another machine's message, which proves by itself whose it is: the body as it was sent,
    /// no session, no form token, no key.
    case receive(Act)
  }

  /// What a route does outside of any transaction.
  public typealias Act = @Sendable (TenantRequest, TenantDatabase) async throws -> Reply

  /// Who may use the route.
  public enum Permission: Hashable, Sendable {
    /// Everyone; the reply is the same for all visitors.
    case anyone
    /// Everyone, for themselves: the reply is never cached, and a write starts the visitor's session.
    case session
    /// Members of the merchant's staff whose role may do this; ``TenantRequest/staff`` says who it is.
    case staff(StaffPermission)
  }

  /// Whether a writing route is safe to send again.
  public enum Idempotency: Sendable {
    /// The effect is the same when it happens twice.
    case natural
    /// A key is used when the client sends one.
    case offered
    /// Without a key the request is refused.
    case required
  }

  /// Answers a refusal of the effect with a page; nothing leaves it to the problem.
  ///
  /// It runs after the transaction was rolled back and can read only.
  public typealias Recovery = @Sendable (TenantRequest, any Refusal) async throws -> Reply?

  /// Refuses a request of which everything but the body is known; it can read only.
  public typealias Admission = @Sendable (TenantRequest) async throws -> Void

  /// The HTTP method.
  public let method: HTTPRequest.Method
  /// The path with its parameters in braces, `/api/v1/products/{id}`.
  public let path: String
  /// The unique name of the operation, `getProduct`.
  public let operation: String
  /// What it does in a few words, for the API document.
  public let summary: String
  /// The heading in the API document.
  public let tag: String
  /// Parameters of the path, the query and the header.
  public let parameters: [RouteParameter]
  /// What the body holds, if there is one.
  public let body: RouteBody?
  /// What it answers when it does what was asked.
  public let responses: [RouteResponse]
  /// Who may use it.
  public let permission: Permission
  /// Whether it is safe to send again.
  public let idempotency: Idempotency
  /// The refusals that it may answer with.
  public let refusals: [RefusalDescription]
  /// What it does.
  public let effect: Effect
  let recovery: Recovery?
  /// What a request costs beyond the usual, which strangers may ask for only so often.
  public private(set) var cost: Cost?

  /// What requests cost; those of one address are counted apart for each of them.
  public enum Cost: Hashable, Sendable {
    /// A message to somebody, or whatever else the shop pays others for.
    case message
    /// Seconds of a processor.
    case program
    /// More reading than a page, such as a talk from its beginning.
    case reading
  }

  /// The route as one that sends a message to somebody: requests of one address are counted apart, so
  /// that nobody spends the shop's messages, or sends them to strangers.
  public func sendingMessage() -> Self { costing(.message) }

  /// The route as one of whose requests each costs something.
  public func costing(_ cost: Cost) -> Self {
    var route = self
    route.cost = cost
    return route
  }

  private(set) var admission: Admission?

  /// The route as one that knows before it reads a body whether anybody may send it, so that a stranger
  /// does not fill the memory with files that nothing waits for.
  public func admitting(_ admission: @escaping Admission) -> Self {
    var route = self
    route.admission = admission
    return route
  }

  /// A route that reads.
  public static func read(
    _ path: String,
    operation: String,
    summary: String = "",
    tag: String = "",
    parameters: [RouteParameter] = [],
    responses: [RouteResponse] = [],
    permission: Permission = .anyone,
    refusals: [RefusalDescription] = [],
    recovery: Recovery? = nil,
    _ handler: @escaping @Sendable (TenantRequest) async throws -> Reply
  ) -> Self {
    Self(
      method: .get,
      path: path,
      operation: operation,
      summary: summary,
      tag: tag,
      parameters: parameters,
      body: nil,
      responses: responses,
      permission: permission,
      idempotency: .natural,
      refusals: refusals,
      effect: .read(handler),
      recovery: recovery
    )
  }

  /// A route that writes.
  public static func write(
    _ method: HTTPRequest.Method,
    _ path: String,
    operation: String,
    summary: String = "",
    tag: String = "",
    parameters: [RouteParameter] = [],
    body: RouteBody? = nil,
    responses: [RouteResponse] = [],
    permission: Permission = .session,
    idempotency: Idempotency = .offered,
    refusals: [RefusalDescription] = [],
    recovery: Recovery? = nil,
    _ handler: @escaping @Sendable (TenantRequest, TenantTransaction) async throws -> Reply
  ) -> Self {
    Self(
      method: method,
      path: path,
      operation: operation,
      summary: summary,
      tag: tag,
      parameters: parameters,
      body: body,
      responses: responses,
      permission: permission,
      idempotency: idempotency,
      refusals: refusals,
      effect: .write(handler),
      recovery: recovery
    )
  }

  /// A route that waits for somebody outside; sending it again must have no second effect.
  ///
  /// It is checked for where it comes from like every write.
  public static func act(
    _ path: String,
    operation: String,
    summary: String = "",
    tag: String = "",
    parameters: [RouteParameter] = [],
    body: RouteBody? = nil,
    responses: [RouteResponse] = [],
    permission: Permission = .session,
    refusals: [RefusalDescription] = [],
    recovery: Recovery? = nil,
    _ handler: @escaping Act
  ) -> Self {
    Self(
      method: .post,
      path: path,
      operation: operation,
      summary: summary,
      tag: tag,
      parameters: parameters,
      body: body,
      responses: responses,
      permission: permission,
      idempotency: .natural,
      refusals: refusals,
      effect: .act(handler),
      recovery: recovery
    )
  }

  /// A route for other machines' messages, such as a payment provider's.
  public static func receive(
    _ path: String,
    operation: String,
    parameters: [RouteParameter] = [],
    _ handler: @escaping Act
  ) -> Self {
    Self(
      method: .post,
      path: path,
      operation: operation,
      summary: "",
      tag: "",
      parameters: parameters,
      body: nil,
      responses: [],
      permission: .anyone,
      idempotency: .natural,
      refusals: [],
      effect: .receive(handler),
      recovery: nil
    )
  }

  /// Whether the route belongs to the API document, by its path below `/api/`.
  public var isAPI: Bool { path.hasPrefix("/api/") }

  /// Whether the route changes something.
  public var isWriting: Bool {
    if case .read = effect { false } else { true }
  }
}
