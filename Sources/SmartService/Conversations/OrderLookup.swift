public import Foundation
public import TenantStore

/// Where a customer's own order stands, as far as customer service says it.
public struct OrderStanding: Hashable, Sendable {
  /// What happens to the order now.
  public enum Step: String, CaseIterable, Sendable {
    /// It waits for the money.
    case unpaid
    /// It is being packed.
    case preparing
    /// It has left, or some of it.
    case underway
    /// It is with the customer.
    case delivered
    /// It is called off.
    case cancelled
  }

  /// The number that customer and merchant speak of.
  public let number: String
  /// Where it stands.
  public let step: Step
  /// When it was placed, in UTC.
  public let placedAt: Date

  /// Describes an order.
  public init(number: String, step: Step, placedAt: Date) {
    self.number = number
    self.step = step
    self.placedAt = placedAt
  }
}

/// The port to the customer's own orders; the composition supplies it.
///
/// It is asked with the session of whoever writes and gives the orders of that person only, newest
/// first, at most three.
public struct OrderLookup: Sendable {
  /// Looks the orders of a session up.
  public typealias Find =
    @Sendable (_ session: SessionID, _ transaction: TenantTransaction) async throws ->
    [OrderStanding]

  let find: Find

  /// Supplies the port.
  public init(_ find: @escaping Find) { self.find = find }

  /// There are no orders to look up.
  public static let none = Self { _, _ in [] }
}
