internal import Foundation
internal import TenantStore

/// What has to be written so that the search knows products as they are now.
struct SearchChange {
  /// The term of the lexicon that counts all products.
  static let everything = "*"

  private(set) var removed: [(term: String, product: UUID)] = []
  private(set) var written: [(term: String, product: UUID, weight: Int)] = []
  /// By how many products more or fewer a term finds.
  private(set) var counts: [String: Int] = [:]
  private var names: Set<String> = []

  init(_ entries: [SearchEntry], before stored: [StoredDocument]) {
    let before = Dictionary(
      stored.map { ($0.product, $0.terms) },
      uniquingKeysWith: { first, _ in first }
    )
    for entry in entries {
      let product = entry.product.uuid
      let wanted = entry.document.weighted
      var old: [String: Int] = [:]
      for text in before[product] ?? [] {
        old[String(text.dropFirst())] = text.first?.wholeNumberValue ?? 0
      }
      for (term, weight) in wanted where old[term] != weight {
        written.append((term, product, weight))
        if old[term] == nil { counts[term, default: 0] += 1 }
      }
      for term in old.keys where wanted[term] == nil {
        removed.append((term, product))
        counts[term, default: 0] -= 1
      }
      counts[Self.everything, default: 0] += (wanted.isEmpty ? 0 : 1) - (old.isEmpty ? 0 : 1)
      names.formUnion(entry.document.names)
    }
  }

  /// The keys of terms that the lexicon does not have yet, and of the products' names.
  func keys(ofTerms new: Set<String>) -> [(key: String, term: String)] {
    let terms = new.flatMap { term in SearchKeyRule.keys(of: term).map { (key: $0, term: term) } }
    let named = names.flatMap { name in
      SearchKeyRule.keys(ofName: name).map { (key: $0, term: name) }
    }
    return (terms + named).sorted { ($0.key, $0.term) < ($1.key, $1.term) }
  }
}

extension SearchDocument {
  /// What stands in postings: the terms, and the facets with the weight 0.
  var weighted: [String: Int] {
    var weighted = terms
    for facet in facets where !facet.hasPrefix("a:") {
      weighted[ProductFacet.posted(facet)] = 0
    }
    return weighted
  }
}

extension ProductFacet {
  /// A facet's term as postings have it, which are bounded.
  static func posted(_ term: String) -> String {
    String(String.UnicodeScalarView(term.unicodeScalars.prefix(SearchTermRule.lengthLimit)))
  }
}
