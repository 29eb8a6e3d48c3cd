internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Why an order was not placed, as the form shows it.
struct CheckoutProblems {
  /// A sentence, and the field or place that it belongs to.
  struct Message {
    /// The field's name, `cart` for what is changed in the cart, or nothing.
    let field: String?
    let text: String
  }

  private let refusal: StorefrontRefusal?

  init() { refusal = nil }

  /// Nothing when the form cannot help with the refusal.
  init?(_ refusal: any Refusal) {
    guard let refusal = refusal as? StorefrontRefusal else { return nil }
    switch refusal.code {
    case .contactInvalid, .providerUnknown, .outOfStock, .priceChanged, .lineUnavailable,
      .regionUnserved, .pickupNotFound, .tooManyUnpaid, .promotionExhausted, .codeUnknown,
      .codesFull, .saleNotOpen, .groupFull, .groupClosed, .groupJoined:
      self.refusal = refusal
    default: return nil
    }
  }

  var isEmpty: Bool { refusal == nil }

  func messages(cart: Cart, totals: CartTotals, values: CheckoutValues, _ texts: LocalTexts)
    -> [Message]
  {
    switch refusal?.code {
    case .contactInvalid: fieldMessages(values, texts)
    case .providerUnknown: [Message(field: "payment", text: texts["error.payment"])]
    case .priceChanged, .promotionExhausted:
      [
        Message(
          field: nil,
          text: texts["error.priceChanged", ["total": texts.money(totals.total)]]
        )
      ]
    case .outOfStock, .lineUnavailable: [stockMessage(cart, texts)]
    case .regionUnserved: [Message(field: "region", text: texts["error.regionUnserved"])]
    case .pickupNotFound: [Message(field: nil, text: texts["error.pickup"])]
    case .codeUnknown: [Message(field: "code", text: texts["code.unknown"])]
    case .codesFull: [Message(field: "code", text: texts["code.full"])]
    case .groupFull?, .groupClosed?, .groupJoined?:
      [
        Message(
          field: nil,
          text: refusal.flatMap { GroupWords.refusal($0.code, texts) } ?? texts["error.payment"]
        )
      ]
    case .tooManyUnpaid: [Message(field: nil, text: texts["error.tooManyUnpaid"])]
    case .saleNotOpen: [saleMessage(cart, texts)]
    default: []
    }
  }

  private func fieldMessages(_ values: CheckoutValues, _ texts: LocalTexts) -> [Message] {
    guard case .array(let names)? = refusal?.details["fields"] else { return [] }
    let wrong = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
    let region =
      wrong.contains("region") ? [Message(field: "region", text: texts["error.region"])] : []
    return CheckoutField.all.filter { wrong.contains($0.name) }.map { field in
      Message(field: field.name, text: words(field, field.value(values), texts))
    } + region
  }

  private func words(_ field: CheckoutField, _ value: String, _ texts: LocalTexts) -> String {
    let label = texts["checkout.\(field.name)"]
    if value.isEmpty { return texts["error.required", ["field": label]] }
    if value.unicodeScalars.count > field.maximum {
      return texts["error.tooLong", ["field": label, "count": "\(field.maximum)"]]
    }
    switch field.name {
    case "phone": return texts["error.phone"]
    case "address": return texts["error.address"]
    default: return texts["error.invalid", ["field": label]]
    }
  }

  private func saleMessage(_ cart: Cart, _ texts: LocalTexts) -> Message {
    var name = ""
    if case .string(let code)? = refusal?.details["sku"] {
      name = cart.lines.first { $0.code == code }?.name ?? code
    }
    return Message(field: "cart", text: texts["error.saleNotOpen", ["name": name]])
  }

  private func stockMessage(_ cart: Cart, _ texts: LocalTexts) -> Message {
    guard case .string(let code)? = refusal?.details["sku"] else {
      return Message(field: "cart", text: texts["cart.fixFirst"])
    }
    let name = cart.lines.first { $0.code == code }?.name ?? code
    guard case .integer(let left)? = refusal?.details["left"], left > 0 else {
      return Message(field: "cart", text: texts["error.soldOut", ["name": name]])
    }
    return Message(
      field: "cart",
      text: texts["error.outOfStock", ["name": name, "count": "\(left)"]]
    )
  }
}
