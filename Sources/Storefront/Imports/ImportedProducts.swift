internal import DelimitedText
internal import TenantStore

/// Reads products from rows that stand together, one row per SKU.
struct ImportedProducts: ImportedTable {
  let required: [String]
  let optional: [String]
  let writer: ProductWriter
  private var file: ProductFile
  private var pictures: CataloguePictures
  private var seen = SeenKeys()
  private var group: [DelimitedRecord] = []
  /// Whether the record on which the product's own fields stand could be read.
  private var hasHead = true
  private var isBad = false
  private var items: [ImportItem<ProductDraft>] = []
  private var problems: [ImportProblem] = []

  init(
    for tenant: TenantSnapshot,
    onto places: StoredCatalogue,
    pictures known: [String: MediaID],
    in folder: TenantFolder,
    by actor: Actor
  ) throws {
    let texts = CatalogueColumns.texts.flatMap { text in tenant.locales.map { "\(text).\($0)" } }
    required = CatalogueColumns.catalogue + texts.prefix(1)
    optional = texts + CatalogueColumns.optional
    file = ProductFile(
      CatalogueFile(ProductFile.path, of: tenant),
      categories: places.draft.categories,
      demands: try tenant.storefront.demands ?? [:]
    )
    pictures = CataloguePictures(folder, known: known, keepsMedia: false)
    writer = ProductWriter(
      places: places,
      folder: folder,
      actor: actor,
      currency: tenant.currency
    )
  }

  mutating func add(_ record: DelimitedRecord) {
    if let first = group.first, first["product"] != record["product"] { close() }
    if group.isEmpty { checkIsNew(record) }
    if group.isEmpty { hasHead = record.isWhole }
    group.append(record)
    isBad = isBad || !record.isSound
    if record.isWhole { file.add(record, &pictures) }
  }

  mutating func finish() { close() }

  mutating func takeItems() -> [ImportItem<ProductDraft>] {
    defer { items = [] }
    return items
  }

  mutating func takeProblems() -> [ImportProblem] {
    defer { problems = [] }
    return problems
  }

  private mutating func checkIsNew(_ record: DelimitedRecord) {
    let slug = record["product"]
    guard !slug.isEmpty, let line = seen.insert(slug, line: record.line) else { return }
    isBad = true
    problems.append(
      ImportProblem(
        record,
        "product",
        "stands on line \(line) already; put the rows of a product together"
      )
    )
  }

  private mutating func close() {
    guard let first = group.first else { return }
    let products = file.takeProducts()
    for problem in file.takeProblems() {
      isBad = true
      guard let record = group.first(where: { $0.line == problem.line }) else { continue }
      guard record.isSound, hasHead || !ProductWriter.isOfHead(problem.field) else { continue }
      problems.append(ImportProblem(record, problem.field, problem.message))
    }
    if let product = products.first {
      items.append(ImportItem(value: product, rows: group.count, isBad: isBad, first: first))
    } else {
      // No row of it could be read; its rows count all the same.
      items.append(ImportItem(value: .unread, rows: group.count, isBad: true, first: first))
    }
    (group, hasHead, isBad) = ([], true, false)
  }
}

extension ImportProblem {
  init(_ record: DelimitedRecord, _ field: String?, _ message: String) {
    self.init(
      row: record.row,
      line: record.line,
      column: field.flatMap { record.number(of: $0) },
      field: field,
      message: message
    )
  }
}

extension ProductDraft {
  /// Stands for rows that could not be read, which are never written.
  fileprivate static var unread: Self {
    Self(
      slug: "",
      category: "",
      brand: "",
      status: .draft,
      ages: AgeRange(from: nil, to: nil),
      material: "",
      safetyClass: "",
      registrationNumber: "",
      halalCertificate: "",
      picture: nil,
      texts: [:],
      skus: []
    )
  }
}
