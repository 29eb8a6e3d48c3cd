internal import TenantStore

/// What leaves the shelf for what is bought: one line for each SKU, and which bundles were among it.
///
/// The lines cost what the bundles cost, to the cent, so that shipping, returns and refunds need not
/// know of bundles. Pieces that are bought both alone and in a bundle are one line, whose pieces then
/// bear equal shares of what was paid for them.
struct OrderPieces {
  private(set) var lines: [(line: CartLine, discount: Money)] = []
  private(set) var bundles: [OrderBundle] = []
  /// What the pieces would cost more alone; it stands among the lines' discounts.
  private(set) var saving: Money

  /// Takes bundles apart.
  ///
  /// - Parameters:
  ///   - bought: Lines, each SKU once, with what is taken off.
  ///   - currency: The currency of all amounts.
  init(of bought: [(line: CartLine, discount: Money)], in currency: Currency) {
    saving = .zero(currency)
    guard bought.contains(where: { !$0.line.parts.isEmpty }) else {
      lines = bought
      return
    }
    for (line, discount) in bought {
      if line.parts.isEmpty { _ = add(line, discount) } else { take(line, discount, currency) }
    }
    saving =
      lines.map(\.line.total).reduce(.zero(currency), +)
      - bought.map(\.line.total).reduce(.zero(currency), +)
  }

  private mutating func take(_ bundle: CartLine, _ discount: Money, _ currency: Currency) {
    let pieces = bundle.parts.map { $0.quantity * bundle.quantity }
    let shares = BundleRule.shares(
      of: bundle.total.minorUnits,
      discount: discount.minorUnits,
      prices: bundle.parts.map(\.unitPrice.minorUnits),
      pieces: pieces
    )
    var parts: [OrderBundle.Part] = []
    for (index, part) in bundle.parts.enumerated() {
      let unit = BundleRule.unitPrice(
        of: shares[index],
        alone: part.unitPrice.minorUnits,
        pieces: pieces[index]
      )
      let line = part.line(
        quantity: pieces[index],
        unitPrice: Money(minorUnits: unit, currency: currency)
      )
      let net = Money(
        minorUnits: shares[index].total - shares[index].discount,
        currency: currency
      )
      parts.append(OrderBundle.Part(line: add(line, line.total - net), quantity: pieces[index]))
    }
    bundles.append(
      OrderBundle(
        product: bundle.product,
        sku: bundle.sku,
        code: bundle.code,
        name: bundle.name,
        options: bundle.options,
        unitPrice: bundle.unitPrice,
        quantity: bundle.quantity,
        parts: parts.sorted { $0.line < $1.line }
      )
    )
  }

  /// Adds pieces to the line of their SKU, at the higher of the two prices.
  ///
  /// - Returns: The place of the line.
  private mutating func add(_ line: CartLine, _ discount: Money) -> Int {
    guard let place = lines.firstIndex(where: { $0.line.sku == line.sku }) else {
      lines.append((line, discount))
      return lines.count - 1
    }
    let known = lines[place]
    let net = known.line.total - known.discount + line.total - discount
    let joined = known.line.with(
      quantity: known.line.quantity + line.quantity,
      unitPrice: line.unitPrice.minorUnits > known.line.unitPrice.minorUnits
        ? line.unitPrice : nil
    )
    lines[place] = (joined, joined.total - net)
    return place
  }
}
