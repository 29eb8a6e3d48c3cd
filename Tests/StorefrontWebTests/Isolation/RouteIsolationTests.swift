import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Every route as another tenant", .tenantDatabase([StorefrontModule.module]))
struct RouteIsolationTests {
  /// What only the first tenant's visitor knows.
  private struct Secrets {
    let sku: SKUID
    let cart: CartID
    let token: String
    let request: ReturnID
    let review: ReviewID
    let number: String
    let refund: RefundID
    let invoice: InvoiceID
    let group: BuyingGroupID
    let staffToken: String
    let cursor: String
    let formToken: String
    let markers: [String]
  }

  /// Nobody outside is reached in this walk.
  private let desk = PaymentDesk(
    http: OutboundHTTP { _ in throw OutboundFailure.unreachable },
    variables: [:]
  )
  private var routes: [Route] { StorefrontWebModule.module(payments: desk).routes }

  @Test func `lesson 18: no answer at the neighbour's shop holds anything of mine`() async throws {
    let pair = try await TestShop.lonePair()
    let server = try await ShopServer(payments: desk)
    let owner = Visitor(server, at: pair.mine.snapshot)
    let secrets = try await secrets(of: pair.mine, owner)
    let intruder = Visitor(server, at: pair.other.snapshot, withCookiesOf: owner)

    for route in routes {
      let answer = try await ask(route, as: intruder, with: secrets)
      for marker in secrets.markers {
        #expect(!answer.text.contains(marker), "\(route.operation) shows \(marker)")
      }
      #expect(answer.status < 500, "\(route.operation)")
    }
    let theirs = try await pair.other.scope.orders(OrderListQuery())
    #expect(theirs.items.isEmpty)
  }

  @Test func `nothing asked at the neighbour's shop changes anything of mine`() async throws {
    let pair = try await TestShop.lonePair()
    let server = try await ShopServer(payments: desk)
    let owner = Visitor(server, at: pair.mine.snapshot)
    let secrets = try await secrets(of: pair.mine, owner)
    let intruder = Visitor(server, at: pair.other.snapshot, withCookiesOf: owner)
    let before = try await owner.call(.get, "/api/v1/cart").json

    for route in routes where route.isWriting {
      _ = try await ask(route, as: intruder, with: secrets)
    }

    #expect(try await owner.call(.get, "/api/v1/cart").json == before)
    let request = try await pair.mine.scope.returnRequest(secrets.request)
    #expect(request?.state == .requested && request?.pictures == [])
    let review = try await pair.mine.scope.review(secrets.review)
    #expect(review?.text == "洗得很干净" && review?.pictures == [] && review?.followUp == nil)
    let orders = try await pair.mine.scope.orders(OrderListQuery())
    #expect(orders.items.count == 2)
    let group = try await pair.mine.scope.buyingGroup(
      secrets.group,
      in: ShopView(pair.mine.snapshot)
    )
    #expect(group?.standing.state == .open && group?.standing.taken == 1)
    #expect(try await pair.mine.scope.refund(secrets.refund)?.status == .requested)
    let stock = try await pair.mine.scope.stockItems(of: "SOAP-1", in: ShopView(pair.mine.snapshot))
    #expect(stock.items.map(\.available) == [48])
  }

  /// Without this the others could pass because the walk asks for nothing.
  @Test func `the same walk at my own shop shows what is mine`() async throws {
    let pair = try await TestShop.lonePair()
    let owner = Visitor(try await ShopServer(payments: desk), at: pair.mine.snapshot)
    let secrets = try await secrets(of: pair.mine, owner)
    var showing: Set<String> = []

    for route in routes where !route.isWriting {
      let answer = try await ask(route, as: owner, with: secrets)
      if secrets.markers.contains(where: answer.text.contains) { showing.insert(route.operation) }
    }

    #expect(
      showing.isSuperset(of: [
        "showHome", "showProducts", "showProduct", "showCart", "showCheckout", "showOrder",
        "listProducts", "getProduct", "getCart", "getOrder", "getShop", "listReturns",
        "showReturnForm", "listOrderReviews", "showReviewForm", "listProductReviews",
        "listDeskOrders", "showDeskOrder", "listDeskReturns", "showDeskReturn",
        "listDeskRefunds", "listDeskStock", "showDeskStock", "listDeskInvoices",
        "showDeskInvoice", "showInvoice", "showGroup", "getGroup", "listDeskGroups",
        "showDeskGroup",
      ])
    )
  }

  /// An order and a second cart of one visitor.
  private func secrets(of tenant: TestTenant, _ owner: Visitor) async throws -> Secrets {
    let sku = try await TestShop.sku("soap", of: tenant)
    let first = try await filledCart(sku, owner)
    let placed = try await owner.call(.post, "/api/v1/checkout", order(first), key: "own-order-1")
    let second = try await filledCart(sku, owner)
    let list = try await owner.call(.get, "/api/v1/products?limit=1").json
    let checkout = try await owner.open("/checkout")
    let number = text(try placed.json["order"]?["number"])
    let token = text(try placed.json["token"])
    let request = try await tenant.returned(number, token)
    try await tenant.employ("mei", .owner)
    let staffToken = try await owner.signIn("mei")
    return Secrets(
      sku: sku,
      cart: try #require(CartID(text(second["id"]))),
      token: token,
      request: request,
      review: try await tenant.reviewed(number, token),
      number: number,
      refund: try await refund(of: number, tenant),
      invoice: try await invoice(with: token, tenant),
      group: try await tenant.openedGroup(tenant.offerGroups()),
      staffToken: staffToken,
      cursor: text(list["next"]),
      formToken: try #require(checkout.field("form_token")),
      markers: ["温和香皂", "柔湿巾", "安抚巾", "Yayu", "ada的店", "洗得很干净", number]
    )
  }

  private func refund(of number: String, _ tenant: TestTenant) async throws -> RefundID {
    try await tenant.transaction { transaction in
      let order = try #require(try await transaction.order(number: number))
      return try await Shop().refund(
        Money(minorUnits: 1, currency: order.total.currency),
        of: order.id,
        key: transaction.environment.makeID(),
        reason: "温和香皂",
        by: .staff("li"),
        in: transaction
      ).id
    }
  }

  private func invoice(with token: String, _ tenant: TestTenant) async throws -> InvoiceID {
    let token = try #require(OrderToken(token))
    return try await tenant.transaction {
      try await Shop().requestInvoice(
        InvoiceForm(title: "温和香皂"),
        with: token,
        for: tenant.snapshot,
        in: $0
      ).id
    }
  }

  private func filledCart(_ sku: SKUID, _ visitor: Visitor) async throws -> JSONValue {
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 1]
    return try await visitor.call(.post, "/api/v1/cart/lines", line).json
  }

  private func order(_ cart: JSONValue) -> JSONValue {
    [
      "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
      "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
      "payment": "cashOnDelivery",
    ]
  }

  /// Sends what a route takes, every value of it the first tenant's.
  private func ask(_ route: Route, as visitor: Visitor, with secrets: Secrets) async throws
    -> WebAnswer
  {
    let path = route.path.replacing("{slug}", with: "soap")
      .replacing("{product}", with: "soap")
      .replacing("{promotion}", with: "welcome")
      .replacing("{sku}", with: secrets.sku.description)
      .replacing("{token}", with: secrets.token)
      .replacing("{return}", with: secrets.request.description)
      .replacing("{review}", with: secrets.review.description)
      .replacing("{line}", with: "0")
      .replacing("{provider}", with: "wechatPay")
      .replacing("{code}", with: "WELCOME")
      .replacing("{number}", with: secrets.number)
      .replacing("{kind}", with: "stock")
      .replacing("{invoice}", with: secrets.invoice.description)
      .replacing("{location}", with: "shop")
      .replacing("{evidence}", with: EvidenceID.make(in: .live).description)
      .replacing("{group}", with: secrets.group.description)
      .replacing("{refund}", with: secrets.refund.description)
    #expect(!path.contains("{"), "the walk has no value for a parameter of \(route.path)")
    guard route.isWriting else {
      if route.operation == "showDeskStock" { return try await visitor.open("\(path)?sku=SOAP-1") }
      let isDesks = route.isStaffs
      let hasCursor =
        !isDesks && route.parameters.contains { $0.name == "cursor" } || path == "/products"
      return try await visitor.open(hasCursor ? "\(path)?cursor=\(secrets.cursor)" : path)
    }
    if case .upload? = route.body, route.isStaffs {
      return try await visitor.upload(
        path,
        ["form_token": secrets.staffToken, "kind": "stock"],
        file: Array("sku,location,on_hand\nSOAP-1,shop,5\n".utf8)
      )
    }
    let isForm =
      switch route.body {
      case .form, .upload: true
      case .json, nil: false
      }
    guard isForm else {
      return try await visitor.call(
        route.method,
        path,
        json(for: route, secrets),
        key: "walk-\(route.operation)"
      )
    }
    let fields: KeyValuePairs<String, String> = [
      "form_token": route.isStaffs ? secrets.staffToken : secrets.formToken,
      "idempotency_key": "walk-\(route.operation)", "change": "5", "location": "shop",
      "sku": route.isStaffs ? "SOAP-1" : secrets.sku.description, "quantity": "2",
      "cart": secrets.cart.description, "seen_total": "2790", "name": "林晓",
      "phone": "13812345678", "address": "杭州市上城区河坊街 1 号", "payment": "cashOnDelivery",
      "kind": "exchange", "reason": "damaged", "quantity-0": "1", "carrier": "SF",
      "tracking_number": "R-1", "rating": "1", "text": "别人的话", "follow_up": "别人的追评",
      "price": "1.00", "until": "2099-01-01T10:00", "product": "soap", "day": "2026-11-30",
      "group": secrets.group.description, "title": "别人的公司", "amount": "1.00", "reply": "x",
      "login": "mei",
      "password": TestTenant.password,
    ]
    if case .upload? = route.body {
      return try await visitor.submit(path, fields, pictures: [TestPicture.named("x.png", 9)])
    }
    return try await visitor.submit(path, fields)
  }

  private func json(for route: Route, _ secrets: Secrets) -> JSONValue? {
    switch route.operation {
    case "addCartLine": ["sku": .string(secrets.sku.description), "quantity": 2]
    case "chooseGroup":
      [
        "group": .string(secrets.group.description), "sku": .string(secrets.sku.description),
        "quantity": 1,
      ]
    case "enterCode": ["code": "WELCOME"]
    case "saveForLater": ["sku": .string(secrets.sku.description)]
    case "setCartLine": ["quantity": 2]
    case "requestReturn":
      ["kind": "exchange", "reason": "damaged", "lines": [["code": "SOAP-1", "quantity": 1]]]
    case "addReturnPicture", "addReviewPicture": ["data": "iVBORw0KGgo="]
    case "writeReview": ["code": "SOAP-1", "rating": 1, "text": "别人的话"]
    case "followUpReview": ["text": "别人的追评"]
    case "sendBackReturn": ["carrier": "SF", "tracking_number": "R-1"]
    case "placeOrder":
      order(["id": .string(secrets.cart.description), "total": ["minor": 2_790]])
    default: nil
    }
  }

  private func text(_ value: JSONValue?) -> String {
    if case .string(let text)? = value { text } else { "" }
  }
}
