internal import Foundation
internal import TenantStore

extension Shop {
  /// Sends the money of a request back, from the amounts that the order's lines keep.
  func refundReturn(
    _ id: ReturnID,
    _ amount: Money?,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> ReturnRequest {
    let request = try await heldReturn(id, in: transaction)
    let order = try await foundOrder(request.orderNumber, in: transaction)
    let currency = order.total.currency
    let accounts = try await transaction.lineAccounts(of: request.order)
    // What went back out of goodwill before is not there to go back again.
    let left = try await transaction.paymentBalance(of: request.order)?.refundable
    let shares = try refundShares(of: request, amount, accounts, left, currency)
    guard try await transaction.settlePieces(shares, of: request) == shares.count else {
      throw StorefrontRefusal(.returnAmountInvalid)
    }
    let goods = shares.reduce(0) { $0 + $1.amount }
    var freight: Int64 = 0
    if amount == nil {
      let whole = RefundShareRule.freight(
        request.reason,
        order.freight - order.freightDiscount,
        after: try await transaction.lineAccounts(of: request.order)
      ).minorUnits
      freight = min(whole, left.map { $0.minorUnits - goods } ?? whole)
    }
    var sent: RefundID?
    if goods + freight > 0 {
      // A key of its own for each try, because an earlier refund may have ended without money.
      sent = try await refund(
        Money(minorUnits: goods + freight, currency: currency),
        of: request.order,
        key: transaction.environment.makeID(),
        reason: "return: \(request.reason.rawValue)",
        by: actor,
        in: transaction
      ).id
    }
    return try await changeReturn(id, .refund, by: actor, in: transaction) { [sent, freight] _ in
      ReturnChange(goodsRefund: goods, freightRefund: freight, refund: sent)
    }
  }

  /// Opens a request again whose refund ended without money: somebody decides or settles anew, within
  /// a day, because the shopper has waited already.
  func reopenReturn(
    refundedBy refund: RefundID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let id = try await transaction.returnRequest(refundedBy: refund) else { return }
    let due = transaction.environment.now().addingTimeInterval(86_400)
    _ = try await changeReturn(id, .refundFailed, by: actor, in: transaction) { request in
      try await transaction.unsettlePieces(of: request)
      return ReturnChange(dueAt: due)
    }
  }

  /// What goes back for each line: its share, or the merchant's amount, or what is left, shared by these.
  private func refundShares(
    of request: ReturnRequest,
    _ amount: Money?,
    _ accounts: [LineAccount],
    _ left: Money?,
    _ currency: Currency
  ) throws -> [(position: Int, quantity: Int, amount: Int64)] {
    let worth = request.lines.map { line in
      accounts.first { $0.position == line.position }
        .map { RefundShareRule.amount(for: line.quantity, of: $0) } ?? 0
    }
    var amounts = worth
    if let amount {
      guard amount.currency == currency,
        (1...max(1, worth.reduce(0, +))).contains(amount.minorUnits),
        worth.reduce(0, +) > 0
      else {
        throw StorefrontRefusal(
          .returnAmountInvalid,
          details: ["most": .integer(worth.reduce(0, +))]
        )
      }
      amounts = amount.allocated(by: worth).map(\.minorUnits)
    } else if let left, left.minorUnits < worth.reduce(0, +) {
      amounts = left.allocated(by: worth).map(\.minorUnits)
    }
    return zip(request.lines, amounts).map { ($0.position, $0.quantity, $1) }
  }
}
