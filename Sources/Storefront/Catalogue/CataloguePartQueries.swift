internal import Foundation
internal import TenantStore

/// What many queries of the shop say of a product or a SKU, each written once.
///
/// A part cannot name the tenant; it writes `$1`, which is always the tenant's place.
extension QueryPart {
  /// The name of a product in the first of the visitor's languages that it has.
  static func productName(of product: QueryPart, in view: ShopView) -> QueryPart {
    "(SELECT t.name FROM storefront.product_text t WHERE t.tenant_id = $1 AND t.product_id = "
      + product + order(in: view)
  }

  /// The name of a category in the first of the visitor's languages that it has.
  static func categoryName(of category: QueryPart, in view: ShopView) -> QueryPart {
    "(SELECT t.name FROM storefront.category_text t WHERE t.tenant_id = $1 AND t.category_id = "
      + category + order(in: view)
  }

  /// The name of a location in the first of the visitor's languages that it has.
  static func locationName(of location: QueryPart, in view: ShopView) -> QueryPart {
    "(SELECT t.name FROM storefront.location_text t WHERE t.tenant_id = $1 AND t.location_id = "
      + location + order(in: view)
  }

  private static func order(in view: ShopView) -> QueryPart {
    " ORDER BY array_position(\(view.localeTexts), t.locale) NULLS LAST, t.locale LIMIT 1)"
  }

  /// The first picture of `storefront.product p`.
  static let firstPicture: QueryPart = """
    (SELECT i.sha256 FROM storefront.product_picture i
     WHERE i.tenant_id = $1 AND i.product_id = p.id ORDER BY i.position LIMIT 1)
    """

  /// The picture of `storefront.sku k`, of its own where it has one, else the first of its product `p`.
  static let linePicture: QueryPart =
    """
    coalesce((SELECT i.sha256 FROM storefront.product_media i
      WHERE i.tenant_id = $1 AND i.product_id = p.id AND i.sku_id = k.id AND i.video IS NULL
      ORDER BY i.position LIMIT 1),
    """ + firstPicture + ")"

  /// How many pieces the open cart of a session holds.
  static func cartQuantity(of session: SessionID) -> QueryPart {
    """
    (SELECT coalesce(sum(l.quantity), 0)::bigint FROM storefront.cart cart
     JOIN storefront.cart_line l ON l.tenant_id = $1 AND l.cart_id = cart.id
     WHERE cart.tenant_id = $1 AND cart.session_id = \(session) AND cart.status = 'open')
    """
  }

  /// Whether `storefront.product p` is on sale at a time.
  ///
  /// The clock decides, so that publishing at a time needs no job that must not be late.
  static func onSale(at now: Date) -> QueryPart {
    """
    p.status = 'published' AND (p.publish_at IS NULL OR p.publish_at <= \(now))
      AND (p.unpublish_at IS NULL OR p.unpublish_at > \(now))
    """
  }

  /// The options of `storefront.sku k` as JSON text, for ``OptionValue/list(json:)``.
  static let options: QueryPart = """
    (SELECT jsonb_agg(jsonb_build_object('code', o.code, 'labels', o.labels)
       ORDER BY o.position)::text
     FROM storefront.option_value o WHERE o.tenant_id = $1 AND o.sku_id = k.id)
    """

  /// How many pieces of `storefront.sku k` can be had, over all locations.
  static let available: QueryPart = """
    coalesce((
      SELECT sum(s.available)::bigint FROM storefront.stock_level s
      WHERE s.tenant_id = $1 AND s.sku_id = k.id), 0)
    """

  /// Whether at least one SKU of `storefront.product p` can be had; `OFFSET 0` keeps it a look-up by
  /// key, where the server would else join or hash every SKU of the shop with what there is of it.
  static let isInStock: QueryPart = """
    EXISTS (
      SELECT FROM storefront.sku k
      WHERE k.tenant_id = $1 AND k.product_id = p.id AND NOT k.is_withdrawn
    """ + " AND " + canBeHad + " OFFSET 0)"

  /// Whether `storefront.sku k` can be had, from stock or as a presale; `OFFSET 0` keeps it a look-up
  /// by key.
  static let canBeHad: QueryPart =
    "CASE WHEN k.is_bundle THEN " + isBundleInStock + """
       WHEN k.is_presale THEN true ELSE EXISTS (
        SELECT FROM storefront.stock_level s
        WHERE s.tenant_id = $1 AND s.sku_id = k.id AND s.available > 0 OFFSET 0) END
      """
}
