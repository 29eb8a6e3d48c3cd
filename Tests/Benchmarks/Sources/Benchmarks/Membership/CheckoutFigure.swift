import Flows
import Foundation
import Logging
import Membership
import Storefront
import TenantStore

/// What membership adds to a purchase: the price of a level, a coupon and points.
enum CheckoutFigure {
  static let all = [
    Figure(
      name: "membership.checkout.addedCpuMilliseconds",
      what:
        "processor time of the process for a purchase with level price, coupon and points, less "
        + "that of the same purchase by a guest of the same shop",
      unit: "ms",
      bounds: .value(atMost: 1, floor: 2),
      measure: measure
    )
  ]

  private static func measure(_ stage: Stage) async throws -> Outcome {
    let (blocks, size) = stage.isShort ? (4, 10) : (20, 50)
    let shop = try await CheckoutShop.prepared(at: stage.address())
    var differences: [Double] = []
    var (members, guests) = (0.0, 0.0)
    for _ in 0..<blocks {
      // Members hold what they will use before anything is measured.
      let signedIn = try await shop.members(size)
      let own = try await shop.milliseconds(signedIn, of: shop.memberTotal)
      let others = try await shop.milliseconds(shop.guests(size), of: shop.guestTotal)
      differences.append(own - others)
      members += own
      guests += others
    }
    await shop.database.close()
    return Outcome(
      values: differences,
      details: [
        "purchases": Double(blocks * size * 2), "member": members / Double(blocks),
        "guest": guests / Double(blocks),
      ],
      note: "quote, order and payment's beginning in process; the database's own time not counted"
    )
  }
}

/// A shop with members in one process, as the gateway composes it.
private struct CheckoutShop: Sendable {
  let database: TenantDatabase
  let tenant: TenantSnapshot
  let shop = Shop(ports: ShopMembers.ports)
  let sku: SKUID
  /// 200.00 at the level's 180.00, less 20.00 and 30.00, and 8.00 of freight.
  let memberTotal: Int64 = 13_800
  let guestTotal: Int64 = 20_800

  static func prepared(at address: DatabaseAddress) async throws -> Self {
    let modules = [StorefrontModule.module, ShopBoxes.membership, FlowsModule.module]
    var logger = Logger(label: "benchmarks.checkout")
    logger.logLevel = .error
    let migrator = Migrator(
      ownerConnection: address.url(role: DatabaseRoles.admin),
      modules: modules,
      logger: logger
    )
    try await migrator.migrate()
    await migrator.close()
    let database = TenantDatabase(
      TenantDatabaseConfiguration(
        application: address.url(role: DatabaseRoles.application),
        system: address.url(role: DatabaseRoles.system)
      ),
      logger: logger
    )
    guard let english = LanguageTag(rawValue: "en") else { throw CheckoutMistake.noLanguage }
    let slug = "checkout-\(UUID().uuidString.prefix(8).lowercased())"
    let document = TenantDocument(
      tenant: slug,
      name: LocalizedText([english: slug]),
      hosts: [],
      locales: [english],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: try settings.mapValues { try JSONValue(json: $0) }
    )
    let registered = try await database.register(document)
    let tenant = try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: modules
    )
    try await fill(tenant, in: database)
    let product = try await database.scope(tenant.id).product(slug: "soap", in: ShopView(tenant))
    guard let sku = product?.skus.first?.id else { throw CheckoutMistake.noSKU }
    return Self(database: database, tenant: tenant, sku: sku)
  }

  private static func fill(_ tenant: TenantSnapshot, in database: TenantDatabase) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    for (path, text) in files { try Data(text.utf8).write(to: url.appending(path: path)) }
    try await database.transaction(for: tenant.id) { transaction in
      for part in [FolderPart.catalogue, .prices] {
        _ = try await part.reconcile(
          TenantFolder(url: url),
          tenant,
          .apply(.admin("bench")),
          transaction
        )
      }
      var terms = CouponTerms(
        code: "twenty",
        name: LocalizedText(tenant.name.texts),
        effect: .amount(2_000)
      )
      terms.validDays = 30
      try await CouponProgram().define(terms, by: .admin("bench"), in: transaction)
    }
  }

  /// Carts of members who are signed in, at a level with a price of its own, with a coupon and points.
  func members(_ count: Int) async throws -> [SessionID] {
    let values = try ValueProgram(tenant)
    let desk = SignInDesk(
      providers: [Codes.shared],
      codes: SignInCodes(key: Secret(Array("0123456789abcdef0123456789abcdef".utf8)))
    )
    var sessions: [SessionID] = []
    for _ in 0..<count {
      let number = "139\(Int.random(in: 10_000_000...99_999_999))"
      try await desk.requestCode(.phone, number, for: tenant, in: database)
      let code = await Codes.shared.box.last
      let member = try await desk.enter(code, .phone, number, for: tenant, in: database).member
      let session = SessionID.make(in: .live)
      try await database.transaction(for: tenant.id) { transaction in
        try await Families().signIn(member, on: session, in: transaction)
        try await values.tiers?.grow(1_000, of: member, key: "bench", in: transaction)
        try await values.points?.grant(5_000, to: member, key: "bench", in: transaction)
        let coupon = try await values.coupons
          .give("twenty", to: member, key: "bench", in: transaction)
        try await CheckoutProgram(tenant)
          .choose(CheckoutChoice(coupon: coupon, points: 3_000), on: session, in: transaction)
        try await shop.addToCart(sku, quantity: 1, session: session, in: transaction)
      }
      sessions.append(session)
    }
    return sessions
  }

  /// Carts of visitors who are nobody.
  func guests(_ count: Int) async throws -> [SessionID] {
    var sessions: [SessionID] = []
    for _ in 0..<count {
      let session = SessionID.make(in: .live)
      try await database.transaction(for: tenant.id) {
        try await shop.addToCart(sku, quantity: 1, session: session, in: $0)
      }
      sessions.append(session)
    }
    return sessions
  }

  /// Buys what the carts of some sessions hold; the processor time of one purchase.
  func milliseconds(_ sessions: [SessionID], of total: Int64) async throws -> Double {
    let before = ProcessorTime.own
    for session in sessions { try await buy(session, total) }
    return (ProcessorTime.own - before) / Double(sessions.count) * 1_000
  }

  private func buy(_ session: SessionID, _ total: Int64) async throws {
    let scope = database.scope(tenant.id)
    let cart = try await scope.cart(of: session, in: ShopView(tenant))
    let quote = try await shop.quote(of: cart, session: session, for: tenant, in: scope)
    guard let id = cart.id, quote.total.minorUnits == total, let locale = tenant.locales.first
    else {
      throw CheckoutMistake.wrongTotal(quote.total.minorUnits)
    }
    let form = CheckoutForm(
      cart: id,
      seenTotal: total,
      name: "Ada",
      phone: "13800000000",
      address: "1 Lake Road, Hangzhou",
      provider: "cashOnDelivery",
      locale: locale
    )
    try await database.transaction(for: tenant.id) {
      _ = try await shop.placeOrder(form, session: session, for: tenant, in: $0)
    }
  }

  private static let settings = [
    "storefront": """
    {
      "tagline": {"en": "Checkout"}, "contact": {"email": "bench@example.com"},
      "accent": "#9a3412", "freight": {"flat": "8.00", "freeOver": "1000.00"},
      "stages": [{"code": "all", "from": 0, "to": 72, "name": {"en": "All"}}],
      "payments": [{"provider": "cashOnDelivery", "name": {"en": "Cash on delivery"}}]
    }
    """,
    "membership": """
    {
      "points": {"perUnit": 1, "deduction": {"pointsPerUnit": 100, "capPercent": 50}},
      "tiers": {
        "growthPerUnit": 1,
        "levels": [
          {"name": {"en": "Basic"}, "reach": 0, "keep": 0},
          {"name": {"en": "Silver"}, "reach": 300, "keep": 300,
           "benefits": {"priceLevel": "silver"}}
        ]
      }
    }
    """,
    "flows": "{}",
  ]

  private static let files = [
    "categories.csv": "category,parent,position,picture,name.en\ncare,,1,,Care\n",
    "locations.csv": "location,priority,name.en\nwarehouse,1,Warehouse\n",
    "catalogue.csv":
      "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,"
      + "safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,"
      + "list_price,weight_grams,picture,name.en,summary.en,description.en\n"
      + "SOAP-1,,soap,care,Yayu,published,0,36,oil,A,,,,,,,200.00,,120,,Soap,,\n",
    "stock.csv": "sku,location,on_hand\nSOAP-1,warehouse,900000\n",
    "prices.csv": "sku,sale_price,from,until,volume,levels\nSOAP-1,,,,,silver:180.00\n",
  ]
}

private enum CheckoutMistake: Error {
  case noLanguage
  case noSKU
  case wrongTotal(Int64)
}

/// Keeps the last code that was sent.
private final class Codes: MessageProvider {
  static let shared = Codes()
  let channel = ContactChannel.phone
  let box = Box()

  actor Box {
    var last = ""
    func put(_ code: String) { last = code }
  }

  func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    await box.put(code)
  }

  func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {}
}
