public import TenantStore

/// What is changed about where an order goes; what is left out stays.
public struct OrderContactEdit: Hashable, Sendable {
  /// The name of who receives it.
  public var name: String?
  /// The telephone number.
  public var phone: String?
  /// The address of delivery.
  public var address: String?

  /// Describes a change.
  public init(name: String? = nil, phone: String? = nil, address: String? = nil) {
    self.name = name
    self.phone = phone
    self.address = address
  }
}

extension Shop {
  /// Changes where an order goes, as long as nothing of it has left.
  ///
  /// - Parameters:
  ///   - number: The order's number.
  ///   - version: The version that whoever changes it has seen.
  ///   - edit: What is different.
  ///   - actor: Who changes it.
  ///   - transaction: Where it happens.
  /// - Returns: The order as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `order_changed` (`version`),
  ///   `contact_invalid` (`fields`) or `transition_refused`.
  @discardableResult
  public func editContact(
    of number: String,
    version: Int64,
    _ edit: OrderContactEdit,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    let order = try await editableOrder(number, version, in: transaction)
    let contact = OrderContact(
      name: edit.name ?? order.contact.name,
      phone: edit.phone ?? order.contact.phone,
      address: edit.address ?? order.contact.address
    )
    let fields = ContactRule.problems(
      name: contact.name,
      phone: contact.phone,
      address: contact.address
    )
    guard fields.isEmpty else {
      throw StorefrontRefusal(
        .contactInvalid,
        details: ["fields": .array(fields.map { .string($0) })]
      )
    }
    try await transaction.updateContact(contact, of: order.id)
    // Which fields, not what stood in them: the trail keeps no address.
    let changed = [
      ("name", edit.name), ("phone", edit.phone), ("address", edit.address),
    ].filter { $0.1 != nil }.map { JSONValue.string($0.0) }
    try await noteEdit("storefront.order_contact_edited", of: order, by: actor, in: transaction) {
      (["version": .integer($0)], ["version": .integer($0 + 1), "changed": .array(changed)])
    }
    return try await foundOrder(number, in: transaction)
  }

  /// Lowers what an unpaid order costs, as long as nothing of it has left.
  ///
  /// The difference is written as an adjustment `merchant.price_edit`; lines and freight stay as
  /// they were. Money that has come is given back by a refund instead.
  /// - Throws: ``StorefrontRefusal`` with the code `order_not_found`, `order_changed` (`version`),
  ///   `reduction_invalid` or `transition_refused`.
  @discardableResult
  public func lowerTotal(
    of number: String,
    version: Int64,
    to total: Money,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Order {
    let order = try await editableOrder(number, version, in: transaction)
    guard order.state.payment == .unpaid else {
      throw StorefrontRefusal(.transitionRefused, details: order.state.details)
    }
    guard total.currency == order.total.currency,
      (0..<order.total.minorUnits).contains(total.minorUnits)
    else { throw StorefrontRefusal(.reductionInvalid) }
    try await endPrompt(of: order.id, by: actor, in: transaction)
    try await transaction.lowerTotal(of: order.id, by: order.total - total)
    try await noteEdit("storefront.order_price_edited", of: order, by: actor, in: transaction) {
      (
        ["version": .integer($0), "total": .integer(order.total.minorUnits)],
        ["version": .integer($0 + 1), "total": .integer(total.minorUnits)]
      )
    }
    try await confirmFree(number, total, provider: order.provider, in: transaction)
    return try await foundOrder(number, in: transaction)
  }

  /// Ends an attempt to pay whose price the shopper may have before them; the next one is a new one.
  ///
  /// What is paid there all the same goes back.
  private func endPrompt(of order: OrderID, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    guard let payment = try await transaction.latestPayment(of: order),
      payment.ledger.status == .pending, payment.prompts > 0
    else { return }
    try await transaction.voidPayment(of: order, by: actor)
    try await transaction.enqueue(PaymentJob.settle(payment.id, step: 0, because: "repriced"))
  }

  /// The order, held, when it may be changed and is as it was seen.
  private func editableOrder(
    _ number: String,
    _ version: Int64,
    in transaction: TenantTransaction
  ) async throws -> Order {
    let held = try await heldOrder(number, in: transaction)
    guard held.state.status == .placed, held.state.fulfilment == .unfulfilled else {
      throw StorefrontRefusal(.transitionRefused, details: held.state.details)
    }
    guard held.version == version else {
      throw StorefrontRefusal(.orderChanged, details: ["version": .integer(held.version)])
    }
    return try await foundOrder(number, in: transaction)
  }

  private func noteEdit(
    _ action: String,
    of order: Order,
    by actor: Actor,
    in transaction: TenantTransaction,
    _ values: (Int64) -> (JSONValue, JSONValue)
  ) async throws {
    let (before, after) = values(order.progress.version)
    try await transaction.audit(action, of: order.number, by: actor, before: before, after: after)
    try await transaction.emit(
      "storefront.order_changed",
      ["order": .string(order.id.description), "event": "edit"]
    )
  }
}
