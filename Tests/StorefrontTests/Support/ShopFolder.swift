import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// A tenant's folder that a test writes; removed when the value goes.
final class ShopFolder: Sendable {
  let url: URL

  init(_ files: [String: String] = [:]) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url.appending(path: "pictures"),
      withIntermediateDirectories: true
    )
    for (path, text) in files { try write(text, to: path) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var folder: TenantFolder { TenantFolder(url: url) }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: url.appending(path: path))
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: url.appending(path: path))
  }

  func replace(_ old: String, with new: String, in path: String) throws {
    let text = try String(contentsOf: url.appending(path: path), encoding: .utf8)
    try write(text.replacing(old, with: new), to: path)
  }

  func plan(_ tenant: TestTenant) async throws -> [FolderChange] {
    try await tenant.transaction { transaction in
      try await FolderPart.catalogue.reconcile(folder, tenant.snapshot, .plan, transaction)
    }
  }

  /// Applies one part alone.
  @discardableResult
  func reconcile(_ part: FolderPart, of tenant: TestTenant) async throws -> [FolderChange] {
    try await tenant.transaction { transaction in
      try await part.reconcile(folder, tenant.snapshot, .apply(.admin("ada")), transaction)
    }
  }

  @discardableResult
  func apply(to tenant: TestTenant) async throws -> [FolderChange] {
    try await tenant.transaction { transaction in
      try await FolderPart.catalogue.reconcile(
        folder,
        tenant.snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
  }

  static func exported(from tenant: TestTenant) async throws -> ShopFolder {
    let files = try await tenant.transaction { transaction in
      try await FolderPart.catalogue.export(tenant.snapshot, transaction)
    }
    let folder = try ShopFolder()
    for file in files { try folder.write(file.bytes, to: file.path) }
    return folder
  }
}

/// A small shop: two categories, three products with five SKUs, two locations.
func smallShop() throws -> ShopFolder {
  try ShopFolder([
    "categories.csv": """
    category,parent,position,picture,name.zh,name.en
    care,,1,soap.svg,洗护,Care
    wear,,2,,服饰,Clothing
    wear-tops,wear,1,,上衣,Tops

    """.replacing("\n\n", with: "\n"),
    "locations.csv": """
    location,priority,name.zh,name.en
    shop,2,门店,Shop
    warehouse,1,仓库,Warehouse

    """.replacing("\n\n", with: "\n"),
    "catalogue.csv": """
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,safety_class,registration_number,halal_certificate,option1,value1,option2,value2,price,list_price,weight_grams,picture,name.zh,name.en,summary.zh,summary.en,description.zh,description.en
    SOAP-1,2000000000015,soap,care,芽语 Yayu,published,0,36,植物油,A类,,,,,,,19.90,25.00,120,soap.svg,芽语 婴儿温和香皂,Yayu Mild Baby Soap,温和洁净,Gentle,"适合日常洗澡, 无泪",For daily baths
    TEE-80-R,,tee,wear-tops,雅布 Yabu,published,6,24,棉,A类,,,height,80,colour,红色|Red,49.00,,,,雅布 纯棉短袖,Yabu Cotton Tee,,,,
    TEE-80-B,,tee,,,,,,,,,,height,80,colour,蓝色|Blue,52.00,,,,,,,,,
    TEE-90-B,,tee,,,,,,,,,,height,90,colour,蓝色|Blue,59.00,69.00,,,,,,,,
    BELT-M,,belt,care,雅布 Yabu,draft,-9,0,棉,B类,,,size,M,,,88.00,,,,雅布 托腹带,Yabu Belly Belt,,,,

    """.replacing("\n\n", with: "\n"),
    "stock.csv": """
    sku,location,on_hand
    SOAP-1,warehouse,5
    SOAP-1,shop,3
    TEE-80-R,shop,1
    TEE-80-B,warehouse,0

    """.replacing("\n\n", with: "\n"),
    "pictures/soap.svg": """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>
    """,
  ])
}

extension ShopFolder {
  /// Adds a bundle of two soaps and a red shirt, 88.80 alone, for 75.00.
  func addSet(contents: String = "SOAP-1*2|TEE-80-R*1") throws {
    let table = try String(contentsOf: url.appending(path: "catalogue.csv"), encoding: .utf8)
    let row = "SET-1,,set,care,芽语 Yayu,published,0,36,植物油,A类,,,,,,,75.00,,,,新生礼盒,Newborn set,,,,"
    try write(table + row + "\n", to: "catalogue.csv")
    try write("sku,contents\nSET-1,\(contents)\n", to: "bundles.csv")
  }
}

/// Two tenants with the small shop and a bundle in it, ``ShopFolder/addSet(contents:)``.
func bundlePair() async throws -> TenantPair {
  let pair = try await shopPair()
  let folder = try smallShop()
  try folder.addSet()
  for tenant in [pair.mine, pair.other] {
    try await folder.apply(to: tenant)
    try await folder.reconcile(.bundles, of: tenant)
  }
  return pair
}

/// Settings that every test of the shop works with: freight 8.00, free from 99.00.
let shopSettings: [String: JSONValue] = [
  "storefront": [
    "tagline": ["zh": "陪你长大", "en": "With you"],
    "contact": ["phone": "0571-5550-0142"],
    "accent": "#c2410c",
    "freight": ["flat": "8.00", "freeOver": "99.00"],
    "stages": [
      ["code": "pregnancy", "from": -9, "to": 0, "name": ["zh": "孕期", "en": "Pregnancy"]],
      ["code": "newborn", "from": 0, "to": 3, "name": ["zh": "新生儿", "en": "Newborn"]],
    ],
    "pickup": [
      [
        "location": "shop", "name": ["zh": "河坊街店", "en": "Hefang shop"],
        "address": ["zh": "河坊街 1 号", "en": "1 Hefang Street"],
      ]
    ],
    "payments": [
      ["provider": "cashOnDelivery", "name": ["zh": "货到付款", "en": "Cash on delivery"]],
      [
        "provider": "bankTransfer", "name": ["zh": "银行转账", "en": "Bank transfer"],
        "account": ["holder": "暖芽", "bank": "示范银行", "number": "9900"],
      ],
    ],
  ]
]

/// Two tenants of which the first has the small shop, and the second the same under its own ids.
func shopPair(plan: TenantPlan? = nil, returns: JSONValue? = nil) async throws -> TenantPair {
  var settings = shopSettings
  if let returns, case .object(var shop)? = settings["storefront"] {
    shop["returns"] = returns
    settings["storefront"] = .object(shop)
  }
  let pair = try await TenantPair.fresh(settings: settings, plan: plan)
  let folder = try smallShop()
  try await folder.apply(to: pair.mine)
  try await folder.apply(to: pair.other)
  return pair
}

extension TestTenant {
  var view: ShopView { ShopView(snapshot) }

  func skuID(_ code: String) async throws -> SKUID {
    let slugs = ["SOAP": "soap", "TEE": "tee", "SET": "set"]
    let slug = slugs[String(code.prefix { $0 != "-" })] ?? code
    let product = try await scope.product(slug: slug, in: view)
    guard let sku = product?.skus.first(where: { $0.code == code }) else {
      throw StorefrontRefusal(.skuNotFound)
    }
    return sku.id
  }

  /// A session that has put something into its cart.
  func cart(_ lines: [(String, Int)]) async throws -> (SessionID, Cart) {
    let session = SessionID.make(in: .live)
    let shop = Shop()
    for (code, quantity) in lines {
      let sku = try await skuID(code)
      try await transaction { transaction in
        try await shop.addToCart(sku, quantity: quantity, session: session, in: transaction)
      }
    }
    return (session, try await scope.cart(of: session, in: view))
  }

  func form(
    _ cart: Cart,
    provider: String = "cashOnDelivery",
    to destination: FreightDestination = .region("")
  ) throws -> CheckoutForm {
    CheckoutForm(
      cart: cart.id ?? CartID.make(in: .live),
      seenTotal: try Shop().totals(of: cart, for: snapshot, to: destination).total.minorUnits,
      name: "林小雨",
      phone: "138 0000 0000",
      address: "杭州市上城区河坊街 1 号",
      provider: provider,
      locale: .zh
    )
  }

  /// What a session's cart comes to now.
  func quote(_ session: SessionID, isProved: Bool = true, shop: Shop = Shop()) async throws -> Quote
  {
    let cart = try await scope.cart(of: session, in: view)
    return try await shop.quote(
      of: cart,
      session: session,
      isProved: isProved,
      for: snapshot,
      in: scope
    )
  }

  /// The form of a shopper who saw what a session's cart comes to now.
  func quotedForm(_ session: SessionID, shop: Shop = Shop()) async throws -> CheckoutForm {
    var form = try form(await scope.cart(of: session, in: view))
    form.seenTotal = try await quote(session, shop: shop).total.minorUnits
    return form
  }

  /// Places an order, which is told as whoever reads it from the database gets it.
  func place(
    _ form: CheckoutForm,
    _ session: SessionID,
    isProved: Bool = true,
    shop: Shop = Shop()
  ) async throws -> PlacedOrder {
    let placed = try await transaction { transaction in
      try await shop.placeOrder(
        form,
        session: session,
        isProved: isProved,
        for: snapshot,
        in: transaction
      )
    }
    if placed.isNew {
      let kept = try await scope.order(placed.order.id)
      #expect(kept == placed.order)
    }
    return placed
  }
}

/// The code and details of the refusal that a closure ends with.
func refusal(_ body: () async throws -> Void) async throws -> StorefrontRefusal? {
  do {
    try await body()
    return nil
  } catch let refusal as StorefrontRefusal {
    return refusal
  }
}
