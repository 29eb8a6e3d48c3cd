internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a visitor put aside, below the cart.
struct SavedView {
  let frame: PageFrame
  let lines: [SavedLine]

  private var texts: LocalTexts { frame.texts }

  var view: View { ["list": lines.map(view)] }

  private func view(_ saved: SavedLine) -> View {
    let line = saved.line
    let name = line.options.isEmpty ? line.name : "\(line.name) \(line.options)"
    let canMove = saved.available > 0 && line.state != .unavailable
    return [
      "picture": frame.pictureView(line.picture, .small), "name": line.name,
      "href": line.state == .unavailable
        ? nil : frame.request.url("/products/\(line.productSlug)", ["sku": line.code]),
      "detail": LineWords.detail(line.options, line.unitPrice, line.quantity, texts),
      "notes": saved.notes.map(note), "action": frame.request.url("/cart/saved/\(line.sku)"),
      "canMove": canMove, "moveLabel": texts["saved.move", ["name": name]],
      "forgetLabel": texts["saved.forget", ["name": name]],
    ]
  }

  private func note(_ note: SavedLineRule.Note) -> View {
    func money(_ units: Int64) -> String {
      texts.money(Money(minorUnits: units, currency: frame.request.tenant.currency))
    }
    let (text, isGood) =
      switch note {
      case .fallen(let by): (texts["saved.fallen", ["amount": money(by)]], true)
      case .risen(let by): (texts["saved.risen", ["amount": money(by)]], false)
      case .few(let left): (texts["stock.few", ["count": "\(left)"]], false)
      case .soldOut: (texts["stock.soldOut"], false)
      case .gone: (texts["cart.unavailable"], false)
      }
    return ["text": text, "icon": isGood ? "check" : "alert"]
  }
}
