internal import Crypto
internal import Foundation
public import TenantStore

extension Shop {
  /// Readies what a session wants to buy in a group; choosing again replaces the choice.
  ///
  /// The cart that it is in is ordered like any other, by
  /// ``placeOrder(_:session:isProved:for:in:)``; only that order takes a place and stock. No other
  /// promotion applies to it.
  /// - Parameters:
  ///   - choice: A new group, or one that is open.
  ///   - sku: What is bought; it has to be among the promotion's goods when it is ordered.
  ///   - quantity: 1 to 99.
  ///   - session: Whose it is.
  ///   - transaction: Where it happens.
  /// - Returns: The cart.
  /// - Throws: ``StorefrontRefusal`` with the code `promotion_not_found`, `group_not_found`,
  ///   `group_full`, `group_closed`, `sku_not_found` or `quantity_invalid`.
  public func chooseGroup(
    _ choice: GroupChoice,
    buying sku: SKUID,
    quantity: Int,
    session: SessionID,
    in transaction: TenantTransaction
  ) async throws -> CartID {
    guard (1...Cart.quantityLimit).contains(quantity) else {
      throw StorefrontRefusal(.quantityInvalid)
    }
    guard try await transaction.isOnSale(sku) else { throw StorefrontRefusal(.skuNotFound) }
    let purchase: GroupPurchase
    switch choice {
    case .open(let code):
      guard let promotion = try await transaction.groupPromotion(code) else {
        throw StorefrontRefusal(.promotionNotFound)
      }
      purchase = GroupPurchase(promotion: promotion, group: nil)
    case .join(let id):
      guard let held = try await transaction.lockGroup(id) else {
        throw StorefrontRefusal(.groupNotFound)
      }
      _ = try joined(held, at: transaction.environment.now())
      purchase = GroupPurchase(promotion: held.promotion, group: id)
    }
    return try await transaction.fillGroupCart(
      of: session,
      purchase,
      sku,
      quantity: quantity
    )
  }

  /// Ends an open group before its time, at the desk; ending it so again changes nothing.
  ///
  /// A merchant may be content with fewer: then the orders that are paid are shipped at the group's
  /// price. Else every order is called off and its money goes back.
  /// - Throws: ``StorefrontRefusal`` with the code `group_not_found` or `group_closed` (`state`).
  public func endGroup(
    _ id: BuyingGroupID,
    isComplete: Bool,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await happen(isComplete ? .settleForFewer : .callOff, to: id, by: actor, in: transaction)
  }

  /// Looks whether a group's time is over; looking again changes nothing.
  public func closeGroup(_ id: BuyingGroupID, in transaction: TenantTransaction) async throws {
    try await happen(.tick, to: id, by: .system, in: transaction)
  }

  /// Calls an order of a group that failed off, and asks for its money to go back.
  ///
  /// Order and refund are one transaction and the refund's key is the order's, so that it happens
  /// once whoever begins.
  func undoGroupOrder(_ number: String, in transaction: TenantTransaction) async throws {
    let held = try await heldOrder(number, in: transaction)
    guard held.state.isAlive else { return }
    let order = try await cancelOrder(number, reason: .group, by: .system, in: transaction)
    guard let balance = try await transaction.paymentBalance(of: held.id),
      balance.refundable.minorUnits > 0
    else { return }
    try await refund(
      balance.refundable,
      of: order.id,
      key: order.id.uuid,
      reason: "the group was not complete in time",
      by: .system,
      in: transaction
    )
  }

  /// The money of an order in a group has come.
  func payInGroup(_ held: HeldOrder, in transaction: TenantTransaction) async throws {
    guard let id = held.group, let group = try await transaction.lockGroup(id) else { return }
    let outcome = GroupTransition.outcome(
      of: .pay,
      on: group.standing,
      at: transaction.environment.now()
    )
    guard case .moves(let next) = outcome else { return }
    try await transaction.paySeat(of: held.id)
    try await move(group, to: next, by: .system, in: transaction)
  }

  /// An order of a group is called off.
  func leaveGroup(_ held: HeldOrder, in transaction: TenantTransaction) async throws {
    guard let id = held.group, let group = try await transaction.lockGroup(id),
      let wasPaid = try await transaction.leaveSeat(of: held.id)
    else { return }
    let outcome = GroupTransition.outcome(
      of: .leave(wasPaid: wasPaid),
      on: group.standing,
      at: transaction.environment.now()
    )
    guard case .moves(let next) = outcome else { return }
    try await move(group, to: next, by: .system, in: transaction)
  }

  /// Takes a place in a group for an order that is about to be written, or opens one for it.
  ///
  /// Nobody who waits for a group holds what its holder wants: stock is taken before.
  func enterGroup(_ purchase: GroupPurchase, buying sku: SKUID, in transaction: TenantTransaction)
    async throws -> GroupEntry
  {
    guard let id = purchase.group else {
      guard
        let terms = try await transaction.groupTerms(of: purchase.promotion)?.effect.groupPrice
      else { throw StorefrontRefusal(.promotionNotFound) }
      let id = BuyingGroupID.make(in: transaction.environment)
      let standing = GroupStanding.new(size: terms.size, hours: terms.hours)
      try await transaction.insert(standing, as: id, of: purchase.promotion, buying: sku)
      return GroupEntry(group: id, isLeader: true, closesAt: nil)
    }
    guard let held = try await transaction.lockGroup(id) else {
      throw StorefrontRefusal(.groupNotFound)
    }
    let next = try joined(held, at: transaction.environment.now())
    try await transaction.keep(next, of: id)
    return GroupEntry(group: id, isLeader: false, closesAt: next.closesAt)
  }

  /// Gives the written order its place.
  func sitDown(
    _ entry: GroupEntry,
    with order: OrderID,
    person: UUID,
    phone: String,
    in transaction: TenantTransaction
  ) async throws {
    let seat = SeatDraft(
      group: entry.group,
      order: order,
      person: person,
      phoneHash: GroupPersonRule.hash(ofPhone: phone, in: entry.group),
      isLeader: entry.isLeader
    )
    guard try await transaction.insertSeat(seat) else { throw StorefrontRefusal(.groupJoined) }
  }

  private func joined(_ held: HeldGroup, at now: Date) throws -> GroupStanding {
    switch GroupTransition.outcome(of: .join, on: held.standing, at: now) {
    case .moves(let next): next
    case .full: throw StorefrontRefusal(.groupFull)
    case .closed, .stays: throw held.refusal
    }
  }

  private func happen(
    _ event: GroupEvent,
    to id: BuyingGroupID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let held = try await transaction.lockGroup(id) else {
      throw StorefrontRefusal(.groupNotFound)
    }
    let now = transaction.environment.now()
    switch GroupTransition.outcome(of: event, on: held.standing, at: now) {
    case .moves(let next): try await move(held, to: next, by: actor, in: transaction)
    case .stays: break
    case .full, .closed: throw held.refusal
    }
  }

  private func move(
    _ held: HeldGroup,
    to next: GroupStanding,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.keep(next, of: held.id)
    guard next.state != held.standing.state else { return }
    try await transaction.audit(
      "storefront.group_\(next.state.rawValue)",
      of: held.id.description,
      by: actor,
      before: ["state": .string(held.standing.state.rawValue)],
      after: [
        "state": .string(next.state.rawValue), "paid": .integer(Int64(next.paid)),
        "size": .integer(Int64(next.size)),
      ]
    )
    try await transaction.emit(
      "storefront.group_\(next.state.rawValue)",
      ["group": .string(held.id.description)]
    )
  }
}

/// Where an order comes to sit.
struct GroupEntry {
  let group: BuyingGroupID
  let isLeader: Bool
  /// Until when the group waits; nothing when it is not open yet.
  let closesAt: Date?

  /// The terms of an order in the group: whoever has not paid when it closes is too late.
  func limited(_ terms: OrderTerms) -> OrderTerms {
    guard let closesAt, let payBy = terms.payBy, closesAt < payBy else { return terms }
    return OrderTerms(
      payBy: closesAt,
      receiptDays: terms.receiptDays,
      completionDays: terms.completionDays
    )
  }
}

extension HeldGroup {
  fileprivate var refusal: StorefrontRefusal {
    StorefrontRefusal(.groupClosed, details: ["state": .string(standing.state.rawValue)])
  }
}

/// By what a person is known in a group who does not sign in.
enum GroupPersonRule {
  /// SHA-256 of the group and the last eleven digits of a telephone number, so that a number with the
  /// code of its country is the same person and no two groups can be compared.
  static func hash(ofPhone phone: String, in group: BuyingGroupID) -> [UInt8] {
    let digits = phone.filter { $0.isASCII && $0.isNumber }.suffix(11)
    let text = "\(group):\(digits)"
    return Array(SHA256.hash(data: Data(text.utf8)))
  }
}

extension JobKind {
  /// Ends groups whose time is over, and calls the orders of those that failed off with their money
  /// on its way back, each in a transaction of its own.
  static func closeGroups(_ shop: Shop) -> Self {
    Self(name: "storefront.close_groups", timeLimit: .seconds(300)) { context in
      for id in try await context.scope.overdueGroups() {
        try Task.checkCancellation()
        try await context.transaction { try await shop.closeGroup(id, in: $0) }
      }
      try await context.forEachOrder(try await context.scope.ordersOfFailedGroups()) {
        number,
        transaction in
        try await shop.undoGroupOrder(number, in: transaction)
      }
    }
  }
}
