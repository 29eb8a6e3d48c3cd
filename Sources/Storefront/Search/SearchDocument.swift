internal import TenantStore

/// What the search knows of a product.
struct SearchDocument: Hashable {
  /// The terms with how much each says of the product, 1 to 9.
  var terms: [String: Int] = [:]
  /// By what lists are narrowed, ``ProductFacet`` with a value.
  var facets: [String] = []
  /// Brands and categories, which are found by initials and spellings too.
  var names: Set<String> = []
}

/// Which texts a product is found by, and how much each counts.
enum SearchDocumentRule {
  /// Numbers the way in which documents are made; the database's are made anew when it changes.
  static let version = 1

  /// A word of the name says most; a word of the summary may stand there by chance.
  ///
  /// Descriptions are left out: they mention other things too often to be a reason for a hit.
  enum Weight {
    static let name = 8
    static let code = 8
    static let brand = 6
    static let category = 4
    static let option = 3
    static let material = 2
    static let summary = 1
  }

  /// What is known of a product; nothing of one that is not on sale.
  static func document(of product: ProductDraft, in categories: [String: CategoryDraft])
    -> SearchDocument
  {
    var document = SearchDocument()
    guard product.status == .published else { return document }
    let path = path(of: product, in: categories)
    let categoryNames = path.flatMap { $0.names.texts.values }
    document.add(product.texts.values.map(\.name), Weight.name)
    document.add(product.texts.values.map(\.summary), Weight.summary)
    document.add([product.brand], Weight.brand)
    document.add(categoryNames, Weight.category)
    document.add([product.material, product.safetyClass], Weight.material)
    for sku in product.skus {
      document.add(sku.options.flatMap { $0.labels.texts.values }, Weight.option)
      document.addCode(sku.code)
      if let barcode = sku.barcode { document.addCode(barcode) }
    }
    document.names = Set((categoryNames + [product.brand]).flatMap(SearchKeyRule.names))
    document.facets = facets(of: product, path)
    return document
  }

  private static func path(of product: ProductDraft, in categories: [String: CategoryDraft])
    -> [CategoryDraft]
  {
    let own = categories[product.category]
    return [own, own?.parent.flatMap { categories[$0] }].compactMap { $0 }
  }

  private static func facets(of product: ProductDraft, _ path: [CategoryDraft]) -> [String] {
    var facets = path.map { ProductFacet.category.term($0.slug) }
    if !product.brand.isEmpty { facets.append(ProductFacet.brand.term(product.brand)) }
    facets += materials(product.material).map(ProductFacet.material.term)
    if !product.safetyClass.isEmpty {
      facets.append(ProductFacet.safetyClass.term(product.safetyClass))
    }
    let sizes = product.skus.flatMap(\.options).filter { ["size", "height"].contains($0.code) }
    for size in sizes {
      let label = size.labels.texts.min { $0.key.rawValue > $1.key.rawValue }?.value ?? ""
      facets.append(ProductFacet.size.term(label))
    }
    facets.append(ProductFacet.ages(product.ages))
    var seen: Set<String> = []
    return facets.filter { seen.insert($0).inserted }
  }

  /// The materials that one column names, which stand between commas.
  static func materials(_ text: String) -> [String] {
    text.split(whereSeparator: { "、，,;；/".contains($0) }).map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }
}

extension SearchDocument {
  fileprivate mutating func add(_ texts: some Sequence<String>, _ weight: Int) {
    for text in texts where !text.isEmpty {
      for term in SearchTermRule.indexTerms(text) {
        terms[term] = max(terms[term] ?? 0, weight)
      }
    }
  }

  /// A merchant's number is found as a whole, with its hyphens or without.
  fileprivate mutating func addCode(_ code: String) {
    guard let term = SearchTermRule.wholeCode(code) else { return }
    terms[term] = SearchDocumentRule.Weight.code
  }
}

extension SearchTermRule {
  /// A number such as `NYFM-001-01` as one term.
  static func wholeCode(_ code: String) -> String? {
    let plain = folded(code).filter { $0 != "-" }
    return plain.isEmpty ? nil : String(plain.prefix(lengthLimit))
  }
}
