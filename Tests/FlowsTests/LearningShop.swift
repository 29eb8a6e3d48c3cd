import Flows
import Foundation
import Membership
import Recommend
import Storefront
import TenantStore
import TenantStoreTesting

let learningModules = joinedModules + [RecommendModule.module]

extension MemberShop {
  /// A shop that sells one thing for 50.00, with these modules beside it.
  static func learning(_ modules: [String: JSONValue]) async throws -> MemberShop {
    var settings = modules
    settings["storefront"] = [
      "tagline": ["zh": "陪你长大", "en": "With you"],
      "contact": ["phone": "0571-5550-0142"],
      "accent": "#c2410c",
      "stages": [
        ["code": "newborn", "from": 0, "to": 3, "name": ["zh": "新生儿", "en": "Newborn"]]
      ],
      "freight": ["flat": "8.00", "freeOver": "1000.00"],
      "payments": [
        [
          "provider": "bankTransfer", "name": ["zh": "银行转账", "en": "Bank transfer"],
          "account": ["holder": "暖芽", "bank": "示范银行", "number": "9900"],
        ]
      ],
    ]
    let shop = MemberShop(tenant: try await TenantPair.fresh(settings: settings).mine)
    let url = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    let files = [
      "categories.csv": "category,parent,position,picture,name.zh,name.en\ncare,,1,,洗护,Care\n",
      "locations.csv": "location,priority,name.zh,name.en\nwarehouse,1,仓库,Warehouse\n",
      "catalogue.csv":
        "sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,"
        + "safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,"
        + "list_price,weight_grams,picture,name.zh,name.en,summary.zh,summary.en,description.zh,"
        + "description.en\n"
        + "SOAP-1,,soap,care,Yayu,published,0,36,植物油,A类,,,,,,,50.00,,120,,香皂,Soap,,,,\n",
      "stock.csv": "sku,location,on_hand\nSOAP-1,warehouse,50\n",
    ]
    for (path, text) in files { try Data(text.utf8).write(to: url.appending(path: path)) }
    try await shop.tenant.transaction { transaction in
      _ = try await FolderPart.catalogue.reconcile(
        TenantFolder(url: url),
        shop.tenant.snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
    return shop
  }

  /// Orders one piece as a session and lets its money come.
  func buy(_ session: SessionID) async throws -> Order {
    let order = try await order(session)
    try await change(order) { try await $0.confirmPayment(of: $1, by: .system, in: $2) }
    return order
  }

  /// Delivers events and does the jobs that they ask for, where recommendations are composed too.
  func hear() async throws {
    _ = try await OutboxDrain(
      database: tenant.database,
      modules: learningModules,
      logger: .quiet
    ).deliverDue()
    try await tenant.work(FlowsModule.module)
  }

  /// Hears again that an order was paid, as an event that comes twice is heard.
  func hearAgain(_ order: Order) async throws {
    try await tenant.database.enqueue(
      JobRequest(
        kind: "flows.note_order",
        payload: ["order": .string(order.id.description), "event": "confirm_payment"]
      ),
      for: tenant.id
    )
    try await tenant.work(FlowsModule.module)
  }

  /// Switches recommendations of somebody's own on or off.
  func wish(_ isOn: Bool, _ person: PersonID) async throws {
    try await tenant.transaction { try await $0.setPersonalisation(isOn, of: person) }
  }

  /// Lets a member agree to choosing what is shown.
  func agree(_ member: MemberID) async throws {
    try await tenant.transaction {
      try await Families().giveConsent(
        to: .personalisation,
        version: MembershipSettings.firstTextVersion,
        by: member,
        for: tenant.snapshot,
        in: $0
      )
    }
  }

  /// Whom recommendations may know on a session.
  func known(_ session: SessionID?) async throws -> KnownVisitor {
    try await KnownVisitor.of(session, tenant.snapshot, tenant.scope)
  }

  /// What recommendations know of purchases.
  func purchases() async throws -> [Interaction] {
    try await tenant.scope.interactions(kinds: ["purchase"])
  }
}
