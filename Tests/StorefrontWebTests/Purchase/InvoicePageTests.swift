import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Invoices on the web", .tenantDatabase([StorefrontModule.module]))
struct InvoicePageTests {
  @Test func `a shopper asks for an invoice, the desk makes it out, and both read its number`()
    async throws
  {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let server = try await ShopServer()
    let shopper = Visitor(server, at: tenant.snapshot)
    let sku = try await TestShop.sku("soap", of: tenant)
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 1]
    let cart = try await shopper.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await shopper.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "invoice-order"
    )
    guard case .string(let token)? = try placed.json["token"],
      case .string(let number)? = try placed.json["order"]?["number"]
    else {
      Issue.record("no order: \(placed.text)")
      return
    }
    let page = "/orders/\(token)/invoice"
    #expect(try await shopper.open("/orders/\(token)").text.contains("\(page)\""))
    let formToken = try await shopper.open(page).field("form_token") ?? ""
    let wrong = try await shopper.submit(
      page,
      [
        "form_token": formToken, "title": "杭州某公司",
        "tax_number": "91350100M000100Y44",
      ]
    )
    #expect(wrong.status == 422 && wrong.text.contains("税号不对"))
    #expect(wrong.text.contains("value=\"杭州某公司\""))
    let asked = try await shopper.submit(
      page,
      [
        "form_token": formToken, "title": "杭州某公司",
        "tax_number": "91350100 m000100y43",
      ]
    )
    #expect(asked.status == 200 && asked.text.contains("已申请，待开票"), "\(asked.text)")

    try await tenant.transaction { transaction in
      _ = try await Shop().confirmPayment(of: number, by: .admin("ada"), in: transaction)
    }
    try await tenant.employ("li", .finance)
    let staff = Visitor(server, at: tenant.snapshot)
    let form = try await staff.signIn("li")
    #expect(try await staff.open("/desk").text.contains("待开发票"))
    let list = try await staff.open("/desk/invoices?state=requested")
    let sheet = try #require(list.text.firstMatch(of: /\/desk\/invoices\/inv_\w+/)).0
    let few = try await staff.post("\(sheet)/issue", ["form_token": form, "number": "12"])
    #expect(few.status == 422 && few.text.contains("8 至 20 位"))
    for _ in 0..<2 {
      let issued = try await staff.post(
        "\(sheet)/issue",
        ["form_token": form, "number": "24332000000012345678"]
      )
      #expect(issued.status == 303)
    }
    let read = try await shopper.open(page)
    #expect(read.text.contains("24332000000012345678") && !read.text.contains("name=\"title\""))
    let foreign = Visitor(server, at: pair.other.snapshot, withCookiesOf: shopper)
    #expect(try await foreign.open(page).status == 404)
  }
}
