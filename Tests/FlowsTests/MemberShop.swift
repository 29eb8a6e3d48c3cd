import Flows
import Foundation
import Membership
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A shop whose members hold points and coupons.
private let settings: [String: JSONValue] = [
  "storefront": [
    "tagline": ["zh": "陪你长大", "en": "With you"],
    "contact": ["phone": "0571-5550-0142"],
    "accent": "#c2410c",
    "freight": ["flat": "8.00", "freeOver": "1000.00"],
    "stages": [
      ["code": "newborn", "from": 0, "to": 3, "name": ["zh": "新生儿", "en": "Newborn"]]
    ],
    "pickup": [
      [
        "location": "warehouse", "name": ["zh": "仓库", "en": "Warehouse"],
        "address": ["zh": "河坊街 1 号", "en": "1 Hefang Street"],
      ]
    ],
    "payments": [
      [
        "provider": "bankTransfer", "name": ["zh": "银行转账", "en": "Bank transfer"],
        "account": ["holder": "暖芽", "bank": "示范银行", "number": "9900"],
      ]
    ],
  ],
  "membership": [
    "points": ["perUnit": 1, "deduction": ["pointsPerUnit": 100, "capPercent": 50]],
    "tiers": [
      "growthPerUnit": 1,
      "levels": [
        ["name": ["en": "Basic"], "reach": 0, "keep": 0],
        [
          "name": ["en": "Silver"], "reach": 300, "keep": 300,
          "benefits": [
            "freeShipping": true, "priceLevel": "silver", "freeReturns": 1, "dedicatedAgent": true,
            "earlyAccessHours": 12,
          ],
        ],
      ],
      "agents": ["mei"],
    ],
    "subscriptions": [
      "plans": [
        [
          "code": "growth", "name": ["en": "Growth box"], "unit": "month", "price": "159.00",
          "boxes": [
            ["code": "newborn", "fromMonths": 0, "goods": [["sku": "SOAP-1"]]],
            ["code": "toddler", "fromMonths": 12, "goods": [["sku": "SOAP-1", "quantity": 2]]],
          ],
        ],
        [
          "code": "deluxe", "name": ["en": "Deluxe box"], "unit": "month", "price": "230.00",
          "boxes": [["code": "newborn", "fromMonths": 0, "goods": [["sku": "SOAP-1"]]]],
        ],
        [
          "code": "scarce", "name": ["en": "Scarce box"], "unit": "month", "price": "100.00",
          "boxes": [
            ["code": "large", "fromMonths": 0, "goods": [["sku": "SOAP-1", "quantity": 60]]],
            ["code": "unknown", "fromMonths": 0, "goods": [["sku": "OTHER"]]],
            ["code": "small", "fromMonths": 0, "goods": [["sku": "SOAP-1", "quantity": 3]]],
          ],
        ],
      ]
    ],
    "referral": ["inviter": ["points": 500], "invitee": ["points": 200]],
    "reminders": ["restock": [["category": "care", "days": 30, "name": ["en": "Soap"]]]],
    "birthBag": ["toiletries": ["care"]],
  ],
]

let joinedModules = [StorefrontModule.module, ShopBoxes.membership, FlowsModule.module]

/// A merchant of a test with the shop that its process composes.
struct MemberShop {
  let tenant: TestTenant
  let shop = Shop(ports: ShopMembers.ports)

  /// A shop that sells its one thing to everybody a day from now on: it is 21 September 2026, 09:15.
  static func early() async throws -> MemberShop {
    var early = settings
    if case .object(var shop)? = early["storefront"] {
      shop["earlySales"] = [["product": "soap", "opens": "2026-09-22 09:15"]]
      early["storefront"] = .object(shop)
    }
    let now = Date(timeIntervalSince1970: 1_789_953_300)
    let shop = MemberShop(tenant: try await TenantPair.fresh(settings: early, now: now).mine)
    try await shop.fill()
    return shop
  }

  /// A shop whose one thing is a paid membership.
  static func sellingPlan() async throws -> MemberShop {
    guard case .object(var members)? = settings["membership"],
      case .object(var tiers)? = members["tiers"]
    else { throw CancellationError() }
    tiers["plans"] = [
      [
        "code": "plus", "name": ["en": "Plus"], "price": "200.00", "months": 3, "sku": "SOAP-1",
        "benefits": ["birthdayPoints": 1],
      ]
    ]
    members["tiers"] = .object(tiers)
    return try await pair(["membership": .object(members)]).joined
  }

  /// A shop that sells one thing for 200.00; the second without members.
  static func pair(_ more: [String: JSONValue] = [:]) async throws -> (
    joined: MemberShop, alone: MemberShop
  ) {
    let settings = settings.merging(more) { _, new in new }
    let joined = try await TenantPair.fresh(settings: settings).mine
    let alone = try await TenantPair.fresh(
      settings: settings.filter { $0.key == "storefront" }
    ).other
    let shops = (MemberShop(tenant: joined), MemberShop(tenant: alone))
    try await shops.0.fill()
    try await shops.1.fill()
    return shops
  }

  /// Sells the one thing, and what further rows of the catalogue and further files say.
  func fill(more rows: String = "", files more: [String: String] = [:], parts: [FolderPart] = [])
    async throws
  {
    let files = [
      "categories.csv": "category,parent,position,picture,name.zh,name.en\ncare,,1,,洗护,Care\n",
      "locations.csv": "location,priority,name.zh,name.en\nwarehouse,1,仓库,Warehouse\n",
      "catalogue.csv":
        "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,"
        + "safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,"
        + "list_price,weight_grams,picture,name.zh,name.en,summary.zh,summary.en,description.zh,"
        + "description.en\n"
        + "SOAP-1,,soap,care,Yayu,published,0,36,植物油,A类,,,,,,,200.00,,120,,香皂,Soap,,,,\n"
        + rows,
      "stock.csv": "sku,location,on_hand\nSOAP-1,warehouse,50\n",
    ]
    try await take(files.merging(more) { $1 }, as: [.catalogue] + parts)
  }

  /// Gives the one thing prices of levels.
  func levelPrice(_ levels: String) async throws {
    try await take(
      ["prices.csv": "sku,sale_price,from,until,volume,levels\nSOAP-1,,,,,\(levels)\n"],
      as: [.prices]
    )
  }

  private func take(_ files: [String: String], as parts: [FolderPart]) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    for (path, text) in files { try Data(text.utf8).write(to: url.appending(path: path)) }
    for part in parts {
      try await tenant.transaction { transaction in
        _ = try await part.reconcile(
          TenantFolder(url: url),
          tenant.snapshot,
          .apply(.admin("ada")),
          transaction
        )
      }
    }
  }

  /// What the one thing costs the owner of a session on a list, where that is less.
  func lowestPrice(for session: Session?) async throws -> Money? {
    let list = try await tenant.scope.products(
      ProductListQuery(),
      in: ShopView(tenant.snapshot)
    )
    let prices = try await shop.levelPrices(
      ofProducts: list.items.map(\.id),
      session: session,
      for: tenant.snapshot,
      in: tenant.scope
    )
    return prices.values.first?.lowest
  }

  /// A new member who is signed in on a session.
  func member(_ number: String) async throws -> (MemberID, SessionID) {
    let desk = SignInDesk(
      providers: [LastCode.shared],
      codes: SignInCodes(key: Secret(Array("0123456789abcdef".utf8)))
    )
    try await desk.requestCode(.phone, number, for: tenant.snapshot, in: tenant.database)
    let member = try await desk.enter(
      LastCode.shared.code(of: number),
      .phone,
      number,
      for: tenant.snapshot,
      in: tenant.database
    ).member
    let session = SessionID.make(in: .live)
    try await tenant.transaction {
      try await Families().signIn(member, on: session, in: $0)
    }
    return (member, session)
  }

  /// What a session's cart with one piece comes to.
  func quote(_ session: SessionID) async throws -> (Quote, Cart) {
    let view = ShopView(tenant.snapshot)
    let product = try #require(await tenant.scope.product(slug: "soap", in: view))
    let sku = try #require(product.skus.first?.id)
    if try await tenant.scope.cart(of: session, in: view).lines.isEmpty {
      try await tenant.transaction {
        try await shop.addToCart(sku, quantity: 1, session: session, in: $0)
      }
    }
    let cart = try await tenant.scope.cart(of: session, in: view)
    let quote = try await shop.quote(
      of: cart,
      session: session,
      for: tenant.snapshot,
      in: tenant.scope
    )
    return (quote, cart)
  }

  /// Orders one piece at what was quoted.
  func order(
    _ session: SessionID,
    phone: String = "13800000000",
    address: String = "杭州市上城区河坊街 1 号"
  ) async throws -> Order {
    let (quote, cart) = try await quote(session)
    return try await place(quote, cart, session, phone: phone, address: address)
  }

  func place(
    _ quote: Quote,
    _ cart: Cart,
    _ session: SessionID,
    phone: String = "13800000000",
    address: String = "杭州市上城区河坊街 1 号"
  ) async throws -> Order {
    let form = CheckoutForm(
      cart: try #require(cart.id),
      seenTotal: quote.total.minorUnits,
      name: "林小雨",
      phone: phone,
      address: address,
      provider: "bankTransfer",
      locale: .zh
    )
    return try await tenant.transaction {
      try await shop.placeOrder(form, session: session, for: tenant.snapshot, in: $0).order
    }
  }

  /// Does something to an order as staff.
  func change(
    _ order: Order,
    _ body: (Shop, String, TenantTransaction) async throws -> Order
  ) async throws {
    try await tenant.transaction { _ = try await body(shop, order.number, $0) }
  }

  /// Gives money of an order back.
  func refund(_ units: Int64, of order: Order) async throws {
    try await tenant.transaction { transaction in
      let refund = try await shop.refund(
        Money(minorUnits: units, currency: order.total.currency),
        of: order.id,
        key: UUID(),
        reason: "test",
        by: .admin("ada"),
        in: transaction
      )
      _ = try await shop.completeRefund(refund.id, by: .admin("ada"), in: transaction)
    }
  }

  /// A member's order that arrived.
  func arrived(_ session: SessionID) async throws -> Order {
    let order = try await order(session)
    try await change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    try await change(order) { try await $0.fulfilOrder($1, by: .system, in: $2) }
    return order
  }

  /// Has pieces of an order come back, as the shopper asked for: all, unless some are named.
  func giveBack(_ order: Order, _ pieces: [ReturnForm.Line]? = nil) async throws {
    try await tenant.transaction { transaction in
      let token = try await shop.openOrder(order.id, in: transaction)
      let request = try await shop.requestReturn(
        ReturnForm(
          kind: .returnRefund,
          reason: .noReason,
          lines: pieces ?? order.lines.map { .init(code: $0.code, quantity: $0.quantity) }
        ),
        with: token,
        for: tenant.snapshot,
        in: transaction
      )
      _ = try await shop.approveReturn(
        request.id,
        for: tenant.snapshot,
        by: .system,
        in: transaction
      )
      _ = try await shop.sendBackReturn(
        request.id,
        carrier: "顺丰",
        trackingNumber: "SF1",
        with: token,
        in: transaction
      )
      _ = try await shop.receiveReturn(request.id, by: .system, in: transaction)
      _ = try await shop.settleReturn(
        request.id,
        for: tenant.snapshot,
        by: .system,
        in: transaction
      )
    }
  }

  /// Where all coupons of a member stand.
  func coupons(of member: MemberID) async throws -> [CouponState] {
    try await tenant.scope.coupons(of: member, onlyUsable: false).map(\.state)
  }

  /// Delivers events and does the jobs that they ask for, as the process does all the time.
  func listen() async throws {
    _ = try await OutboxDrain(
      database: tenant.database,
      modules: joinedModules,
      logger: .quiet
    ).deliverDue()
    try await tenant.work(FlowsModule.module)
  }

  func money(_ units: Int64) -> Money {
    Money(minorUnits: units, currency: tenant.snapshot.currency)
  }

  func points(of member: MemberID) async throws -> PointsBalance {
    let points = try #require(try ValueProgram(tenant.snapshot).points)
    return try await tenant.transaction { try await points.settle(member, in: $0) }
  }
}

/// Keeps the last code that was sent to a number.
final class LastCode: MessageProvider {
  static let shared = LastCode()
  let channel = ContactChannel.phone
  private let codes = CodeBox()

  actor CodeBox {
    var codes: [String: String] = [:]
    func put(_ code: String, _ address: String) { codes[address] = code }
  }

  func code(of number: String) async -> String { await codes.codes["+86" + number] ?? "" }

  func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    await codes.put(code, address)
  }

  func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {}
}
