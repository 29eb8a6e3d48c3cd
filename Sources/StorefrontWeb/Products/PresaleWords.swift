internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What is said of goods that are sold before they are there.
enum PresaleWords {
  /// The day of an instant on the tenant's clocks, as readers write it.
  static func day(_ instant: Date, _ frame: PageFrame) -> String {
    instant.formatted(
      Date.FormatStyle(
        date: .long,
        time: .omitted,
        locale: Locale(identifier: frame.request.locale.rawValue),
        timeZone: frame.request.tenant.timeZone
      )
    )
  }

  /// From which day a line of a cart is sent; nothing for what is there.
  static func line(_ line: CartLine, _ frame: PageFrame) -> String? {
    line.shipsFrom.map { frame.texts["presale.line", ["day": day($0, frame)]] }
  }

  /// What an order was promised, and that it is late when it is.
  static func order(_ presale: OrderPresale, _ frame: PageFrame) -> String {
    frame.texts[
      presale.isLate ? "presale.late" : "presale.order",
      ["day": day(presale.shipsFrom, frame), "promised": day(presale.promisedFrom, frame)]
    ]
  }
}
