import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What is kept for later on the web", .tenantDatabase([StorefrontModule.module]))
struct SavedPageTests {
  @Test func `a line goes aside on the cart's page and comes back, and an app does the same`()
    async throws
  {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let server = try await ShopServer()
    let visitor = Visitor(server, at: tenant.snapshot)
    let soap = try await TestShop.sku("soap", of: tenant)
    let wipe = try await TestShop.sku("wipe", of: tenant)
    for sku in [soap, wipe] {
      _ = try await visitor.call(
        .post,
        "/api/v1/cart/lines",
        ["sku": .string(sku.description), "quantity": 2]
      )
    }
    let cart = try await visitor.open("/cart")
    #expect(cart.text.contains("稍后再买：柔湿巾") && !cart.text.contains("id=\"saved\""))
    let token = cart.field("form_token") ?? ""
    for _ in 0..<2 {
      let page = try await visitor.submit(
        "/cart/lines/\(wipe)",
        ["form_token": token, "quantity": "2", "save": "true"]
      )
      #expect(page.text.contains("id=\"saved\"") && page.text.contains("¥39.80"))
      #expect(page.text.contains("仅剩 2 件"))
    }
    let listed = try await visitor.call(.get, "/api/v1/cart/saved").json
    guard case .array(let lines)? = listed["lines"] else {
      Issue.record("no lines")
      return
    }
    #expect(lines.count == 1 && lines[0]["quantity"] == 2 && lines[0]["available"] == 2)
    let foreign = Visitor(server, at: pair.other.snapshot, withCookiesOf: visitor)
    #expect(try await foreign.call(.get, "/api/v1/cart/saved").json["lines"] == [])

    let back = try await visitor.submit("/cart/saved/\(wipe)", ["form_token": token])
    #expect(back.text.contains("柔湿巾") && !back.text.contains("id=\"saved\""))
    for sku in [soap, wipe] {
      _ = try await visitor.call(
        .post,
        "/api/v1/cart/saved",
        ["sku": .string(sku.description)]
      )
    }
    let empty = try await visitor.open("/cart")
    #expect(empty.text.contains("购物车还是空的") && empty.text.contains("id=\"saved\""))
    _ = try await visitor.call(.post, "/api/v1/cart/saved/\(soap)/return")
    let forgotten = try await visitor.submit(
      "/cart/saved/\(wipe)",
      ["form_token": token, "remove": "true"]
    )
    #expect(forgotten.text.contains("温和香皂") && !forgotten.text.contains("id=\"saved\""))
  }
}
