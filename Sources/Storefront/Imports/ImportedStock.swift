internal import DelimitedText
internal import TenantStore

/// Reads counts of stock, one row per SKU and location.
struct ImportedStock: ImportedTable {
  let required = CatalogueColumns.stock
  let optional: [String] = []
  let writer: StockWriter
  private var file: StockFile
  private var items: [ImportItem<StockDraft>] = []
  private var problems: [ImportProblem] = []

  init(for tenant: TenantSnapshot, onto places: StoredCatalogue) {
    file = StockFile(
      CatalogueFile(StockFile.path, of: tenant),
      skus: nil,
      locations: Set(places.draft.locations.map(\.code))
    )
    writer = StockWriter()
  }

  mutating func add(_ record: DelimitedRecord) {
    let balance = file.balance(record)
    let found = file.takeProblems()
    if record.isSound {
      problems += found.map { ImportProblem(record, $0.field, $0.message) }
    }
    items.append(
      ImportItem(
        value: balance,
        rows: 1,
        isBad: !found.isEmpty || !record.isSound,
        first: record
      )
    )
  }

  mutating func finish() {}

  mutating func takeItems() -> [ImportItem<StockDraft>] {
    defer { items = [] }
    return items
  }

  mutating func takeProblems() -> [ImportProblem] {
    defer { problems = [] }
    return problems
  }
}

/// Makes levels of stock what was counted, each difference a movement.
struct StockWriter: ImportWriter {
  func problems(of items: [ImportItem<StockDraft>], in scope: TenantScope) async throws
    -> [Int: ImportProblem]
  {
    let known = Set(try await scope.knownSKUs(items.filter { !$0.isBad }.map(\.value.sku)))
    var problems: [Int: ImportProblem] = [:]
    let kept = Set(try await scope.lotKeptSKUs(Array(known)))
    for (index, item) in items.enumerated() where kept.contains(item.value.sku) {
      problems[index] = ImportProblem(
        item.first,
        "sku",
        "\"\(item.value.sku)\" is kept by lot; correct its lots instead"
      )
    }
    let bundles = Set(
      try await scope.bundleCandidates(Array(known)).filter(\.isBundle).map(\.code)
    )
    for (index, item) in items.enumerated() where bundles.contains(item.value.sku) {
      problems[index] = ImportProblem(
        item.first,
        "sku",
        "\"\(item.value.sku)\" is a bundle without stock of its own; count its parts instead"
      )
    }
    for (index, item) in items.enumerated() where !item.isBad && !known.contains(item.value.sku) {
      problems[index] = ImportProblem(
        item.first,
        "sku",
        "the shop has no SKU \"\(item.value.sku)\"; import its product first, or correct it"
      )
    }
    return problems
  }

  func write(
    _ values: [StockDraft],
    isDryRun: Bool,
    in transaction: TenantTransaction
  ) async throws -> ImportCounts {
    guard !values.isEmpty else { return ImportCounts() }
    if isDryRun { return try await transaction.comparedStock(values) }
    // What became a bundle since its row was read has no stock to be counted.
    try await transaction.shareCatalogue()
    if let bundle = try await transaction.firstBundle(of: values.map(\.sku)) {
      throw StorefrontRefusal(.bundleHasNoStock, details: ["sku": .string(bundle)])
    }
    var counts = ImportCounts()
    for _ in 0..<4 {
      let round = try await transaction.countStock(values)
      counts.created += round.created
      counts.updated += round.updated
      counts.unchanged = values.count - counts.created - counts.updated
      // A level that somebody else opened meanwhile is there to be counted in the next round.
      guard round.missed > 0 else {
        try await transaction.supplyPresales(of: transaction.suppliableSKUs())
        return counts
      }
    }
    throw StorefrontRefusal(.skuNotFound)
  }
}
