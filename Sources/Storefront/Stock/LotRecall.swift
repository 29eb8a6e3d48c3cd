public import Foundation
public import TenantStore

/// An order that got pieces of a recalled lot, and whether its buyer was helped.
public struct RecalledOrder: Hashable, Sendable, TenantRow {
  /// The merchant's own number of the SKU.
  public let sku: String
  /// The maker's number of the lot.
  public let lot: String
  /// The order.
  public let order: OrderID
  /// The order's number.
  public let number: String
  /// Where the order stands.
  public let state: OrderState
  /// The name of who received it.
  public let name: String
  /// The telephone number.
  public let phone: String
  /// How many pieces it got.
  public let pieces: Int64
  /// Why the lot was recalled, as its buyers read it.
  public let reason: String
  /// When, in UTC.
  public let recalledAt: Date
  /// When somebody had told and helped the buyer, in UTC.
  public let settledAt: Date?

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    sku = try row.next()
    lot = try row.next()
    order = try row.next()
    number = try row.next()
    state = try OrderState(row: &row)
    name = try row.next()
    phone = try row.next()
    pieces = try row.next()
    reason = try row.next()
    recalledAt = try row.next()
    settledAt = try row.next()
  }

  /// What is to be done about it.
  public var remedy: RecallRemedy { .of(state) }
}

/// What has to be done about an order with pieces of a recalled lot.
public enum RecallRemedy: String, CaseIterable, Sendable {
  /// They are still here: keep them back, and send others or give the money back.
  case keepBack = "keep_back"
  /// They are under way or there: tell the buyer to use nothing of it, and take it back.
  case takeBack = "take_back"
  /// They never left, and never will.
  case nothing

  /// Decides by where the order stands.
  public static func of(_ state: OrderState) -> Self {
    switch state.fulfilment {
    case .partiallyFulfilled, .fulfilled, .delivered: .takeBack
    case .unfulfilled: state.status == .cancelled ? .nothing : .keepBack
    }
  }
}

extension Shop {
  /// The most characters of a recall's reason.
  public static let recallReasonLimit = 200

  /// Stops the sale of a lot at all locations, and opens a task for each order that has pieces of it.
  ///
  /// Each buyer reads of it on the order's page, and `storefront.order_recalled` tells of each order
  /// once, for whoever writes to buyers. Recalling a lot again finds the orders that are new.
  /// - Parameters:
  ///   - sku: The merchant's own number of the SKU.
  ///   - code: The maker's number of the lot.
  ///   - reason: Why, as buyers read it, at most 200 characters.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Returns: Who has pieces of it.
  /// - Throws: ``StorefrontRefusal`` with the code `lot_not_found`, or `lot_invalid` for a longer
  ///   reason.
  @discardableResult
  public func recallLot(
    of sku: String,
    lot code: String,
    because reason: String = "",
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> [LotRecipient] {
    guard reason.unicodeScalars.count <= Self.recallReasonLimit else {
      throw StorefrontRefusal(.lotInvalid, details: ["fields": ["reason"]])
    }
    let lots = try await transaction.stockLots(of: sku, code: code)
    guard let first = lots.first, let id = try await transaction.skuID(code: first.sku) else {
      throw StorefrontRefusal(.lotNotFound)
    }
    for lot in lots {
      try await retire(lot.id, recalling: true, by: actor, in: transaction)
    }
    try await transaction.audit(
      "storefront.lot_recalled",
      of: sku,
      by: actor,
      after: ["lot": .string(code), "reason": .string(reason)]
    )
    try await transaction.emit(
      "storefront.lot_recalled",
      ["sku": .string(sku), "lot": .string(code)]
    )
    let recipients = try await transaction.lotRecipients(of: sku, lot: code)
    let new = try await transaction.openRecall(of: id, lot: code, reason, for: recipients)
    for recipient in recipients where new.contains(recipient.order) {
      try await transaction.emit(
        "storefront.order_recalled",
        [
          "order": .string(recipient.order.description), "sku": .string(sku),
          "lot": .string(code),
        ]
      )
    }
    return recipients
  }

  /// Notes that the buyer of an order was told of a recall and helped; noting it again changes nothing.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `lot_not_found` when the order has no pieces of a
  ///   recalled lot of this number.
  public func settleRecall(
    of sku: String,
    lot code: String,
    for order: OrderID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let recalls = try await transaction.recalledOrders(of: order)
    guard let recall = recalls.first(where: { $0.sku == sku && $0.lot == code }) else {
      throw StorefrontRefusal(.lotNotFound)
    }
    guard recall.settledAt == nil,
      try await transaction.settleRecall(of: sku, lot: code, for: order, by: actor)
    else { return }
    try await transaction.audit(
      "storefront.recall_settled",
      of: recall.number,
      by: actor,
      after: ["sku": .string(sku), "lot": .string(code)]
    )
  }
}
