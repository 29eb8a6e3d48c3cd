public import Foundation
public import Membership
public import TenantStore
internal import TenantWeb

/// An order of a family, as its pages show it.
public struct FamilyOrder: Hashable, Sendable {
  /// How far it is.
  public enum Step: String, CaseIterable, Sendable {
    /// It waits for its money.
    case unpaid
    /// It is being packed.
    case preparing
    /// It has left.
    case underway
    /// It is there.
    case delivered
    /// It was called off.
    case cancelled
  }

  /// The order.
  public let id: UUID
  /// The number that family and merchant speak of.
  public let number: String
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// What is paid.
  public let total: Money
  /// How far it is.
  public let step: Step
  /// The box that it is, named as its contract names it; nothing for what was bought otherwise.
  public let box: String?

  /// Describes an order.
  public init(id: UUID, number: String, placedAt: Date, total: Money, step: Step, box: String?) {
    self.id = id
    self.number = number
    self.placedAt = placedAt
    self.total = total
    self.step = step
    self.box = box
  }
}

/// What the pages of families know of a shop's orders.
public struct FamilyOrders: Sendable {
  /// Tells of orders by their ids, the latest first.
  public var known: @Sendable ([UUID], any TenantQuerying) async throws -> [FamilyOrder]
  /// Opens an order to whom it belongs: the path of its page below the tenant.
  public var open: @Sendable (UUID, TenantTransaction) async throws -> String
  /// Tells of orders in an export.
  public var exported: Families.OrderExport
  /// What one piece of some SKUs costs who asks, by their numbers, of those that are sold now.
  public var prices:
    @Sendable ([String], Session?, TenantSnapshot, any TenantQuerying) async throws ->
      [String: Money]

  /// Supplies what is known.
  public init(
    known: @escaping @Sendable ([UUID], any TenantQuerying) async throws -> [FamilyOrder],
    open: @escaping @Sendable (UUID, TenantTransaction) async throws -> String,
    exported: @escaping Families.OrderExport,
    prices:
      @escaping @Sendable ([String], Session?, TenantSnapshot, any TenantQuerying) async throws ->
      [String: Money]
  ) {
    self.known = known
    self.open = open
    self.exported = exported
    self.prices = prices
  }

  /// What one piece of some SKUs costs whoever asks, of those that are sold now.
  func sold(_ skus: [String], _ request: TenantRequest) async throws -> [String: Money] {
    guard !skus.isEmpty else { return [:] }
    return try await prices(skus, try await request.session(), request.tenant, request.scope)
  }

  /// The orders of a member, the latest first, at most twenty.
  func latest(of member: Member, in querying: any TenantQuerying) async throws -> [FamilyOrder] {
    try await known(try await querying.placedOrders(of: member), querying)
  }
}
