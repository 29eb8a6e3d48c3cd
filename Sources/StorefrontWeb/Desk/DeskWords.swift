internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What the desk says.
enum DeskWords {
  private static let spoken: Set<StorefrontRefusal.Code> = [
    .transitionRefused, .refundInvalid, .refundExceedsPaid, .refundHeld, .refundSelfApproved,
    .shipmentInvalid, .shipmentExceeds, .pickupCodeNeeded, .pickupCodeWrong, .pickupLocked,
    .stockTooLow, .lotKept,
    .returnInvalid, .returnAmountInvalid, .returnTransitionRefused, .outOfStock,
    .categoryNotFound, .scheduleInvalid, .priceInvalid, .promotionTransitionRefused, .reviewInvalid,
    .reviewTransitionRefused, .invoiceInvalid, .invoiceTransitionRefused,
    .contactInvalid, .orderChanged, .reductionInvalid, .groupClosed, .groupIncomplete,
    .visitNotFound, .visitUnavailable, .cartFull, .evidenceInvalid, .returnExcluded, .returnOpened,
    .returnTooLate, .returnExceeds, .bundleHasNoStock, .presaleInvalid,
    .presaleAwaited, .galleryPictureInvalid, .codeUnknown, .codeTaken, .quantityInvalid,
    .lotInvalid, .lotDateDiffers, .lotNotFound,
  ]

  /// What speaks against a change; nothing where a problem says it better, as for what is not there.
  static func refusal(_ refusal: any Refusal, _ texts: LocalTexts) -> String? {
    switch refusal {
    case let refusal as StorefrontRefusal where refusal.code == .skuNotFound:
      texts["desk.refused.sku_not_found", ["sku": text(refusal.details["sku"])]]
    case let refusal as StorefrontRefusal where refusal.code == .pickupUsed:
      texts["desk.refused.pickup_used", ["order": text(refusal.details["number"])]]
    case let refusal as StorefrontRefusal where refusal.code == .bundleInvalid:
      texts[
        "desk.refused.bundle.\(text(refusal.details["because"]))",
        ["sku": text(refusal.details["sku"])]
      ]
    case let refusal as StorefrontRefusal where refusal.code == .productIncomplete:
      texts[
        "desk.refused.product_incomplete",
        [
          "product": text(refusal.details["product"]), "columns": text(refusal.details["columns"]),
        ]
      ]
    case let refusal as StorefrontRefusal where refusal.code == .sheetInvalid:
      SheetFields.words(refusal.sheetProblems, texts)
    case let refusal as WebRefusal where refusal.code == .bodyTooLarge:
      texts["desk.refused.file_too_large"]
    case let refusal as StorefrontRefusal where spoken.contains(refusal.code):
      texts["desk.refused.\(refusal.code.rawValue.dropFirst("storefront.".count))"]
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

  /// What speaks against a basket that somebody tries.
  static func quoteRefusal(_ refusal: StorefrontRefusal, _ texts: LocalTexts) -> String? {
    switch refusal.code {
    case .skuNotFound:
      texts["desk.refused.sku_not_found", ["sku": text(refusal.details["sku"])]]
    case .codeUnknown: texts["desk.refused.code_unknown"]
    case .quantityInvalid: texts["desk.refused.quantity_invalid"]
    default: nil
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }

  /// How many stars a review gave.
  static func stars(_ rating: Int, _ texts: LocalTexts) -> String {
    texts["desk.review.stars", ["count": "\(rating)"]]
  }

  /// Where a review stands, and whether somebody has to answer it.
  static func standing(_ review: Review, at now: Date, _ texts: LocalTexts) -> String {
    let state = texts["desk.review.standing.\(review.state.rawValue)"]
    guard let due = review.dueAt else { return state }
    return state + " · " + texts["desk.review.standing.\(due <= now ? "overdue" : "toAnswer")"]
  }

  /// A time of the shop's clocks that somebody typed or a browser wrote, `2026-12-01T10:00`.
  static func instant(_ name: String, _ request: TenantRequest) throws -> Date? {
    guard let text = request.form[name] else { return nil }
    let civil = text.replacing("T", with: " ")
    guard let instant = CivilTimeRule.instant(civil, in: request.tenant.timeZone) else {
      throw request.form.refusal(name, "must be like 2026-12-01 10:00")
    }
    return instant
  }

  /// A time as a browser's field for times takes it.
  static func civil(_ instant: Date, _ request: TenantRequest) -> String {
    let text = CivilTimeRule.text(instant, in: request.tenant.timeZone)
    return text.contains(" ") ? text.replacing(" ", with: "T") : text + "T00:00"
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
