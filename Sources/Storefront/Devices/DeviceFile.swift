internal import DelimitedText
internal import Foundation
internal import TenantStore

/// Reads and writes `devices.csv`: what connected devices need, one product per row.
enum DeviceFile {
  static let path = "devices.csv"
  static let columns = [
    "product", "radios", "pairing", "app", "systems", "app_address", "account", "offline",
    "updates_until",
  ]

  /// The sheets of a folder by product.
  ///
  /// Everything that is wrong is thrown together as `FolderProblems`.
  static func read(_ folder: TenantFolder, of tenant: TenantSnapshot, products: Set<String>) throws
    -> [String: DeviceSheet]
  {
    var file = CatalogueFile(path, in: folder, of: tenant, columns: columns, texts: ["data"])
    var sheets: [String: DeviceSheet] = [:]
    for record in file.records {
      let product = record["product"]
      if !products.contains(product) {
        file.note(record.line, "product", "\"\(product)\" is no product of the shop; correct it")
      }
      if sheets[product] != nil {
        file.note(record.line, "product", "\"\(product)\" stands here twice; remove one row")
      }
      sheets[product] = sheet(record, &file) ?? sheets[product]
    }
    guard file.problems.isEmpty else { throw FolderProblems(file.problems) }
    return sheets
  }

  private static func sheet(_ record: DelimitedRecord, _ file: inout CatalogueFile) -> DeviceSheet?
  {
    let radios = DeviceRule.radios(record["radios"])
    if radios == nil { file.note(record.line, "radios", oneOf(DeviceSheet.Radio.allCases, "|")) }
    let pairing = DeviceSheet.Pairing(rawValue: record["pairing"])
    if pairing == nil { file.note(record.line, "pairing", oneOf(DeviceSheet.Pairing.allCases)) }
    for (column, limit) in [("app", 80), ("systems", 120)]
    where !DeviceRule.isLine(record[column], atMost: limit) {
      file.note(record.line, column, "must be one line of at most \(limit) characters")
    }
    if record["app"].isEmpty != record["systems"].isEmpty {
      file.note(record.line, "systems", "stands beside an app, and only there")
    }
    let address = record["app_address"]
    if !address.isEmpty, !GalleryRule.isVideo(address) {
      file.note(record.line, "app_address", "must be an address that begins with https://")
    }
    let (account, offline) = (flag("account", record, &file), flag("offline", record, &file))
    let until = record["updates_until"]
    let day = CalendarDate(iso: until)
    if !until.isEmpty, day == nil {
      file.note(record.line, "updates_until", "must be a day like 2031-12-31, or empty")
    }
    let data = data(record, &file)
    guard let radios, let pairing, let account, let offline else { return nil }
    return DeviceSheet(
      radios: radios,
      pairing: pairing,
      app: record["app"],
      systems: record["systems"],
      address: address,
      needsAccount: account,
      worksOffline: offline,
      updatesUntil: day,
      data: data
    )
  }

  private static func oneOf<Value: RawRepresentable<String>>(
    _ values: [Value],
    _ separator: String? = nil
  ) -> String {
    let names = values.map(\.rawValue).joined(separator: ", ")
    return separator.map { "must be some of \(names), with \($0) between them" }
      ?? "must be one of \(names)"
  }

  private static func flag(
    _ column: String,
    _ record: DelimitedRecord,
    _ file: inout CatalogueFile
  ) -> Bool? {
    let flag = DeviceRule.flag(record[column])
    if flag == nil { file.note(record.line, column, "must be yes or no") }
    return flag
  }

  /// What becomes of what the device hears and sees, which every language of the shop has to say.
  private static func data(_ record: DelimitedRecord, _ file: inout CatalogueFile) -> LocalizedText
  {
    var texts: [LanguageTag: String] = [:]
    for locale in file.tenant.locales {
      let text = record["data.\(locale)"].trimmingCharacters(in: .whitespacesAndNewlines)
      if text.isEmpty {
        file.note(
          record.line,
          "data.\(locale)",
          "is empty; say what the device knows and where that goes, or that nothing leaves it"
        )
      } else if text.unicodeScalars.count > 500 {
        file.note(record.line, "data.\(locale)", "has more than 500 characters; shorten it")
      }
      texts[locale] = text
    }
    return LocalizedText(texts)
  }

  static func file(_ sheets: [(product: String, sheet: DeviceSheet)], of tenant: TenantSnapshot)
    -> FolderFile
  {
    var writer = DelimitedTextWriter(columns: columns + tenant.locales.map { "data.\($0)" })
    for (product, sheet) in sheets {
      let radios = sheet.radios.map(\.rawValue).joined(separator: "|")
      let flags = [sheet.needsAccount, sheet.worksOffline].map { $0 ? "yes" : "no" }
      writer.append(
        [product, radios, sheet.pairing.rawValue, sheet.app, sheet.systems, sheet.address]
          + flags + [sheet.updatesUntil?.description ?? ""]
          + tenant.locales.map { sheet.data.texts[$0] ?? "" }
      )
    }
    return FolderFile(path: path, bytes: writer.bytes)
  }
}
