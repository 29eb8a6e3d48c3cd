internal import DelimitedText
internal import Foundation
internal import TenantStore

/// Reads `catalogue.csv`: one row per SKU; what holds for a product stands on its first row.
struct ProductFile {
  static let path = "catalogue.csv"

  private(set) var file: CatalogueFile
  /// The parent of each known category; nothing when the categories could not be read.
  private let categories: [String: String?]?
  private let demands: [String: [String]]
  private var products: [ProductDraft] = []
  private var places: [String: (index: Int, first: DelimitedRecord)] = [:]
  private var codes = SeenKeys()
  private var barcodes = SeenKeys()

  init(_ file: CatalogueFile, categories: [CategoryDraft]?, demands: [String: [String]]) {
    self.file = file
    self.categories = categories.map { categories in
      Dictionary(categories.map { ($0.slug, $0.parent) }, uniquingKeysWith: { first, _ in first })
    }
    self.demands = demands
  }

  /// The products in the order of their first rows.
  mutating func read(_ pictures: inout CataloguePictures) -> [ProductDraft] {
    for record in file.records { add(record, &pictures) }
    return takeProducts()
  }

  /// Reads one record.
  mutating func add(_ record: DelimitedRecord, _ pictures: inout CataloguePictures) {
    let slug = record["product"]
    if let place = places[slug] {
      checkAgreement(record, with: place.first)
    } else {
      places[slug] = (products.count, record)
      products.append(product(record, &pictures))
    }
    guard let index = places[slug]?.index else { return }
    let sku = sku(record, position: products[index].skus.count)
    checkOptions(of: sku, beside: products[index].skus, record)
    products[index].skus.append(sku)
  }

  /// The products that were read since this was asked last; further rows of them are refused as
  /// rows of new ones.
  mutating func takeProducts() -> [ProductDraft] {
    for product in products { checkDemands(of: product) }
    defer {
      products = []
      places = [:]
    }
    return products
  }

  /// What was noted since this was asked last.
  mutating func takeProblems() -> [FolderProblem] { file.takeProblems() }

  private mutating func product(_ record: DelimitedRecord, _ pictures: inout CataloguePictures)
    -> ProductDraft
  {
    if !SlugRule.isSlug(record["product"]) { file.note(record.line, "product", SlugRule.remedy) }
    let category = record["category"]
    if let categories, categories[category] == nil {
      file.note(record.line, "category", "\"\(category)\" is not in categories.csv; add or correct")
    }
    let from = file.integer(record, "age_from_months", in: -12...240)
    let to = file.integer(record, "age_to_months", in: -12...240)
    if let from, let to, from >= to {
      file.note(record.line, "age_to_months", "must be greater than age_from_months")
    }
    let (publishAt, unpublishAt) = (
      file.time(record, "publish_at"), file.time(record, "unpublish_at")
    )
    if let publishAt, let unpublishAt, publishAt >= unpublishAt {
      file.note(record.line, "unpublish_at", "must be later than publish_at")
    }
    return ProductDraft(
      slug: record["product"],
      category: category,
      brand: record["brand"],
      status: status(record),
      ages: AgeRange(from: from, to: to),
      material: record["material"],
      safetyClass: record["safety_class"],
      registrationNumber: record["registration_number"],
      halalCertificate: record["halal_certificate"],
      picture: pictures.picture(record["picture"], on: record.line, of: &file),
      texts: texts(record),
      skus: [],
      publishAt: publishAt,
      unpublishAt: unpublishAt
    )
  }

  private mutating func status(_ record: DelimitedRecord) -> ProductStatus {
    if let status = ProductStatus(rawValue: record["status"]) { return status }
    let known = ProductStatus.allCases.map(\.rawValue).joined(separator: ", ")
    file.note(record.line, "status", "must be one of \(known)")
    return .draft
  }

  private mutating func texts(_ record: DelimitedRecord) -> [LanguageTag: ProductTextDraft] {
    var texts: [LanguageTag: ProductTextDraft] = [:]
    for (index, locale) in file.tenant.locales.enumerated() {
      let text = ProductTextDraft(
        name: record["name.\(locale)"],
        summary: record["summary.\(locale)"],
        description: record["description.\(locale)"]
      )
      if text.name.isEmpty, index == 0 || !text.summary.isEmpty || !text.description.isEmpty {
        file.note(record.line, "name.\(locale)", "is empty; a product needs a name")
      } else if text.name.unicodeScalars.count > 300 {
        file.note(record.line, "name.\(locale)", "has more than 300 characters; shorten it")
      }
      if !text.name.isEmpty { texts[locale] = text }
    }
    return texts
  }

  /// Further rows of a product leave its columns empty, or repeat them exactly.
  private mutating func checkAgreement(_ record: DelimitedRecord, with first: DelimitedRecord) {
    let texts = CatalogueColumns.texts.flatMap { text in
      file.tenant.locales.map { "\(text).\($0)" }
    }
    for column in CatalogueColumns.product + texts
    where !record[column].isEmpty && record[column] != first[column] {
      file.note(
        record.line,
        column,
        "differs from line \(first.line) of the same product; leave it empty here"
      )
    }
  }

  private mutating func sku(_ record: DelimitedRecord, position: Int) -> SKUDraft {
    let code = checkedCode(record)
    let price = file.amount(record, "price")
    if record["price"].isEmpty { file.note(record.line, "price", "is empty; write an amount") }
    let listPrice = file.amount(record, "list_price")
    if let price, let listPrice, listPrice <= price {
      file.note(record.line, "list_price", "must be above the price, or empty")
    }
    return SKUDraft(
      code: code,
      product: record["product"],
      position: position,
      barcode: barcode(record),
      options: options(record),
      price: price ?? 0,
      listPrice: listPrice,
      weightGrams: file.integer(record, "weight_grams", in: 1...1_000_000)
    )
  }

  private mutating func checkedCode(_ record: DelimitedRecord) -> String {
    let code = record["sku"]
    let isCode = code.utf8.allSatisfy { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    if !isCode || !(3...32).contains(code.utf8.count) {
      file.note(record.line, "sku", "must be 3 to 32 capital letters, digits and hyphens")
    } else if let line = codes.insert(code, line: record.line) {
      file.note(record.line, "sku", "\"\(code)\" stands on line \(line) already; give it another")
    }
    return code
  }

  private mutating func barcode(_ record: DelimitedRecord) -> String? {
    let barcode = record["barcode"]
    guard !barcode.isEmpty else { return nil }
    guard GTINRule.isValid(barcode) else {
      file.note(
        record.line,
        "barcode",
        "is no GTIN-13 with a right check digit; compare the digits"
      )
      return nil
    }
    if let line = barcodes.insert(barcode, line: record.line) {
      file.note(record.line, "barcode", "stands on line \(line) already; each SKU has its own")
    }
    return barcode
  }
}

extension ProductFile {
  private mutating func options(_ record: DelimitedRecord) -> [OptionValue] {
    (1...2).compactMap { number in
      let (option, value) = (record["option\(number)"], record["value\(number)"])
      guard !option.isEmpty || !value.isEmpty else { return nil }
      guard OptionLabelRule.codes.contains(option) else {
        let known = OptionLabelRule.codes.joined(separator: ", ")
        file.note(record.line, "option\(number)", "must be one of \(known)")
        return nil
      }
      guard let labels = OptionLabelRule.labels(value, locales: file.tenant.locales) else {
        let example = file.tenant.locales.map(\.rawValue).joined(separator: "|")
        file.note(
          record.line,
          "value\(number)",
          "must be one text for all languages, or one for each: \(example)"
        )
        return nil
      }
      return OptionValue(code: option, labels: labels)
    }
  }

  /// The SKUs of a product have the same options, and no two the same values.
  private mutating func checkOptions(
    of sku: SKUDraft,
    beside others: [SKUDraft],
    _ record: DelimitedRecord
  ) {
    let codes = sku.options.map(\.code)
    if Set(codes).count < codes.count {
      file.note(record.line, "option2", "is the same as option1; use another or leave it empty")
    }
    guard let first = others.first else { return }
    if codes != first.options.map(\.code) {
      file.note(
        record.line,
        "option1",
        "differs from the product's other SKUs; use the same options"
      )
    } else if let twin = others.first(where: { $0.options == sku.options }) {
      file.note(record.line, "value1", "is what \(twin.code) has already; tell the two apart")
    }
  }

  /// A published product fills what its category, or the one above, demands.
  private mutating func checkDemands(of product: ProductDraft) {
    guard product.status == .published, let first = places[product.slug]?.first else { return }
    let above = categories?[product.category] ?? nil
    let columns = (demands[product.category] ?? []) + (above.flatMap { demands[$0] } ?? [])
    for column in columns where first[column].isEmpty {
      file.note(
        first.line,
        column,
        "is empty, but published products of \(product.category) need it; fill it or use draft"
      )
    }
  }
}
