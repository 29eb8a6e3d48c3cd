public import Foundation
public import TenantStore

extension Shop {
  /// Brings what a person chose on other devices to the cart of the session on which they signed in.
  ///
  /// The other carts keep what they hold, and lose what the person orders. Only sessions count on which
  /// the person is still signed in, as ``Ports/shopper`` says. Nothing is agreed: the new total is shown
  /// and has to be confirmed at the checkout, and an older one is refused there. Doing it again changes
  /// nothing.
  /// - Parameters:
  ///   - person: Who signed in.
  ///   - session: On which session.
  ///   - tenant: Whose shop it is.
  ///   - transaction: Where it happens.
  /// - Returns: How many lines of the cart are new or have more pieces.
  /// - Throws: What the port and the database throw.
  @discardableResult
  public func joinCarts(
    of person: UUID,
    on session: SessionID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Int {
    try await transaction.keepPerson(person, ofCartOn: session)
    var sessions: [SessionID] = []
    for other in try await transaction.cartSessions(of: person) where other != session {
      let known = try await ports.shopper(other, tenant, transaction).person
      if known == person { sessions.append(other) }
    }
    guard !sessions.isEmpty else { return 0 }
    let cart = try await transaction.lockCart(of: session)
    let changes = CartMergeRule.changes(
      of: try await transaction.pieces(of: cart),
      by: try await transaction.chosenPieces(on: sessions)
    )
    try await transaction.write(changes, to: cart)
    return changes.count
  }
}
