public import Storefront
public import TenantWeb

/// The shop on the web: its pages for people and its API for apps and mini-programmes.
///
/// Pages need no script, set no cookie before the first change, and speak every language that the
/// texts have. The API has the same operations as JSON below `/api/v1`.
public enum StorefrontWebModule {
  /// The module with the shop that its routes act on.
  ///
  /// - Parameters:
  ///   - shop: The façade with the ports that the process supplies.
  ///   - desk: The desk for ways to pay online; without it no route leads to a provider.
  /// - Returns: What the gateway mounts.
  public static func module(shop: Shop = Shop(), payments desk: PaymentDesk? = nil) -> WebModule {
    WebModule(
      name: "storefront",
      routes: pages(shop) + CatalogueRoutes.all + CartRoutes(shop).all
        + QuoteRoutes(shop).all + OrderRoutes(shop).all
        + ReturnRoutes(shop).all + ReviewRoutes(shop).all + DeskRoutes.all(shop)
        + (desk.map { PaymentRoutes(shop: shop, desk: $0).all } ?? []),
      templates: ShopTemplates.all,
      texts: ShopTexts.all,
      assets: ShopAssets.all,
      navigation: [NavigationItem(textKey: "nav.cart", path: "/cart")]
    )
  }

  private static func pages(_ shop: Shop) -> [Route] {
    [
      HomePage.route, ListPage.route, ProductDetailPage.route, CartPage.route(shop),
      CheckoutPage.route(shop), OrderPage.route(shop), ShopAssets.theme,
    ] + CheckoutForms.routes(shop) + CartForms.routes(shop) + CodeForms.routes(shop)
      + OrderForms.routes(shop) + ReturnPage.routes(shop) + ReviewPage.routes(shop)
  }
}
