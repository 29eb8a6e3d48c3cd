internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Carts and orders as JSON.
extension Answer {
  func cart(_ cart: Cart, _ quote: Quote) -> JSONValue {
    let totals = quote.totals
    return .members([
      "id": cart.id.map { .string($0.description) },
      "lines": .array(cart.lines.map { line(quote.priced($0)) }),
      "goods": money(totals.goods), "freight": money(totals.freight),
      "discount": money(totals.discount), "total": money(totals.total),
      "is_orderable": .bool(cart.isOrderable),
    ])
  }

  /// The cart of a visitor who has none yet.
  func emptyCart() throws -> JSONValue {
    let nothing = money(.zero(request.tenant.currency))
    return [
      "lines": [], "goods": nothing, "freight": nothing, "discount": nothing, "total": nothing,
      "is_orderable": false,
    ]
  }

  private func line(_ line: CartLine) -> JSONValue {
    let (state, left): (String, Int?) =
      switch line.state {
      case .available: ("available", nil)
      case .short(let left): ("short", left)
      case .unavailable: ("unavailable", nil)
      }
    return .members([
      "sku": .string(line.sku.description), "code": .string(line.code),
      "product": .string(line.product.description), "slug": .string(line.productSlug),
      "name": .string(line.name), "options": .string(line.options),
      "picture": line.picture.map(picture), "unit_price": money(line.unitPrice),
      "quantity": .integer(Int64(line.quantity)), "total": money(line.total),
      "state": .string(state), "left": left.map { .integer(Int64($0)) },
      "contents": contents(line.parts), "ships_on": line.shipsFrom.map(day),
    ])
  }

  func order(
    _ order: Order,
    _ instruction: PaymentInstruction?,
    _ shipments: [Shipment] = []
  ) -> JSONValue {
    .members([
      "id": .string(order.id.description), "number": .string(order.number),
      "placed_at": .string(order.placedAt.ISO8601Format()),
      "status": .string(order.state.status.rawValue),
      "payment_status": .string(order.state.payment.rawValue),
      "fulfilment_status": .string(order.state.fulfilment.rawValue),
      "contact": [
        "name": .string(Mask.name(order.contact.name)),
        "phone": .string(Mask.phone(order.contact.phone)),
        "address": .string(Mask.address(order.contact.address)),
      ],
      "note": .string(order.note), "lines": .array(order.lines.map(orderLine)),
      "bundles": order.bundles.isEmpty ? Optional.none : .array(order.bundles.map(bundle)),
      "goods": money(order.goods), "freight": money(order.freight),
      "adjustment": money(order.adjustment),
      "discounts": .array(order.discounts.map(discount)),
      "freight_discount": money(order.freightDiscount), "total": money(order.total),
      "payment": payment(order, instruction), "shipments": .array(shipments.map(shipment)),
      "presale": order.presale.map { presale in
        [
          "ships_on": day(presale.shipsFrom), "promised_on": day(presale.promisedFrom),
          "is_awaiting": .bool(presale.isAwaiting),
        ]
      }, "pay_by": order.progress.payBy.map { .string($0.ISO8601Format()) },
      "delivered_at": order.progress.deliveredAt.map { .string($0.ISO8601Format()) },
      "cancellation": order.progress.cancellation.map { .string($0.rawValue) },
      "pickup": order.progress.pickup.map { ticket in
        [
          "location": .string(ticket.location), "code": .string(ticket.code),
          "is_collected": .bool(ticket.collectedAt != nil),
        ]
      },
    ])
  }

  private func discount(_ discount: OrderDiscount) -> JSONValue {
    .members([
      "code": .string(discount.code), "name": discount.name.map(local),
      "amount": money(discount.amount),
    ])
  }

  private func shipment(_ shipment: Shipment) -> JSONValue {
    [
      "id": .string(shipment.id.description), "carrier": .string(shipment.carrier),
      "tracking_number": .string(shipment.trackingNumber),
      "shipped_at": .string(shipment.shippedAt.ISO8601Format()),
      "lines": .array(
        shipment.lines.map {
          [
            "code": .string($0.code), "name": .string($0.name),
            "quantity": .integer(Int64($0.quantity)),
          ]
        }
      ),
    ]
  }

  private func bundle(_ bundle: OrderBundle) -> JSONValue {
    [
      "product": .string(bundle.product.description), "sku": .string(bundle.sku.description),
      "code": .string(bundle.code), "name": .string(bundle.name),
      "options": .string(bundle.options), "unit_price": money(bundle.unitPrice),
      "quantity": .integer(Int64(bundle.quantity)),
      "parts": .array(
        bundle.parts.map {
          ["line": .integer(Int64($0.line)), "quantity": .integer(Int64($0.quantity))]
        }
      ),
    ]
  }

  private func orderLine(_ line: OrderLine) -> JSONValue {
    .members([
      "product": .string(line.product.description), "sku": .string(line.sku.description),
      "code": .string(line.code), "name": .string(line.name), "options": .string(line.options),
      "unit_price": money(line.unitPrice), "quantity": .integer(Int64(line.quantity)),
      "total": money(line.total), "discount": money(line.discount), "net": money(line.net),
      "tax_basis_points": line.taxBasisPoints.map { .integer(Int64($0)) },
      "tax": line.tax.map(money),
    ])
  }

  private func payment(_ order: Order, _ instruction: PaymentInstruction?) -> JSONValue {
    let account = instruction?.account.map { account -> JSONValue in
      [
        "holder": .string(account.holder), "bank": .string(account.bank),
        "number": .string(account.number),
      ]
    }
    return .members([
      "provider": .string(order.provider), "name": instruction.map { local($0.name) },
      "reference": order.paymentReference.map { .string($0) }, "account": account,
    ])
  }
}
