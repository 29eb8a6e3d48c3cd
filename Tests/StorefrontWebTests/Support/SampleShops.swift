import Foundation
import Storefront
import TenantStore
import TenantStoreTesting

/// The two sample merchants in the suite's database, each with its catalogue.
enum SampleShops {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "tenants-sample")

  /// A Chinese shop in yuan and an Indonesian one in rupiah, under fresh names.
  static func open() async throws -> (chinese: TenantSnapshot, indonesian: TenantSnapshot) {
    (
      try await open("nuanya", chineseDocument(named: fresh("nuanya"))),
      try await open("bundaceria", indonesianDocument(named: fresh("bundaceria")))
    )
  }

  private static func fresh(_ name: String) -> String {
    "\(name)-\(UUID().uuidString.prefix(13).lowercased())"
  }

  private static func open(_ name: String, _ document: TenantDocument) async throws
    -> TenantSnapshot
  {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    let registered = try await current.database.register(document)
    let tenant = try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: current.modules
    )
    let files = TenantFolder(url: folder.appending(path: name))
    try await current.database.transaction(for: tenant.id) { transaction in
      _ = try await FolderPart.catalogue.reconcile(
        files,
        tenant,
        .apply(.admin("ada")),
        transaction
      )
    }
    return tenant
  }

  private static func stage(_ code: String, _ from: Int64, _ to: Int64, _ name: JSONValue)
    -> JSONValue
  {
    ["code": .string(code), "from": .integer(from), "to": .integer(to), "name": name]
  }

  private static func chineseDocument(named slug: String) -> TenantDocument {
    TenantDocument(
      tenant: slug,
      name: LocalizedText([.zh: "暖芽母婴", .en: "Warm Sprout"]),
      hosts: ["\(slug).localhost"],
      locales: [.zh, .en],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: [
        "storefront": [
          "tagline": ["zh": "陪你走过每一个月龄", "en": "With you through every month"],
          "contact": [
            "phone": "0571-5550-0142", "email": "nuanya@example.com",
            "address": ["zh": "杭州市上城区河坊街 1208 号", "en": "1208 Hefang Street, Hangzhou"],
            "hours": ["zh": "每天 9:30—21:00", "en": "Daily 9:30 to 21:00"],
          ],
          "accent": "#c2410c", "freight": ["flat": "8.00", "freeOver": "99.00"],
          "stages": [
            stage("pregnancy", -9, 0, ["zh": "孕期", "en": "Pregnancy"]),
            stage("newborn", 0, 3, ["zh": "新生儿 0—3月", "en": "Newborn 0–3 months"]),
            stage("weaning", 6, 12, ["zh": "辅食期 6—12月", "en": "Weaning 6–12 months"]),
            stage("preschool", 36, 72, ["zh": "幼儿园 3—6岁", "en": "Preschool 3–6 years"]),
          ],
          "payments": [
            ["provider": "cashOnDelivery", "name": ["zh": "货到付款", "en": "Cash on delivery"]],
            [
              "provider": "bankTransfer", "name": ["zh": "银行转账", "en": "Bank transfer"],
              "account": ["holder": "暖芽母婴", "bank": "示范银行", "number": "9900 0571"],
            ],
          ],
          "licences": [
            ["name": ["zh": "食品经营许可证", "en": "Food licence"], "number": "JY13399010099142"]
          ],
        ]
      ]
    )
  }

  private static func indonesianDocument(named slug: String) -> TenantDocument {
    TenantDocument(
      tenant: slug,
      name: LocalizedText([.id: "Bunda Ceria", .en: "Bunda Ceria"]),
      hosts: ["\(slug).localhost"],
      locales: [.id, .en],
      currency: "IDR",
      timeZone: "Asia/Jakarta",
      market: "ID",
      modules: [
        "storefront": [
          "tagline": ["id": "Teman Bunda dari hamil", "en": "By your side from pregnancy"],
          "contact": ["phone": "022-5550-0178"], "accent": "#0f766e",
          "freight": ["flat": "12000", "freeOver": "250000"],
          "stages": [
            stage("pregnancy", -9, 0, ["id": "Kehamilan", "en": "Pregnancy"]),
            stage("weaning", 6, 12, ["id": "MPASI 6–12 bulan", "en": "Weaning 6–12 months"]),
          ],
          "payments": [
            ["provider": "cashOnDelivery", "name": ["id": "Bayar di tempat", "en": "Cash"]]
          ],
        ]
      ]
    )
  }
}
