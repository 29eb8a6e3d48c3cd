internal import DelimitedText
internal import Foundation
internal import TenantStore

/// What a SKU costs besides its price, as a tenant's folder says it.
struct PriceDraft: Hashable {
  var sku: String
  var sale: Sale?
  /// Prices of a piece by the fewest pieces of a line.
  var volumes: [Int: Int64]
  /// Prices of a piece by the level of who buys.
  var levels: [String: Int64] = [:]

  /// A lower price for a time.
  struct Sale: Hashable {
    var price: Int64
    var from: Date
    var until: Date
  }
}

/// Reads and writes `prices.csv`: sales, volume prices and prices of levels, one SKU per row.
enum PriceFile {
  static let path = "prices.csv"
  static let columns = ["sku", "sale_price", "from", "until", "volume"]
  /// What it may leave out.
  static let optional = ["levels"]

  /// The rows of a folder, of SKUs that are known; nothing when it has no such file.
  ///
  /// Everything that is wrong is thrown together as `FolderProblems`.
  static func read(_ folder: TenantFolder, of tenant: TenantSnapshot, known: Set<String>) throws
    -> [PriceDraft]?
  {
    guard try folder.file(path) != nil else { return nil }
    var file = CatalogueFile(path, in: folder, of: tenant, columns: columns, optional: optional)
    var seen = SeenKeys()
    let drafts = file.records.map { draft($0, &file, &seen, known) }
    guard file.problems.isEmpty else { throw FolderProblems(file.problems) }
    return drafts
  }

  /// The SKUs that the folder's own catalogue is about to make.
  static func skus(of folder: TenantFolder, _ tenant: TenantSnapshot) -> [String] {
    CatalogueFile(
      ProductFile.path,
      in: folder,
      of: tenant,
      columns: CatalogueColumns.catalogue,
      texts: CatalogueColumns.texts
    ).records.map { $0["sku"] }
  }

  static func draft(
    _ record: DelimitedRecord,
    _ file: inout CatalogueFile,
    _ seen: inout SeenKeys,
    _ known: Set<String>
  ) -> PriceDraft {
    let sku = record["sku"]
    if !known.contains(sku) {
      file.note(record.line, "sku", "\"\(sku)\" is no SKU of the shop; apply the catalogue first")
    }
    if let line = seen.insert(sku, line: record.line) {
      file.note(record.line, "sku", "\"\(sku)\" stands on line \(line) already")
    }
    return PriceDraft(
      sku: sku,
      sale: sale(record, &file),
      volumes: volumes(record, &file),
      levels: levels(record, &file)
    )
  }

  private static func sale(_ record: DelimitedRecord, _ file: inout CatalogueFile)
    -> PriceDraft.Sale?
  {
    let price = file.amount(record, "sale_price")
    let (from, until) = (file.instant(record, "from"), file.instant(record, "until"))
    guard !record["sale_price"].isEmpty else {
      if !(record["from"] + record["until"]).isEmpty {
        file.note(record.line, "sale_price", "is empty; a sale needs a price")
      }
      return nil
    }
    for column in ["from", "until"] where record[column].isEmpty {
      file.note(record.line, column, "is empty; a sale needs its beginning and its end")
    }
    guard let price, let from, let until else { return nil }
    if from >= until { file.note(record.line, "until", "must be after \"from\"") }
    return PriceDraft.Sale(price: price, from: from, until: until)
  }

  /// Volume prices like `3:95.00|10:90.00`, more pieces for less.
  private static func volumes(_ record: DelimitedRecord, _ file: inout CatalogueFile)
    -> [Int: Int64]
  {
    var tiers: [(Int, Int64)] = []
    for part in PromotionFile.list(record["volume"]) {
      let halves = part.split(separator: ":", omittingEmptySubsequences: false)
      guard halves.count == 2, let quantity = Int(halves[0]), (2...99).contains(quantity),
        let price = try? Money(decimal: String(halves[1]), currency: file.tenant.currency),
        (0...1_000_000_000_000).contains(price.minorUnits),
        tiers.last.map({ $0.0 < quantity && $0.1 > price.minorUnits }) ?? true
      else {
        file.note(record.line, "volume", "must be like 3:95.00|10:90.00, more pieces for less")
        return [:]
      }
      tiers.append((quantity, price.minorUnits))
    }
    return Dictionary(uniqueKeysWithValues: tiers)
  }

  /// Prices of levels like `silver:95.00|gold:90.00`.
  private static func levels(_ record: DelimitedRecord, _ file: inout CatalogueFile)
    -> [String: Int64]
  {
    var prices: [String: Int64] = [:]
    for part in PromotionFile.list(record["levels"]) {
      let halves = part.split(separator: ":", omittingEmptySubsequences: false)
      guard halves.count == 2, (1...40).contains(halves[0].unicodeScalars.count),
        let price = try? Money(decimal: String(halves[1]), currency: file.tenant.currency),
        (0...1_000_000_000_000).contains(price.minorUnits), prices[String(halves[0])] == nil
      else {
        file.note(record.line, "levels", "must be like silver:95.00|gold:90.00, each level once")
        return [:]
      }
      prices[String(halves[0])] = price.minorUnits
    }
    return prices
  }

  static func file(_ drafts: [PriceDraft], of tenant: TenantSnapshot) -> FolderFile {
    // A merchant without levels need not read of them.
    let hasLevels = drafts.contains { !$0.levels.isEmpty }
    let names = columns + (hasLevels ? optional : [])
    var writer = DelimitedTextWriter(columns: names)
    for draft in drafts {
      let cells = cells(draft, of: tenant)
      writer.append(names.map { cells[$0] ?? "" })
    }
    return FolderFile(path: path, bytes: writer.bytes)
  }

  /// What the file says of a SKU, by its columns.
  static func cells(_ draft: PriceDraft, of tenant: TenantSnapshot) -> [String: String] {
    func amount(_ units: Int64) -> String {
      Money(minorUnits: units, currency: tenant.currency).decimal
    }
    func time(_ instant: Date?) -> String {
      instant.map { CivilTimeRule.text($0, in: tenant.timeZone) } ?? ""
    }
    let tiers = draft.volumes.sorted { $0.key < $1.key }
    let levels = draft.levels.sorted { $0.key < $1.key }
    return [
      "sku": draft.sku, "sale_price": draft.sale.map { amount($0.price) } ?? "",
      "from": time(draft.sale?.from), "until": time(draft.sale?.until),
      "volume": tiers.map { "\($0.key):\(amount($0.value))" }.joined(separator: "|"),
      "levels": levels.map { "\($0.key):\(amount($0.value))" }.joined(separator: "|"),
    ]
  }
}
