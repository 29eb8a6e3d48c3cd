import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Pictures on the shop's pages", .tenantDatabase([StorefrontModule.module]))
struct PictureTests {
  private static let drawing =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 480 480'></svg>"

  private func pictured(_ tenant: TestTenant) async throws -> MediaID {
    let id = try await tenant.scope.keepMedia(Media(file: Array(Self.drawing.utf8)))
    try await tenant.scope.execute(
      """
      INSERT INTO storefront.product_picture (tenant_id, product_id, position, sha256, name)
      SELECT \(tenant.id), p.id, 0, \(id.sha256), 'soap.svg' FROM storefront.product p
      WHERE p.tenant_id = \(tenant.id) AND p.slug = 'soap'
      """
    )
    return id
  }

  /// The pages with the picture, each of which says how wide it stands there.
  private func pages(_ server: ShopServer, _ tenant: TestTenant) async throws -> [String: String] {
    let visitor = Visitor(server, at: tenant.snapshot)
    let sku = try await TestShop.sku("soap", of: tenant)
    _ = try await visitor.call(
      .post,
      "/api/v1/cart/lines",
      ["sku": .string(sku.description), "quantity": 2]
    )
    var texts: [String: String] = [:]
    for path in ["/products", "/products/soap", "/cart", "/checkout"] {
      let page = try await visitor.open(path)
      #expect(page.status == 200, "\(path)")
      texts[path] = page.text
    }
    return texts
  }

  @Test func `a page names the renditions of a picture where something makes them`() async throws {
    let pair = try await TestShop.pair()
    let id = try await pictured(pair.mine)
    func set(_ widths: [Int]) -> String {
      let sources = widths.map { "/media/\(id)/\($0) \($0)w" }
      return
        "src=\"/media/\(id)/\(widths[0])\" srcset=\"\(sources.joined(separator: ", "))\" sizes=\""
    }
    let stands = [
      "/products": [320, 640], "/products/soap": [640, 1_280], "/cart": [160, 320],
      "/checkout": [160, 320],
    ]

    for (path, text) in try await pages(ShopServer(offersRenditions: true), pair.mine) {
      #expect(text.contains(set(stands[path] ?? [])), "\(path)")
      #expect(!text.contains("<img src=\"/media/\(id)\""), "\(path)")
    }
    // Other processes of the same shop may make none.
    for (path, text) in try await pages(ShopServer(), pair.mine) {
      #expect(text.contains("<img src=\"/media/\(id)\""), "\(path)")
      #expect(!text.contains("srcset"), "\(path)")
    }
  }
}
