internal import Foundation
public import TenantStore

/// A contract as its member and the merchant see it.
public struct SubscriptionContract: Hashable, TenantRow {
  /// The contract.
  public let id: SubscriptionID
  /// Whose it is.
  public let member: MemberID
  /// The short name of its plan.
  public let plan: String
  /// Where it stands.
  public let state: SubscriptionState
  /// How many boxes are paid and have not come.
  public let boxesLeft: Int
  /// What one box costs.
  public let price: Money
  /// Where boxes go.
  public let address: String

  /// Reads the columns of a query for contracts, in their order.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    member = try row.next()
    plan = try row.next()
    let state = SubscriptionState(rawValue: try row.next(String.self))
    boxesLeft = Int(try row.next(Int32.self))
    let price: Int64 = try row.next()
    let currency = Currency(code: try row.next(String.self))
    guard let state, let currency else { throw TenantStoreError.emptyAnswer }
    self.state = state
    self.price = Money(minorUnits: price, currency: currency)
    address = try row.next()
  }
}

/// A box that is to come, with its contract.
public struct OpenBox: Hashable, TenantRow {
  /// The box.
  public let cycle: SubscriptionCycle
  /// The contract.
  public let contract: SubscriptionContract

  /// Reads the columns of a box, then those of its contract.
  public init(row: inout ColumnReader) throws {
    cycle = try SubscriptionCycle(row: &row)
    contract = try SubscriptionContract(row: &row)
  }
}

extension QueryPart {
  /// The columns of a contract, of the table named `s`.
  fileprivate static let contract: QueryPart = """
    s.id, s.member_id, s.plan, s.state, s.boxes_left, s.price, s.currency, s.address
    """
}

extension TenantTransaction {
  /// Where a box stands, with its contract locked until the transaction ends, so that it stands there
  /// until then.
  public func heldBoxState(_ number: Int64, of subscription: SubscriptionID) async throws
    -> CycleState?
  {
    let state: String? = try await value(
      """
      SELECT c.state FROM membership.subscription s
      JOIN membership.subscription_cycle c
        ON c.tenant_id = \(tenant) AND c.subscription_id = s.id AND c.number = \(number)
      WHERE s.tenant_id = \(tenant) AND s.id = \(subscription) FOR UPDATE OF s
      """
    )
    return state.flatMap(CycleState.init)
  }
}

extension TenantQuerying {
  /// A member's contracts with where their boxes go, the latest first; at most 100.
  public func subscriptionContracts(of member: MemberID) async throws -> [SubscriptionContract] {
    let accounts = try await accounts(of: member)
    return try await all(
      """
      SELECT \(QueryPart.contract) FROM membership.subscription s
      WHERE s.tenant_id = \(tenant) AND s.member_id = ANY (\(accounts.map(\.uuid)))
      ORDER BY s.id DESC LIMIT 100
      """
    )
  }

  /// Boxes in some states, those that are due first first; at most 100.
  public func openBoxes(in states: [CycleState]) async throws -> [OpenBox] {
    try await all(
      """
      SELECT c.number, c.slot, c.due_day, c.state, c.amount, c.box, c.attempts, c.next_day,
        c.asked_at, c.reference, c.guide_months, \(QueryPart.contract)
      FROM membership.subscription_cycle c
      JOIN membership.subscription s ON s.tenant_id = \(tenant) AND s.id = c.subscription_id
      WHERE c.tenant_id = \(tenant) AND c.state = ANY (\(states.map(\.rawValue)))
      ORDER BY c.due_day, c.subscription_id LIMIT 100
      """
    )
  }
}
