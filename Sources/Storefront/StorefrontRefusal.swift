public import TenantStore

/// Why an operation of the shop was refused.
public struct StorefrontRefusal: Refusal, Equatable {
  /// The stable codes of the shop.
  public enum Code: String, RefusalCode {
    case productNotFound = "storefront.product_not_found"
    case categoryNotFound = "storefront.category_not_found"
    case skuNotFound = "storefront.sku_not_found"
    case locationNotFound = "storefront.location_not_found"
    case orderNotFound = "storefront.order_not_found"
    case cursorInvalid = "storefront.cursor_invalid"
    case quantityInvalid = "storefront.quantity_invalid"
    case cartFull = "storefront.cart_full"
    case cartEmpty = "storefront.cart_empty"
    case cartNotFound = "storefront.cart_not_found"
    case lineUnavailable = "storefront.line_unavailable"
    case outOfStock = "storefront.out_of_stock"
    case priceChanged = "storefront.price_changed"
    case contactInvalid = "storefront.contact_invalid"
    case providerUnknown = "storefront.provider_unknown"
    case transitionRefused = "storefront.transition_refused"
    case stockTooLow = "storefront.stock_too_low"
    case codeUnknown = "storefront.code_unknown"
    case codesFull = "storefront.codes_full"
    case promotionNotFound = "storefront.promotion_not_found"
    case promotionExhausted = "storefront.promotion_exhausted"
    case promotionTransitionRefused = "storefront.promotion_transition_refused"
    case scheduleInvalid = "storefront.schedule_invalid"
    /// A product is to be published without what its category demands (`product`, `columns`).
    case productIncomplete = "storefront.product_incomplete"
    case priceInvalid = "storefront.price_invalid"
    /// Cells of a form break the rules of the file (`problems`: `row`, `column`, `message`).
    case sheetInvalid = "storefront.sheet_invalid"
    case codeTaken = "storefront.code_taken"
    case tooManyUnpaid = "storefront.too_many_unpaid"
    /// Everybody may buy it later (`sku`, `opens` in ISO 8601).
    case saleNotOpen = "storefront.sale_not_open"
    case membersOnly = "storefront.members_only"
    case orderChanged = "storefront.order_changed"
    case reductionInvalid = "storefront.reduction_invalid"
    case shipmentInvalid = "storefront.shipment_invalid"
    case shipmentExceeds = "storefront.shipment_exceeds"
    case pickupNotFound = "storefront.pickup_not_found"
    case pickupUsed = "storefront.pickup_used"
    case pickupCodeNeeded = "storefront.pickup_code_needed"
    case pickupCodeWrong = "storefront.pickup_code_wrong"
    case pickupLocked = "storefront.pickup_locked"
    case regionUnserved = "storefront.region_unserved"
    case lotNotFound = "storefront.lot_not_found"
    case lotInvalid = "storefront.lot_invalid"
    case lotDateDiffers = "storefront.lot_date_differs"
    case lotKept = "storefront.lot_kept"
    case returnNotFound = "storefront.return_not_found"
    case returnInvalid = "storefront.return_invalid"
    case returnExcluded = "storefront.return_excluded"
    case returnOpened = "storefront.return_opened"
    case returnTooLate = "storefront.return_too_late"
    case returnExceeds = "storefront.return_exceeds"
    case returnAmountInvalid = "storefront.return_amount_invalid"
    case returnPictureInvalid = "storefront.return_picture_invalid"
    case returnTransitionRefused = "storefront.return_transition_refused"
    case reviewNotFound = "storefront.review_not_found"
    case reviewInvalid = "storefront.review_invalid"
    case reviewTooEarly = "storefront.review_too_early"
    case reviewTooLate = "storefront.review_too_late"
    case reviewPictureInvalid = "storefront.review_picture_invalid"
    case reviewTransitionRefused = "storefront.review_transition_refused"
    case expertNotFound = "storefront.expert_not_found"
    case expertInvalid = "storefront.expert_invalid"
    case refundNotFound = "storefront.refund_not_found"
    case refundInvalid = "storefront.refund_invalid"
    case refundExceedsPaid = "storefront.refund_exceeds_paid"
    case refundKeyReused = "storefront.refund_key_reused"
    case refundHeld = "storefront.refund_held"
    case refundSelfApproved = "storefront.refund_self_approved"
    case providerUnavailable = "storefront.provider_unavailable"
    case invoiceNotFound = "storefront.invoice_not_found"
    /// `fields` names what is wrong.
    case invoiceInvalid = "storefront.invoice_invalid"
    /// `state` says where it stands.
    case invoiceTransitionRefused = "storefront.invoice_transition_refused"
    case evidenceNotFound = "storefront.evidence_not_found"
    /// `fields` names what is wrong.
    case evidenceInvalid = "storefront.evidence_invalid"
    case visitNotFound = "storefront.visit_not_found"
    case visitUnavailable = "storefront.visit_unavailable"
    case visitFull = "storefront.visit_full"
    case visitHeld = "storefront.visit_held"
    case handoverNotFound = "storefront.handover_not_found"
    case groupNotFound = "storefront.group_not_found"
    case groupFull = "storefront.group_full"
    /// `state` says where the group stands, or `reason` why its promotion does not apply.
    case groupClosed = "storefront.group_closed"
    case groupJoined = "storefront.group_joined"
    case groupIncomplete = "storefront.group_incomplete"
    /// `because` says what is wrong, and `sku` with which SKU.
    case bundleInvalid = "storefront.bundle_invalid"
    case bundleHasNoStock = "storefront.bundle_has_no_stock"
    /// `field` says what is wrong.
    case presaleInvalid = "storefront.presale_invalid"
    case presaleAwaited = "storefront.presale_awaited"
    /// `field` says what is wrong.
    case galleryPictureInvalid = "storefront.gallery_picture_invalid"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension StorefrontRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .productNotFound, .categoryNotFound, .skuNotFound, .locationNotFound, .orderNotFound,
      .cartNotFound, .refundNotFound, .pickupNotFound,
      .returnNotFound, .lotNotFound, .reviewNotFound, .expertNotFound,
      .promotionNotFound, .invoiceNotFound, .groupNotFound, .evidenceNotFound,
      .visitNotFound, .handoverNotFound:
      .notFound
    case .cursorInvalid: .malformed
    case .quantityInvalid, .contactInvalid, .providerUnknown, .refundInvalid, .reductionInvalid,
      .shipmentInvalid, .returnInvalid, .returnAmountInvalid, .returnPictureInvalid,
      .lotInvalid, .reviewInvalid, .reviewPictureInvalid, .expertInvalid,
      .codeUnknown, .scheduleInvalid, .productIncomplete, .priceInvalid, .sheetInvalid,
      .invoiceInvalid, .evidenceInvalid, .bundleInvalid, .presaleInvalid,
      .galleryPictureInvalid, .pickupCodeWrong:
      .invalid
    case .cartFull, .cartEmpty, .lineUnavailable, .outOfStock, .priceChanged, .transitionRefused,
      .stockTooLow, .refundExceedsPaid, .refundKeyReused, .tooManyUnpaid, .saleNotOpen,
      .membersOnly,
      .orderChanged,
      .shipmentExceeds, .pickupUsed, .pickupCodeNeeded, .regionUnserved, .returnExcluded,
      .returnOpened, .returnTooLate, .returnExceeds, .returnTransitionRefused,
      .lotDateDiffers, .lotKept, .reviewTooEarly, .reviewTooLate, .reviewTransitionRefused,
      .codesFull, .codeTaken, .promotionExhausted, .promotionTransitionRefused, .refundHeld,
      .invoiceTransitionRefused, .groupFull, .groupClosed, .groupJoined, .groupIncomplete,
      .visitUnavailable, .visitFull, .visitHeld, .bundleHasNoStock, .presaleAwaited:
      .conflict
    case .refundSelfApproved: .forbidden
    case .pickupLocked: .tooMany
    case .providerUnavailable: .unavailable
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .productNotFound: "There is no such product on sale."
    case .categoryNotFound: "There is no such category."
    case .skuNotFound: "There is no such item on sale."
    case .locationNotFound: "There is no such location."
    case .orderNotFound: "There is no such order, or the link is not right."
    case .cursorInvalid: "The cursor was not made for this list and order."
    case .quantityInvalid: "The quantity must be 1 to 99."
    case .cartFull: "A cart holds at most 50 different items."
    case .cartEmpty: "The cart is empty."
    case .cartNotFound: "There is no such cart in this session."
    case .lineUnavailable: "An item of the cart is no longer on sale."
    case .saleNotOpen: "An item of the cart is not sold to this shopper yet."
    case .membersOnly: "An item of the cart is for a member, and nobody is signed in."
    case .outOfStock: "There are fewer left than asked for."
    case .priceChanged: "The total has changed since it was shown."
    case .contactInvalid: "The contact has fields that are missing or wrong."
    case .providerUnknown: "The shop does not offer this way to pay."
    case .transitionRefused: "The order is in a state that does not allow this."
    case .stockTooLow: "The correction would take more than there is."
    case .codeUnknown: "The shop has no such code."
    case .codesFull: "A cart holds at most 5 codes."
    case .promotionNotFound: "There is no such promotion, or it needs no code."
    case .promotionExhausted: "A promotion was used up by others since the total was shown."
    case .promotionTransitionRefused: "The promotion is in a state that does not allow this."
    case .productIncomplete: "The product lacks something that its category demands."
    case .scheduleInvalid: "The end is not after the beginning, or has passed."
    case .priceInvalid: "A price is out of range, or a strike price is not above its price."
    case .sheetInvalid: "Cells of the form are missing or wrong."
    case .codeTaken: "The code belongs to a promotion already."
    case .tooManyUnpaid: "This visitor has too many unpaid orders open."
    case .orderChanged: "The order has changed since it was read."
    case .reductionInvalid: "The new total is not lower, or is less than nothing."
    case .shipmentInvalid: "The parcel's carrier or number is not right."
    case .shipmentExceeds: "The parcel would hold more pieces than are left of the order."
    case .pickupNotFound: "There is no order to be collected with this code or at this location."
    case .pickupUsed: "The order with this code was collected before."
    case .pickupCodeNeeded: "The order is handed over to whoever shows its code."
    case .pickupCodeWrong: "The code is not that of an order that is collected."
    case .pickupLocked: "Too many wrong codes were entered in a quarter of an hour."
    case .regionUnserved: "Something in the cart is not delivered to this region."
    case .lotNotFound: "There is no such lot."
    case .lotInvalid: "The lot has fields that are missing or wrong."
    case .lotDateDiffers: "The lot is there with another date."
    case .lotKept: "The item is kept by lot, so its stock is not corrected as a whole."
    case .returnNotFound: "There is no such return of this order."
    case .returnInvalid: "The return has fields that are missing or wrong."
    case .returnExcluded: "Goods of this kind do not go back without a reason."
    case .returnOpened: "The seal was opened, so it does not go back without a reason."
    case .returnTooLate: "The last day on which this could go back is over."
    case .returnExceeds: "More pieces would go back than have left and are not in another return."
    case .returnAmountInvalid: "The amount is not one to what the pieces cost."
    case .returnPictureInvalid: "The picture is not taken, or there are six already."
    case .returnTransitionRefused: "The return is in a state that does not allow this."
    case .reviewNotFound: "There is no such review of this order."
    case .reviewInvalid: "The review has fields that are missing or wrong."
    case .reviewTooEarly: "Only goods that were delivered are reviewed."
    case .reviewTooLate: "The last day on which this could be written or changed is over."
    case .reviewPictureInvalid: "The picture is not taken, or there are six already."
    case .reviewTransitionRefused: "The review is in a state that does not allow this."
    case .expertNotFound: "There is no such evaluation."
    case .expertInvalid: "The evaluation has fields that are missing or wrong."
    case .refundNotFound: "There is no such refund."
    case .refundInvalid: "A refund needs an amount above zero in the order's currency and a reason."
    case .refundExceedsPaid: "The refund is more than what is left of the order's payment."
    case .refundKeyReused: "The key was used for another refund."
    case .refundHeld: "The refund is above the shop's limit and waits for a second person."
    case .refundSelfApproved: "Who asked for a refund above the limit cannot be the second person."
    case .providerUnavailable: "The payment service does not answer as it should."
    case .invoiceNotFound: "There is no such invoice."
    case .invoiceInvalid: "The invoice has fields that are missing or wrong."
    case .invoiceTransitionRefused: "The invoice is in a state that does not allow this."
    case .evidenceNotFound: "There is no such document of this product."
    case .evidenceInvalid: "The document has fields that are missing or wrong."
    case .visitNotFound: "There is no visit with this code."
    case .visitUnavailable: "The hour is not offered, or the visit is over."
    case .visitFull: "Every place of the hour is taken."
    case .visitHeld: "The visitor has a visit that is to come."
    case .handoverNotFound: "There is no hand-over with this code, or its time is over."
    case .groupNotFound: "There is no such group."
    case .groupFull: "Every place of the group is taken."
    case .groupClosed: "The group takes nobody, or its promotion does not apply."
    case .groupJoined: "This person has a place in the group already."
    case .groupIncomplete: "The order waits until its group is complete."
    case .bundleInvalid: "A bundle cannot be made of this."
    case .bundleHasNoStock: "A bundle has no stock of its own."
    case .presaleInvalid: "The presale has a field that is missing or wrong."
    case .presaleAwaited: "Pieces of the order that were sold in advance are not there yet."
    case .galleryPictureInvalid: "The picture is not taken, or there are twelve already."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .productNotFound, .skuNotFound: "Look for it in the list again."
    case .categoryNotFound: "Take one from the list of categories."
    case .locationNotFound: "Take one from the list of locations."
    case .orderNotFound: "Open the whole link that the shop gave when the order was placed."
    case .cursorInvalid: "Start at the first page, and pass cursors on as they are."
    case .quantityInvalid: "Ask for 1 to 99 pieces."
    case .cartFull: "Order what is in the cart first, or remove something."
    case .cartEmpty: "Put something into the cart first."
    case .cartNotFound: "Open the cart again."
    case .lineUnavailable: "Remove the item from the cart."
    case .outOfStock: "Ask for at most as many as are left."
    case .priceChanged: "Look at the cart again and confirm the new total."
    case .contactInvalid: "Correct the named fields."
    case .providerUnknown: "Choose one of the offered ways to pay."
    case .transitionRefused: "Look at the order's current state."
    case .stockTooLow: "Correct by at most what is there."
    case .codeUnknown: "Check the spelling of the code."
    case .codesFull: "Remove a code first."
    case .promotionNotFound: "Take one from the list of promotions."
    case .promotionExhausted: "Look at the cart again and confirm the new total."
    case .promotionTransitionRefused: "Look at its state; one that has ended is made anew."
    case .productIncomplete: "Fill in what is named, or let the product stay a draft."
    case .scheduleInvalid: "Name an end after the beginning and after now, or none."
    case .priceInvalid: "Correct the field that the details name."
    case .sheetInvalid: "Correct the cells that the details name."
    case .codeTaken: "Choose another code."
    case .tooManyUnpaid: "Pay or cancel an order that is open."
    case .saleNotOpen: "Wait until the sale opens, or sign in as a member with early access."
    case .membersOnly: "Sign in as a member, or take the item out of the cart."
    case .orderChanged: "Read the order again and repeat the change with its new version."
    case .reductionInvalid: "Name a total from zero to less than the present one."
    case .shipmentInvalid: "Correct the named fields; carrier and number come together."
    case .shipmentExceeds: "Look at what is left of the order."
    case .pickupNotFound: "Read the code again; choose a location from the shop's list."
    case .pickupUsed: "Ask who collected it; the trail says when."
    case .pickupCodeNeeded: "Use the command or page that takes the code."
    case .pickupCodeWrong: "Read the code again from what the shopper shows."
    case .pickupLocked: "Wait a quarter of an hour, or let somebody else of the staff enter it."
    case .regionUnserved: "Choose another region, or remove what cannot go there."
    case .lotNotFound: "Take one from the list of lots."
    case .lotInvalid: "A lot has 1 to 20 visible ASCII characters and 1 to 1,000,000 pieces."
    case .lotDateDiffers: "Read the date again, or give the lot another number."
    case .lotKept: "Correct one of its lots."
    case .returnNotFound: "Look at the order's returns."
    case .returnInvalid: "Correct the named fields; name each SKU once with 1 to 99 pieces."
    case .returnExcluded: "Name a reason if something is wrong with it, or ask the shop."
    case .returnOpened: "Name a reason if something is wrong with it, or ask the shop."
    case .returnTooLate: "Ask the shop."
    case .returnExceeds: "Look at the order's parcels and its other returns."
    case .returnAmountInvalid: "Name an amount up to what the details tell; only where goods stay."
    case .returnPictureInvalid:
      "Send a PNG, JPEG or WebP of at most 2 MiB while the return is open."
    case .returnTransitionRefused: "Look at the return's current state."
    case .reviewNotFound: "Look at the order's reviews."
    case .reviewInvalid:
      "Correct the named fields: a rating is 1 to 5, a text has at most 1,000 characters."
    case .reviewTooEarly: "Confirm the receipt first."
    case .reviewTooLate: "Ask the shop."
    case .reviewPictureInvalid: "Send a PNG, JPEG or WebP of at most 2 MiB."
    case .reviewTransitionRefused: "Look at the review's current state."
    case .expertNotFound: "Take one from the product's page."
    case .expertInvalid:
      "Correct the named fields; the source is an address that begins with https://."
    case .refundNotFound: "Take one from the list of refunds."
    case .refundInvalid: "Correct the named field; a reason has 1 to 200 characters."
    case .refundExceedsPaid: "Ask for at most what is left, in minor units."
    case .refundKeyReused: "Use a new key for a new refund."
    case .refundHeld: "Have somebody else say yes to it first."
    case .refundSelfApproved: "Ask somebody else whose role may approve refunds."
    case .providerUnavailable: "Try again in a minute; the order is kept."
    case .invoiceNotFound: "Take one from the list of invoices, or ask for one."
    case .invoiceInvalid: "Correct the named fields."
    case .invoiceTransitionRefused: "Look at the invoice's current state."
    case .evidenceNotFound: "Take one from the product's documents."
    case .evidenceInvalid:
      "Correct the named fields; customs, origin and inspection are of one lot, the others expire."
    case .visitNotFound: "Read the code again."
    case .visitUnavailable, .visitFull: "Choose another hour of the store's page."
    case .visitHeld: "Call that visit off first."
    case .handoverNotFound: "Read the code again, or ask the store for a new one."
    case .groupNotFound: "Open the whole link that was shared."
    case .groupFull: "Join another group, or open one."
    case .groupClosed: "Join another group, or open one."
    case .groupJoined: "Share the group's link with others."
    case .groupIncomplete: "Wait for the group, or end it at the desk."
    case .bundleInvalid:
      "Name up to 20 different SKUs that are no bundles, each with 1 to 20 pieces."
    case .bundleHasNoStock: "Correct the stock of its parts."
    case .presaleInvalid: "Correct the named field: a day to come, a limit, an end before that day."
    case .presaleAwaited: "Receive the goods; they go to the orders that wait for them."
    case .galleryPictureInvalid:
      "Correct the named field: a PNG, JPEG, WebP or SVG of at most 2 MiB, and what it shows in each language."
    }
  }
}
