import Foundation
import Storefront
import TenantStore
import TenantStoreTesting

/// A shop of three items: plenty, two left, and one whose name tries to be a script.
enum TestShop {
  static let settings: [String: JSONValue] = [
    "storefront": [
      "tagline": ["zh": "陪你长大", "en": "With you"], "contact": ["phone": "0571-5550-0142"],
      "accent": "#c2410c", "freight": ["flat": "8.00", "freeOver": "99.00"],
      "stages": [["code": "newborn", "from": 0, "to": 3, "name": ["zh": "新生儿", "en": "Newborn"]]],
      "payments": [
        ["provider": "cashOnDelivery", "name": ["zh": "货到付款", "en": "Cash on delivery"]],
        [
          "provider": "bankTransfer", "name": ["zh": "银行转账", "en": "Bank transfer"],
          "account": ["holder": "暖芽", "bank": "示范银行", "number": "9900 0571"],
        ],
      ],
    ]
  ]

  static let hostileName = "<script>alert(1)</script> & \"安抚巾\""

  /// Two tenants with the same goods under ids of their own.
  static func pair(_ settings: [String: JSONValue] = settings) async throws -> TenantPair {
    let pair = try await TenantPair.fresh(settings: settings)
    for tenant in [pair.mine, pair.other] { try await stock(tenant) }
    return pair
  }

  /// Two tenants of which only the first has anything to sell.
  static func lonePair() async throws -> TenantPair {
    let pair = try await TenantPair.fresh(settings: settings)
    try await stock(pair.mine)
    return pair
  }

  static func stock(_ tenant: TestTenant) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    for (name, text) in files {
      try Data(text.utf8).write(to: url.appending(path: name))
    }
    try await tenant.transaction { transaction in
      _ = try await FolderPart.catalogue.reconcile(
        TenantFolder(url: url),
        tenant.snapshot,
        .apply(.admin("ada")),
        transaction
      )
    }
  }

  private static let files = [
    "categories.csv": "category,parent,position,picture,name.zh,name.en\ncare,,1,,洗护,Care\n",
    "locations.csv": "location,priority,name.zh,name.en\nshop,1,门店,Shop\n",
    "catalogue.csv": #"""
    sku,barcode,product,category,brand,status,age_from_months,age_to_months,material,safety_class,\#
    registration_number,halal_certificate,option1,value1,option2,value2,price,list_price,\#
    weight_grams,picture,name.zh,name.en,summary.zh,summary.en,description.zh,description.en
    SOAP-1,2000000000015,soap,care,芽语 Yayu,published,0,36,,,,,,,,,19.90,25.00,120,,温和香皂,Mild soap,,,,
    WIPE-1,,wipe,care,芽语 Yayu,published,0,36,,,,,,,,,9.90,,,,柔湿巾,Soft wipes,,,,
    EVIL-1,,evil,care,芽语 Yayu,published,0,36,,,,,,,,,5.00,,,,"<script>alert(1)</script> & ""安抚巾""",Cloth,,,,

    """#.replacing("\n\n", with: "\n"),
    "stock.csv": "sku,location,on_hand\nSOAP-1,shop,50\nWIPE-1,shop,2\nEVIL-1,shop,9\n",
  ]

  /// The id of the only SKU of a product.
  static func sku(_ slug: String, of tenant: TestTenant) async throws -> SKUID {
    let product = try await tenant.scope.product(slug: slug, in: ShopView(tenant.snapshot))
    guard let sku = product?.skus.first else { throw StorefrontRefusal(.skuNotFound) }
    return sku.id
  }
}

extension LanguageTag {
  static var id: Self {
    guard let tag = Self(rawValue: "id") else { preconditionFailure("id is a language tag") }
    return tag
  }
}
