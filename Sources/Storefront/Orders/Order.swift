public import Foundation
public import TenantStore

/// To whom and where an order goes.
public struct OrderContact: Hashable, Sendable {
  /// The name of who receives it.
  public let name: String
  /// The telephone number.
  public let phone: String
  /// The address of delivery.
  public let address: String

  /// Describes who receives an order.
  public init(name: String, phone: String, address: String) {
    self.name = name
    self.phone = phone
    self.address = address
  }
}

/// An order as it was placed and as it stands.
public struct Order: Hashable, Sendable {
  /// The order.
  public let id: OrderID
  /// The number that shopper and merchant speak of: date and six digits.
  public let number: String
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// Where it stands.
  public let state: OrderState
  /// To whom and where it goes.
  public let contact: OrderContact
  /// What the shopper wrote beside it, empty when nothing.
  public let note: String
  /// The language in which it was placed.
  public let locale: LanguageTag
  /// The sum of the lines.
  public let goods: Money
  /// What delivery costs.
  public let freight: Money
  /// What was taken off lines and freight together, zero or negative.
  public let adjustment: Money
  /// What of it was taken off the freight, zero or positive.
  public let freightDiscount: Money
  /// What is to be paid.
  public let total: Money
  /// The code of the way to pay.
  public let provider: String
  /// What the shopper writes beside a transfer, where the way to pay needs it.
  public let paymentReference: String?
  /// What it was agreed on under, where no cart was for it; somebody else collects its money.
  public let agreement: String?
  /// What was bought, by the SKUs that leave the shelf.
  public let lines: [OrderLine]
  /// The bundles that pieces of the lines were bought in.
  public let bundles: [OrderBundle]
  /// What makes up ``adjustment``, in the order of application.
  public let discounts: [OrderDiscount]
  /// What was promised of goods that were not there; nothing when all were.
  public let presale: OrderPresale?
  /// How it went on since.
  public let progress: OrderProgress

  /// Whether the shopper may call it off although it is paid: until it is sent, where it was
  /// bought before it was there.
  public var mayEndPaid: Bool {
    presale != nil && state.status == .placed && state.fulfilment == .unfulfilled
      && (state.payment == .paid || state.payment == .partiallyRefunded)
  }

  /// Whether the money comes at the door.
  public var isPaidAtTheDoor: Bool { progress.payBy == nil && agreement == nil }
}

/// One reason why an order cost less.
public struct OrderDiscount: Hashable, Sendable {
  /// The ``code`` of what bundles save against their pieces alone.
  public static let bundleCode = "bundle"

  /// What gave it: `promotion.full-300`, `bundle`, `merchant.price_edit`, or what another module
  /// calls it.
  public let code: String
  /// What shoppers read of a promotion, as it is called now; nothing for the others.
  public let name: LocalizedText?
  /// What it took off, below zero.
  public let amount: Money
}

/// How an order went on since it was placed.
public struct OrderProgress: Hashable, Sendable {
  /// Counts every change; an edit names the version that it saw.
  public let version: Int64
  /// Until when it has to be paid; nothing when the money comes at the door.
  public let payBy: Date?
  /// Why it was called off, when it was.
  public let cancellation: OrderCancellation?
  /// When the last piece left, in UTC.
  public let fulfilledAt: Date?
  /// When it was with the shopper, in UTC.
  public let deliveredAt: Date?
  /// When it was completed, in UTC.
  public let completedAt: Date?
  /// The code of the province or city that it goes to; empty when none was asked for.
  public let region: String
  /// Where and by which code it is collected, when it is.
  public let pickup: PickupTicket?
  /// The group that it was bought in; it is not shipped before that is complete.
  public let group: BuyingGroupID?
}

/// Why an order was called off.
public enum OrderCancellation: String, CaseIterable, Sendable {
  /// Nobody paid in time.
  case expired
  /// The shopper did not want it any more.
  case shopper
  /// The merchant could not serve it.
  case merchant
  /// The group that it was bought in was not complete in time.
  case group
}

/// Where and by which code an order is collected.
public struct PickupTicket: Hashable, Sendable {
  /// The short name of the location.
  public let location: String
  /// The code that whoever collects it shows.
  public let code: String
  /// When it was collected, in UTC.
  public let collectedAt: Date?
}

/// One SKU of an order, as it was when it was bought.
public struct OrderLine: Hashable, Sendable {
  /// The product.
  public let product: ProductID
  /// The SKU.
  public let sku: SKUID
  /// The merchant's own number of the SKU.
  public let code: String
  /// The product's name.
  public let name: String
  /// The options, `红色 / 80`; empty when there were none.
  public let options: String
  /// What one piece cost.
  public let unitPrice: Money
  /// How many pieces.
  public let quantity: Int
  /// What the line cost before discounts.
  public let total: Money
  /// What was taken off, zero to ``total``.
  public let discount: Money
  /// The tax rate that the price contains, in basis points; nothing when the shop gave none.
  public let taxBasisPoints: Int?

  /// What was really asked for the line; never computed again.
  public var net: Money { total - discount }

  /// The tax that ``net`` contains, rounded half up; nothing when the rate is not known.
  public var tax: Money? {
    taxBasisPoints.map { rate in
      Money(
        minorUnits: TaxRule.contained(in: net.minorUnits, basisPoints: rate),
        currency: net.currency
      )
    }
  }
}

/// What a merchant's list shows of an order.
public struct OrderSummary: Hashable, Sendable {
  /// The order.
  public let id: OrderID
  /// The number.
  public let number: String
  /// When it was placed, in UTC.
  public let placedAt: Date
  /// Where it stands.
  public let state: OrderState
  /// The name of who receives it.
  public let contactName: String
  /// What is to be paid.
  public let total: Money
  /// How many pieces it has.
  public let quantity: Int
  /// The code of the way to pay.
  public let provider: String
}

/// Which orders a merchant wants to see, newest first.
public struct OrderListQuery: Hashable, Sendable {
  /// Only orders of this status.
  public var status: OrderState.Status?
  /// Only orders whose money is here.
  public var payment: OrderState.Payment?
  /// Only orders whose goods are here.
  public var fulfilment: OrderState.Fulfilment?
  /// Only orders whose goods may leave and have not all left.
  public var onlyToShip = false
  /// Only orders that wait to be collected.
  public var onlyToCollect = false
  /// The short name of the location where ``onlyToCollect`` orders wait; nothing for all of them.
  public var place: String?
  /// Only orders whose number begins so.
  public var number: String?
  /// Only orders that this is found in.
  public var search: OrderSearch?
  /// Only orders that were placed then or later, in UTC.
  public var placedFrom: Date?
  /// Only orders that were placed before, in UTC.
  public var placedBefore: Date?
  /// Where the page begins: the ``OrderPage/next`` of the page before.
  public var cursor: String?
  /// How many orders the page may have, 1 to 100.
  ///
  /// Defaults to 50.
  public var limit = 50

  /// Asks for all orders.
  public init() {}
}

/// One page of a merchant's orders.
public struct OrderPage: Hashable, Sendable {
  /// The orders, newest first.
  public let items: [OrderSummary]
  /// Where the next page begins; nothing on the last one.
  public let next: String?
}
