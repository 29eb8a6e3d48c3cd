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
