internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What the desk says.
enum DeskWords {
  private static let spoken: Set<StorefrontRefusal.Code> = [
    .transitionRefused, .refundInvalid, .refundExceedsPaid, .refundHeld, .refundSelfApproved,
    .shipmentInvalid, .shipmentExceeds, .pickupCodeNeeded, .pickupUsed, .stockTooLow, .lotKept,
    .returnInvalid, .returnAmountInvalid, .returnTransitionRefused, .outOfStock,
  ]

  /// What speaks against a change; nothing where a problem says it better, as for what is not there.
  static func refusal(_ refusal: any Refusal, _ texts: LocalTexts) -> String? {
    switch refusal {
    case let refusal as StorefrontRefusal where spoken.contains(refusal.code):
      texts["desk.refused.\(refusal.code.rawValue.dropFirst("storefront.".count))"]
    case let refusal as WebRefusal where refusal.code == .inputInvalid:
      texts["desk.refused.input"]
    default: nil
    }
  }

  /// The three axes of an order in a few words.
  static func state(_ state: OrderState, _ texts: LocalTexts) -> String {
    switch state.status {
    case .cancelled where state.payment == .unpaid: texts["desk.order.status.cancelled"]
    case .completed where state.payment == .paid: texts["desk.order.status.completed"]
    case .cancelled, .completed:
      texts["desk.order.status.\(state.status.rawValue)"] + " · "
        + texts["desk.order.payment.\(state.payment.rawValue)"]
    case .placed:
      texts["desk.order.payment.\(state.payment.rawValue)"] + " · "
        + texts["desk.order.fulfilment.\(state.fulfilment.rawValue)"]
    }
  }

  /// An amount that somebody typed, in the tenant's currency.
  static func amount(_ name: String, _ request: TenantRequest) throws -> Money? {
    guard let text = request.form[name] else { return nil }
    do throws(MoneyError) {
      return try Money(decimal: text, currency: request.tenant.currency)
    } catch {
      throw request.form.refusal(name, error.description)
    }
  }
}
