public import Storefront
internal import TenantStore
public import TenantWeb

/// The shop on the web: its pages for people and its API for apps and mini-programmes.
///
/// Pages need no script, set no cookie before the first change or an arrival by a link that names its
/// channel, and speak every language that the
/// texts have. The API has the same operations as JSON below `/api/v1`.
public enum StorefrontWebModule {
  /// The module with the shop that its routes act on.
  ///
  /// - Parameters:
  ///   - shop: The façade with the ports that the process supplies.
  ///   - desk: The desk for ways to pay online; without it no route leads to a provider.
  ///   - rows: Who proposes products on the pages.
  ///   - guides: Who tells how the goods of an order are used.
  /// - Returns: What the gateway mounts.
  public static func module(
    shop: Shop = Shop(),
    payments desk: PaymentDesk? = nil,
    rows: ShopRows = ShopRows(),
    guides: OrderGuides = .none
  ) -> WebModule {
    WebModule(
      name: "storefront",
      routes: pages(shop, rows, guides) + CatalogueRoutes.all + CartRoutes(shop, rows).all
        + QuoteRoutes(shop).all + OrderRoutes(shop).all
        + ReturnRoutes(shop).all + ReviewRoutes(shop).all + GroupRoutes(shop).all
        + SavedRoutes(shop).all + ShopDesk.all(shop, desk)
        + (desk.map { PaymentRoutes(shop: shop, desk: $0).all } ?? []),
      templates: ShopTemplates.all,
      texts: ShopTexts.all,
      assets: ShopAssets.all,
      navigation: [NavigationItem(textKey: "nav.cart", path: "/cart")] + ShopDesk.navigation,
      deskTasks: ShopDesk.tasks,
      look: { tenant in (try? tenant.storefront).map { PageLook(accent: $0.accent) } ?? .standard }
    )
  }

  /// The shop's header, categories and footer around pages of other modules; the plain shell where a
  /// merchant has no shop.
  public static let shell = PageShell { request, head, content, status in
    guard request.tenant.isEnabled(module: "storefront") else {
      return try await PageShell.plain.page(request, head, content: content, status: status)
    }
    let frame = try await PageFrame.load(request)
    let text = String(decoding: content, as: UTF8.self)
    return try frame.page("framed", head, "content", text, status: status).personal
  }

  private static func pages(_ shop: Shop, _ rows: ShopRows, _ guides: OrderGuides) -> [Route] {
    [
      HomePage.route(shop, rows), ListPage.route(shop), ProductDetailPage.route(shop, rows),
      CartPage.route(shop, rows),
      CheckoutPage.route(shop), OrderPage.route(shop, guides),
    ] + CheckoutForms.routes(shop) + CartForms.routes(shop, rows) + CodeForms.routes(shop)
      + OrderForms.routes(shop) + ReturnPage.routes(shop) + ReviewPage.routes(shop)
      + InvoicePage.routes(shop) + GroupPage.routes(shop)
      + StorePage.routes(shop) + VisitPage.routes(shop)
  }
}
