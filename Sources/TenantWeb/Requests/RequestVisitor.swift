internal import Foundation
internal import Synchronization
internal import TenantStore

/// Who asks: the session of one request, looked up once and started when a write needs it.
final class RequestVisitor: Sendable {
  private struct State {
    var started: SessionToken?
    var isProlonged = false
    var found: Session??
  }

  /// A session that is used lives its full time again, but is not written more than daily.
  private static let prolongedAfter: TimeInterval = 29 * 24 * 3600

  /// The token that the client showed, whether or not it belongs to a session.
  let presented: SessionToken?
  /// Whether the token came in the `Authorization` header, which no foreign page can set.
  let isBearer: Bool
  private let state = Mutex(State())

  init(presented: SessionToken?, isBearer: Bool) {
    self.presented = presented
    self.isBearer = isBearer
  }

  /// The token of a session that this request started, if it was kept.
  var startedToken: SessionToken? { state.withLock { $0.started } }

  /// The token whose cookie is to be set: of a session that began, or now lives longer.
  var cookieToken: SessionToken? {
    if let startedToken { return startedToken }
    return state.withLock { $0.isProlonged } && !isBearer ? presented : nil
  }

  var formToken: String { (startedToken ?? presented)?.formToken ?? "" }

  func session(in scope: TenantScope) async throws -> Session? {
    if let found = state.withLock({ $0.found }) { return found }
    guard let presented else { return nil }
    let found = try await scope.session(presented)
    state.withLock { $0.found = .some(found) }
    return found
  }

  func startedSession(in transaction: TenantTransaction) async throws -> Session {
    if let found = state.withLock({ $0.found }), let found { return found }
    let living = try await living(in: transaction)
    let session = if let living { living } else { try started(in: transaction) }
    state.withLock { $0.found = .some(session) }
    return session
  }

  /// The session with a new token, for when somebody proves who they are: a token that another had
  /// planted or seen before is worth nothing after it.
  func renewedSession(in transaction: TenantTransaction) async throws -> Session {
    let known = state.withLock { $0.found } ?? nil
    guard let living = try await living(in: transaction) ?? known else {
      let session = try started(isProved: true, in: transaction)
      state.withLock { $0.found = .some(session) }
      return session
    }
    let token = SessionToken.make(in: transaction.environment)
    try await transaction.renewSession(living.id, as: token)
    state.withLock {
      $0.started = token
      $0.found = .some(living)
    }
    return living
  }

  /// A new session in the place of the one that was shown, which is worth nothing from then on.
  func freshSession(in transaction: TenantTransaction) async throws -> Session {
    if let shown = try await existingSession(in: transaction) {
      try await transaction.endSession(shown.id)
    }
    let session = try started(in: transaction)
    state.withLock { $0.found = .some(session) }
    return session
  }

  /// The session of the request for a key's owner, without starting one.
  func existingSession(in transaction: TenantTransaction) async throws -> Session? {
    if let found = state.withLock({ $0.found }) { return found }
    return try await living(in: transaction)
  }

  /// Forgets what a transaction that was rolled back had found or started.
  func forget() { state.withLock { $0 = State() } }

  private func living(in transaction: TenantTransaction) async throws -> Session? {
    guard let presented, let session = try await transaction.session(presented) else { return nil }
    if session.expiresAt < transaction.environment.now() + Self.prolongedAfter {
      try await transaction.prolongSession(session.id)
      state.withLock { $0.isProlonged = true }
    }
    return session
  }

  /// A token that the client made up is never taken over: a new one is made.
  private func started(isProved: Bool = false, in transaction: TenantTransaction) throws -> Session
  {
    let token = SessionToken.make(in: transaction.environment)
    let session = try transaction.beginSession(token, isProved: isProved)
    state.withLock { $0.started = token }
    return session
  }
}
