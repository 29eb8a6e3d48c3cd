internal import Foundation
internal import TenantStore

/// What a SKU costs at a moment, for `storefront.sku k`; judged by the clock, without a further row.
extension QueryPart {
  /// The price of the sale that runs, or nothing.
  static func salePrice(at now: Date) -> QueryPart {
    "CASE WHEN k.sale_from <= \(now) AND \(now) < k.sale_until THEN k.sale_price END"
  }

  /// What a single piece costs: the lower of price and sale.
  static func price(at now: Date) -> QueryPart { "least(k.price, " + salePrice(at: now) + ")" }

  /// What each of so many pieces costs: volume prices count too.
  static func price(at now: Date, of quantity: QueryPart) -> QueryPart {
    let volume: QueryPart = """
      (SELECT min(v.price) FROM storefront.volume_price v
        WHERE v.tenant_id = $1 AND v.sku_id = k.id AND v.from_quantity <=
      """
    return "least(k.price, " + salePrice(at: now) + ", " + volume + " " + quantity + "))"
  }

  /// The strike price: the merchant's own, else what is asked outside the sale that runs.
  static func strikePrice(at now: Date) -> QueryPart {
    """
    CASE WHEN k.sale_price < k.price AND k.sale_from <= \(now) AND \(now) < k.sale_until
      THEN coalesce(k.list_price, k.price) ELSE k.list_price END
    """
  }

  /// The lowest price of the thirty days before the reduction that a strike price announces.
  ///
  /// During a sale these are the days before it began; else the days up to now. Directive 98/6/EC,
  /// article 6a, asks shops in the EU to say it.
  static func lowestRecentPrice(at now: Date) -> QueryPart {
    let start = now.addingTimeInterval(-30 * 86_400)
    return """
      least(k.price,
        (SELECT min(h.price) FROM storefront.past_price h
         WHERE h.tenant_id = $1 AND h.sku_id = k.id AND h.ended_at > CASE
           WHEN k.sale_from <= \(now) AND \(now) < k.sale_until
           THEN k.sale_from - interval '30 days' ELSE \(start) END),
        CASE WHEN k.sale_until <= \(now) AND k.sale_until > \(start) THEN k.sale_price END)
      """
  }
}
