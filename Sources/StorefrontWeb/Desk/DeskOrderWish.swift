internal import Foundation
internal import Storefront
internal import TenantStore

/// Which orders somebody at the desk wants to see.
struct DeskOrderWish {
  static let states = ["to_ship", "unpaid", "sent", "cancelled"]

  let state: String?
  /// What was typed; nothing when that was nothing.
  let typed: String?
  let first: CalendarDate?
  let last: CalendarDate?
  /// Whether a day was typed that is none, or the first is after the last.
  let areDaysWrong: Bool

  /// Reads the fields `state`, `q`, `from` and `to`; days that are none are left out.
  init(_ field: (String) -> String?) {
    func filled(_ name: String) -> String? { field(name).flatMap { $0.isEmpty ? nil : $0 } }
    state = filled("state").flatMap { Self.states.contains($0) ? $0 : nil }
    typed = filled("q")
    let texts = (filled("from"), filled("to"))
    let days = (
      texts.0.flatMap { CalendarDate(iso: $0) }, texts.1.flatMap { CalendarDate(iso: $0) }
    )
    let isTurned = days.0.flatMap { first in days.1.map { first > $0 } } ?? false
    areDaysWrong =
      isTurned || (days.0 == nil && texts.0 != nil) || (days.1 == nil && texts.1 != nil)
    (first, last) = isTurned ? (nil, nil) : days
  }

  /// Whether fewer than all orders are wanted.
  var isNarrow: Bool { state != nil || typed != nil || first != nil || last != nil }

  /// The question to the database, with days of a zone.
  func query(in zone: TimeZone, withDays: Bool = true) -> OrderListQuery {
    var query = OrderListQuery()
    query.limit = 30
    query.search = typed.flatMap { OrderSearch($0) }
    if withDays {
      query.placedFrom = first.map { $0.start(in: zone) }
      query.placedBefore = last.map { $0.adding(days: 1).start(in: zone) }
    }
    switch state {
    case "to_ship": query.onlyToShip = true
    case "unpaid":
      query.status = .placed
      query.payment = .unpaid
    case "sent":
      query.status = .placed
      query.fulfilment = .fulfilled
    case "cancelled": query.status = .cancelled
    default: break
    }
    return query
  }
}
