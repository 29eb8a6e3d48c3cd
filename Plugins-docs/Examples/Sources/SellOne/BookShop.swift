import Foundation
import Storefront
import TenantStore

/// A merchant with one book, whose goods stand in the CSV files beside this source.
enum BookShop {
  enum Mistake: Error {
    case nothingToSell
    case orderNotFound
    case unknownLanguage
  }

  /// Registers the merchant and takes its files over; doing so again changes nothing.
  static func open(
    in database: TenantDatabase,
    modules: [TenantModule]
  ) async throws -> TenantSnapshot {
    guard let english = LanguageTag(rawValue: "en") else { throw Mistake.unknownLanguage }
    let document = TenantDocument(
      tenant: "moon-books",
      name: LocalizedText([english: "Moon Books"]),
      hosts: ["moon-books.localhost"],
      locales: [english],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: ["storefront": try JSONValue(json: settings)]
    )
    let registered = try await database.register(document)
    let merchant = try TenantSnapshot(
      id: registered.id,
      revision: registered.revision,
      document: document,
      modules: modules
    )
    let folder = TenantFolder(url: Bundle.module.bundleURL.appending(path: "Shop"))
    try await database.transaction(for: merchant.id) { transaction in
      for part in modules.flatMap(\.folderParts) {
        _ = try await part.reconcile(folder, merchant, .apply(.admin("sell-one")), transaction)
      }
    }
    return merchant
  }

  private static let settings = """
    {
      "tagline": {"en": "Books to fall asleep with"},
      "contact": {"email": "moon@example.com"},
      "accent": "#9a3412",
      "freight": {"flat": "8.00", "freeOver": "99.00"},
      "stages": [{"code": "all", "from": 0, "to": 72, "name": {"en": "Birth to six"}}],
      "payments": [{"provider": "cashOnDelivery", "name": {"en": "Cash on delivery"}}]
    }
    """
}
