public import Foundation
public import TenantStore

extension Shop {
  /// What a visitor keeps for later, the latest first: of the session, and of who is signed in on it.
  ///
  /// - Parameters:
  ///   - session: The visitor's, with whether its owner has proved who they are.
  ///   - tenant: Whose shop it is.
  ///   - view: In which languages.
  ///   - querying: Where it is read.
  /// - Returns: The lines at today's prices.
  /// - Throws: `TenancyRefusal` when the database is busy or away, or what the port throws.
  public func savedLines(
    of session: Session,
    for tenant: TenantSnapshot,
    in view: ShopView,
    _ querying: any TenantQuerying
  ) async throws -> [SavedLine] {
    try await querying.savedLines(of: try await owners(session, tenant, querying), in: view)
  }

  /// Moves a line of the cart to what is kept for later; moving it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `cart_full` when fifty others are kept.
  public func saveForLater(
    _ sku: SKUID,
    session: Session,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let owners = try await joinedOwners(session, tenant, transaction)
    let cart = try await transaction.lockCart(of: session.id)
    guard try await transaction.save(sku, of: cart, for: owners[0]) <= SavedLine.limit else {
      throw StorefrontRefusal(.cartFull)
    }
  }

  /// Moves what is kept for later back into the cart; moving it again changes nothing.
  ///
  /// It costs what it costs now, and stock is not looked at before the order.
  /// - Throws: ``StorefrontRefusal`` as ``addToCart(_:quantity:session:in:)``; it is kept then.
  public func moveToCart(
    _ sku: SKUID,
    session: Session,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let owners = try await joinedOwners(session, tenant, transaction)
    // The cart first, as whoever puts something aside takes it.
    _ = try await transaction.lockCart(of: session.id)
    guard let quantity = try await transaction.takeSaved(sku, of: owners) else { return }
    try await addToCart(sku, quantity: quantity, session: session.id, in: transaction)
  }

  /// Forgets what was kept for later; forgetting it again changes nothing.
  public func forgetSaved(
    _ sku: SKUID,
    session: Session,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let owners = try await joinedOwners(session, tenant, transaction)
    _ = try await transaction.takeSaved(sku, of: owners)
  }

  /// Gives what a session kept to the person who signed in on it; giving it again changes nothing.
  public func joinSaved(
    of session: SessionID,
    to person: UUID,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.moveSaved(from: session.uuid, to: person)
  }

  /// Whose lines a visitor sees, the one who gets new ones first.
  private func owners(
    _ session: Session,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [UUID] {
    guard session.isProved else { return [session.id.uuid] }
    let person = try await ports.shopper(session.id, tenant, querying).person
    return person == session.id.uuid ? [person] : [person, session.id.uuid]
  }

  /// The same, with what the session kept before somebody signed in given to that person.
  private func joinedOwners(
    _ session: Session,
    _ tenant: TenantSnapshot,
    _ transaction: TenantTransaction
  ) async throws -> [UUID] {
    let owners = try await owners(session, tenant, transaction)
    if owners.count == 2 { try await transaction.moveSaved(from: owners[1], to: owners[0]) }
    return owners
  }
}
