internal import Foundation
internal import TenantStore

extension OrderListQuery {
  /// Conditions on `customer_order o` that begin with `AND`; empty when every order is wanted.
  ///
  /// Without days a search reads a shop's orders from the newest on until a page is full: it needs no
  /// index that every order would have to keep.
  func filter(at now: Date) -> QueryPart {
    var filter: QueryPart = ""
    if let status { filter = filter + " AND o.status = \(status.rawValue)" }
    if let payment { filter = filter + " AND o.payment_status = \(payment.rawValue)" }
    if let fulfilment { filter = filter + " AND o.fulfilment_status = \(fulfilment.rawValue)" }
    if onlyToShip { filter = filter + " AND " + .toShip(at: now) }
    if onlyToCollect { filter = filter + " AND " + .toCollect(at: place) }
    if let number { filter = filter + " AND starts_with(o.number, \(number))" }
    // Ids begin with the time, so the primary key finds the days.
    if let placedFrom { filter = filter + " AND o.id >= \(TimeOrderedIDs.first(at: placedFrom))" }
    if let placedBefore {
      filter = filter + " AND o.id < \(TimeOrderedIDs.first(at: placedBefore))"
    }
    if let search { filter = filter + " AND " + search.condition }
    return filter
  }
}

extension QueryPart {
  /// The orders of `customer_order o` that wait for whoever shows their code, paid or not.
  fileprivate static func toCollect(at place: String?) -> QueryPart {
    let there: QueryPart =
      if let place {
        """
         AND EXISTS (SELECT FROM storefront.location n
          WHERE n.tenant_id = $1 AND n.id = p.location_id AND n.code = \(place))
        """
      } else { "" }
    return """
      o.status = 'placed' AND o.id IN (SELECT p.order_id FROM storefront.pickup p
        WHERE p.tenant_id = $1 AND p.collected_at IS NULL
      """ + there + ")"
  }
}

extension OrderSearch {
  /// A condition on `customer_order o`.
  fileprivate var condition: QueryPart {
    switch self {
    case .digits(let digits) where digits.count < Self.phoneDigits:
      "starts_with(o.number, \(digits))"
    case .digits(let digits):
      """
      (starts_with(o.number, \(digits)) OR right(
        regexp_replace(o.contact_phone, '[^0-9]', '', 'g'), \(digits.count)::integer) = \(digits))
      """
    case .text(let text):
      """
      (strpos(lower(o.contact_name), lower(\(text))) > 0
        OR EXISTS (SELECT FROM storefront.order_line n
          WHERE n.tenant_id = $1 AND n.order_id = o.id
            AND (strpos(lower(n.name), lower(\(text))) > 0
              OR starts_with(lower(n.sku_code), lower(\(text))))))
      """
    }
  }
}
