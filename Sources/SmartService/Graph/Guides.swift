public import TenantStore

/// How something that was bought is used, for a child of this age.
public struct GoodsGuide: Hashable, Sendable {
  /// What was bought.
  public let goods: String
  /// The entry that tells it.
  public let entry: KnowledgeEntry
}

extension ServiceDesk {
  /// The entries that tell how goods are used, by the merchant's graph: no search, no model.
  ///
  /// - Parameters:
  ///   - goods: What was bought.
  ///   - age: The child's age in days, where it is known; entries for another age are left out.
  ///   - languages: What the reader reads, as BCP 47 tags, the best first; two are never mixed.
  ///   - querying: Whose knowledge it is.
  /// - Returns: Each entry once, in the order of the goods; at most eight.
  /// - Throws: What the database refuses.
  public func guides(
    for goods: [BoughtGoods],
    age: Int? = nil,
    in languages: [String],
    from querying: some TenantQuerying
  ) async throws -> [GoodsGuide] {
    guard !goods.isEmpty else { return [] }
    let volume = try await shelf.volume(from: querying, embed: ports.embed)
    guard let language = volume.languages(preferred: languages).first else { return [] }
    let products = volume.graph.concepts.values.filter { $0.kind == .product }
      .sorted { $0.code < $1.code }
    let window = age.map { $0...$0 }
    var seen: Set<String> = []
    let found = goods.flatMap { bought in
      products.filter { !Set($0.categories).isDisjoint(with: bought.categories) }
        .flatMap(\.entries).compactMap { slug -> GoodsGuide? in
          guard let entry = volume.entries[slug],
            KnowledgeVolume.language(of: entry.draft.language) == language,
            KnowledgeDocument(entry.draft).fits(window), seen.insert(slug).inserted
          else { return nil }
          return GoodsGuide(goods: bought.name, entry: entry)
        }
    }
    return Array(found.prefix(8))
  }
}
