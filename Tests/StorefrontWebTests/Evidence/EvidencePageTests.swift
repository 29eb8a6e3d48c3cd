import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Evidence on the web", .tenantDatabase([StorefrontModule.module]))
struct EvidencePageTests {
  @Test func `a document is entered at the desk, shown on the product's page, and withdrawn`()
    async throws
  {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let server = try await ShopServer()
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")
    let path = "/desk/products/soap/evidence"
    #expect(try await staff.open("/desk/products/soap").text.contains(path))
    let wrong = try await staff.post(
      path,
      [
        "form_token": token, "idempotency_key": "evidence-1", "kind": "origin",
        "number": "CO-2026-1", "issuer": "贸促会", "issued_on": "2026-01-05",
      ]
    )
    #expect(wrong.status == 422 && wrong.text.contains("要填批次号"))
    #expect(wrong.text.contains("value=\"CO-2026-1\""))
    for _ in 0..<2 {
      let added = try await staff.post(
        path,
        [
          "form_token": token, "idempotency_key": "evidence-2", "kind": "organic",
          "number": "100OP1", "issuer": "南京国环有机", "issued_on": "2020-01-05",
          "expires_on": "2099-01-04", "document": "https://docs.example/100OP1",
        ]
      )
      #expect(added.status == 303)
    }
    let shopper = Visitor(server, at: tenant.snapshot)
    let page = try await shopper.open("/products/soap")
    #expect(page.text.contains("凭证有效：有机认证") && page.text.contains("100OP1"))
    #expect(page.text.contains("href=\"https://docs.example/100OP1\""))
    #expect(try await !shopper.open("/products/wipe").text.contains("id=\"evidence\""))
    let foreign = Visitor(server, at: pair.other.snapshot)
    #expect(try await !foreign.open("/products/soap").text.contains("100OP1"))

    let sheet = try await staff.open(path)
    #expect(sheet.text.contains("有效，商品页展示中"))
    let withdrawal = try #require(sheet.text.firstMatch(of: /\/desk\/[^"]+\/withdrawal/)).0
    for _ in 0..<2 {
      let gone = try await staff.post(String(withdrawal), ["form_token": token])
      #expect(gone.status == 303)
    }
    #expect(try await !shopper.open("/products/soap").text.contains("凭证有效"))
    #expect(try await staff.open(path).text.contains("已撤回，不展示"))
  }
}
