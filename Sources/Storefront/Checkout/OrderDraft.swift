internal import Foundation
internal import TenantStore

/// An order that is about to be written.
struct OrderDraft {
  let id: OrderID
  let source: Source
  let recipient: Recipient
  let lines: [Line]
  /// The bundles that the lines' pieces were bought in.
  let bundles: [OrderBundle]
  let freight: Money
  let freightDiscount: Money
  /// What lowered the total, by what gave it.
  let adjustments: [PriceAdjustment]
  /// What shoppers read of the promotions among these, by their codes.
  let names: [String: LocalizedText]
  let shares: [StockShare]
  let terms: OrderTerms
  /// What it is promised that is not there yet.
  var waits: [PresaleWait] = []

  /// What it is made of.
  enum Source {
    case cart(CartID, SessionID)
    case agreement(String)

    var cart: CartID? { if case .cart(let cart, _) = self { cart } else { nil } }
    var session: SessionID? { if case .cart(_, let session) = self { session } else { nil } }
    var agreement: String? { if case .agreement(let key) = self { key } else { nil } }
  }

  /// To whom it goes, and in which words.
  struct Recipient {
    let contact: OrderContact
    var region = ""
    let note: String
    let locale: LanguageTag
  }

  /// One SKU with what is taken off.
  struct Line {
    var line: CartLine
    var discount: Money
    var taxBasisPoints: Int?
  }

  init(
    _ id: OrderID,
    _ form: CheckoutForm,
    _ session: SessionID,
    _ quote: Quote,
    _ pieces: OrderPieces,
    _ tax: TaxRule,
    _ shares: [StockShare],
    _ terms: OrderTerms
  ) {
    self.id = id
    source = .cart(form.cart, session)
    recipient = Recipient(
      contact: OrderContact(name: form.name, phone: form.phone, address: form.address),
      region: form.region,
      note: form.note,
      locale: form.locale
    )
    self.shares = shares
    self.terms = terms
    lines = pieces.lines.map { line, discount in
      Line(
        line: line,
        discount: discount,
        taxBasisPoints: tax.basisPoints(in: line.categories)
      )
    }
    bundles = pieces.bundles
    freight = quote.totals.freight
    freightDiscount = quote.totals.freightDiscount
    let promotions = quote.applied.compactMap { applied -> PriceAdjustment? in
      var amount = applied.amount + (applied.gift?.total ?? .zero(applied.amount.currency))
      guard amount.minorUnits > 0 else { return nil }
      amount.minorUnits.negate()
      return PriceAdjustment(code: Self.code(applied), amount: amount)
    }
    let saving =
      pieces.saving.minorUnits > 0
      ? [
        PriceAdjustment(
          code: OrderDiscount.bundleCode,
          amount: .zero(pieces.saving.currency) - pieces.saving
        )
      ] : []
    adjustments = saving + promotions + quote.adjustments
    names = Dictionary(quote.applied.map { (Self.code($0), $0.name) }) { first, _ in first }
  }

  init(
    _ id: OrderID,
    _ agreed: AgreedOrder,
    _ pieces: OrderPieces,
    _ tax: TaxRule,
    _ shares: [StockShare],
    _ terms: OrderTerms,
    locale: LanguageTag
  ) {
    self.id = id
    source = .agreement(agreed.agreement)
    recipient = Recipient(contact: agreed.contact, note: agreed.note, locale: locale)
    self.shares = shares
    self.terms = terms
    let currency = agreed.price.currency
    // What is agreed on is one price, so nothing of it is the saving of a bundle.
    let lines = pieces.lines.map(\.line)
    bundles = pieces.bundles
    let goods = CartTotals.goods(lines.map(\.total), currency)
    let difference = goods.minorUnits - agreed.price.minorUnits
    var discounts = OrderDiscounts(lines: lines.map(\.total.minorUnits), freight: 0)
    let taken = discounts.take(difference)
    self.lines = zip(lines, discounts.lines).map { line, discount in
      Line(
        line: line,
        discount: Money(minorUnits: discount, currency: currency),
        taxBasisPoints: tax.basisPoints(in: line.categories)
      )
    }
    freight = Money(minorUnits: max(0, -difference), currency: currency)
    freightDiscount = .zero(currency)
    names = [:]
    adjustments =
      taken > 0
      ? [
        PriceAdjustment(
          code: agreed.discountCode,
          amount: Money(minorUnits: -taken, currency: currency)
        )
      ] : []
  }

  /// What is bought, with gifts at their full price and as much taken off; a gift of a SKU that is
  /// also bought raises that line, because an order has one line per SKU.
  static func bought(_ quote: Quote) -> [(line: CartLine, discount: Money)] {
    var lines: [(line: CartLine, discount: Money)] = quote.lines.map { ($0.line, $0.discount) }
    for gift in quote.gifts {
      if let index = lines.firstIndex(where: { $0.line.sku == gift.sku }) {
        let (line, discount) = lines[index]
        lines[index] = (
          line.with(quantity: line.quantity + gift.quantity),
          discount + line.unitPrice * gift.quantity
        )
      } else {
        lines.append((gift, gift.total))
      }
    }
    return lines
  }

  private static func code(_ applied: Quote.Applied) -> String { "promotion.\(applied.code)" }

  /// The order as whoever reads it from the database gets it.
  func order(
    as record: OrderRecord,
    pickup: PickupTicket? = nil,
    group: BuyingGroupID? = nil
  ) -> Order {
    Order(
      id: id,
      number: record.number,
      placedAt: record.placedAt,
      state: .new,
      contact: recipient.contact,
      note: recipient.note,
      locale: recipient.locale,
      goods: goods,
      freight: freight,
      adjustment: nothing - goodsDiscount - freightDiscount,
      freightDiscount: freightDiscount,
      total: total,
      provider: record.provider,
      paymentReference: record.reference,
      agreement: source.agreement,
      lines: lines.map(\.ordered),
      bundles: bundles,
      discounts: adjustments.map { adjustment in
        let (code, amount) = (adjustment.code, adjustment.amount)
        return OrderDiscount(code: code, name: names[code], amount: amount)
      },
      presale: presale,
      progress: .begun(
        payBy: record.payBy,
        region: recipient.region,
        pickup: pickup,
        group: group
      )
    )
  }

  private var presale: OrderPresale? {
    waits.map(\.shipsFrom).max().map {
      OrderPresale(shipsFrom: $0, promisedFrom: $0, isAwaiting: true)
    }
  }

  /// Who acts when it is placed.
  var actor: Actor { if case .cart = source { .shopper } else { .system } }

  private var nothing: Money { .zero(freight.currency) }

  var goods: Money { lines.map(\.line.total).reduce(nothing, +) }

  var goodsDiscount: Money { lines.map(\.discount).reduce(nothing, +) }

  var total: Money { goods - goodsDiscount + freight - freightDiscount }

  /// What was taken where, by the position of the line.
  var allocations: [(position: Int, share: StockShare)] {
    shares.compactMap { share in
      lines.firstIndex { $0.line.sku == share.sku }.map { ($0, share) }
    }
  }
}

extension OrderDraft.Line {
  fileprivate var ordered: OrderLine {
    OrderLine(
      product: line.product,
      sku: line.sku,
      code: line.code,
      name: line.name,
      options: line.options,
      unitPrice: line.unitPrice,
      quantity: line.quantity,
      total: line.total,
      discount: discount,
      taxBasisPoints: taxBasisPoints
    )
  }
}

extension OrderProgress {
  /// Where an order begins.
  fileprivate static func begun(
    payBy: Date?,
    region: String,
    pickup: PickupTicket?,
    group: BuyingGroupID?
  ) -> Self {
    Self(
      version: 1,
      payBy: payBy,
      cancellation: nil,
      fulfilledAt: nil,
      deliveredAt: nil,
      completedAt: nil,
      region: region,
      pickup: pickup,
      group: group
    )
  }
}
