import Storefront
import TenantStore
import TenantStoreTesting
import Testing

extension TestTenant {
  /// Lets an order be paid, leave and arrive, as its merchant and its carrier do.
  func deliver(_ number: String) async throws {
    try await transaction { transaction in
      let shop = Shop()
      try await shop.confirmPayment(of: number, by: .admin("ada"), in: transaction)
      let parcel = ShipmentDraft(carrier: "顺丰", trackingNumber: "SF-100")
      try await shop.ship(parcel, of: number, by: .admin("ada"), in: transaction)
    }
  }

  /// A review of the first line of an order that was shipped.
  func reviewed(_ number: String, _ token: String) async throws -> ReviewID {
    let token = try #require(OrderToken(token))
    return try await transaction { transaction in
      let shop = Shop()
      let order = try await shop.confirmReceipt(of: number, by: .admin("ada"), in: transaction)
      return try await shop.writeReview(
        ReviewForm(code: order.lines[0].code, rating: 5, text: "洗得很干净"),
        with: token,
        for: snapshot,
        in: transaction
      ).id
    }
  }

  /// A return of the first piece of an order that was delivered.
  func returned(_ number: String, _ token: String) async throws -> ReturnID {
    try await deliver(number)
    let token = try #require(OrderToken(token))
    return try await transaction { transaction in
      let order = try #require(try await transaction.order(number: number))
      let line = ReturnForm.Line(code: order.lines[0].code, quantity: 1)
      return try await Shop().requestReturn(
        ReturnForm(kind: .returnRefund, reason: .defective, lines: [line]),
        with: token,
        for: snapshot,
        in: transaction
      ).id
    }
  }
}
