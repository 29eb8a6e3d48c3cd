public import TenantStore

extension Recommender {
  /// The most items of one call.
  public static let labelledAtOnce = 1_000

  /// Says of items what they serve, where they may be sold and what language is on them, instead of what
  /// was said before; the same again changes nothing.
  ///
  /// - Parameters:
  ///   - labels: By item; traits are left out, since others certify them.
  ///   - actor: Who says so.
  ///   - transaction: The transaction that writes it.
  /// - Throws: ``RecommendRefusal`` with the code `item_label_invalid`, which names item and field.
  public func setLabels(
    _ labels: [String: ItemLabels],
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let sorted = labels.sorted { $0.key < $1.key }.map { (item: $0.key, labels: $0.value) }
    for (item, labels) in sorted {
      let problem = (1...80).contains(item.unicodeScalars.count) ? labels.problem : "item"
      if let problem {
        throw RecommendRefusal(
          .itemLabelInvalid,
          details: ["item": .string(item), "field": .string(problem)]
        )
      }
    }
    guard sorted.count <= Self.labelledAtOnce else {
      throw RecommendRefusal(.itemLabelInvalid, details: ["field": "count"])
    }
    let known = Dictionary(
      try await transaction.labelledItems(sorted.map(\.item)).map { ($0.item, $0.labels) }
    ) { first, _ in first }
    let changed = sorted.filter { item, labels in
      var labels = labels
      labels.traits = []
      return labels != known[item] ?? ItemLabels()
    }
    try await transaction.writeLabels(changed)
    for (item, _) in changed {
      try await transaction.audit("recommend.item_labelled", of: item, by: actor)
    }
  }

  /// What is known of items now, with what the merchant says of them.
  func facts(
    of items: [String]?,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [CatalogueItem] {
    var facts = try await ports.catalogue(items, tenant, querying)
    let said = Dictionary(
      try await querying.labelledItems(items).map { ($0.item, $0.labels) }
    ) { first, _ in first }
    guard !said.isEmpty else { return facts }
    for place in facts.indices {
      guard let labels = said[facts[place].id] else { continue }
      facts[place].labels = facts[place].labels?.joined(labels) ?? labels
    }
    return facts
  }
}

/// Goods as the merchant labels them, page by page.
public struct LabelledPage: Sendable {
  /// The goods with what is said of them, by name.
  public let goods: [CatalogueItem]
  /// The name after which the next page begins; nil at the end.
  public let next: String?
}

extension Recommender {
  /// What the shop sells, with what the merchant says of it, by name.
  ///
  /// - Parameters:
  ///   - category: Only goods of this category or below it; all without one.
  ///   - after: The name after which the page begins; empty for the first.
  ///   - limit: The most goods, 1 or more.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: A page.
  /// - Throws: What the ports throw.
  public func labelledGoods(
    of category: String?,
    after: String,
    limit: Int,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> LabelledPage {
    let all = try await ports.catalogue(nil, tenant, querying)
    let chosen = all.filter { item in
      item.id > after
        && (category == nil || item.category == category || item.parentCategory == category)
    }
    .map(\.id).sorted()
    let shown = Array(chosen.prefix(limit))
    let goods = try await facts(of: shown, tenant, querying).sorted { $0.id < $1.id }
    return LabelledPage(goods: goods, next: chosen.count > limit ? shown.last : nil)
  }
}
