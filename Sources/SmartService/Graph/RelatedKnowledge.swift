public import TenantStore

/// What stands around an entry: how its things are connected, what else may be read, and goods.
public struct RelatedKnowledge: Sendable {
  /// An edge with the names of both ends.
  public struct Fact: Hashable, Sendable {
    /// What the left end is called, and what it is.
    public let from: Concept
    /// What the right end is called, and what it is.
    public let to: Concept
    /// The edge.
    public let relation: ConceptRelation
  }

  /// Goods of a category with the reason why they are named.
  public struct Goods: Hashable, Sendable {
    /// The goods.
    public let concept: Concept
    /// The short name of the shop's category.
    public let category: String
    /// The edge that leads there.
    public let reason: ConceptRelation
  }

  /// The edges at what the entry explains.
  public let facts: [Fact]
  /// Further entries, the nearest first, at most five.
  public let entries: [KnowledgeEntry]
  /// Goods of the shop, at most three; nothing that is wrong for the child.
  public let goods: [Goods]
}

extension ServiceDesk {
  /// What the merchant's graph knows around an entry.
  ///
  /// - Parameters:
  ///   - slug: The entry.
  ///   - age: The child's age in days, where it is known.
  ///   - querying: Whose knowledge it is.
  /// - Returns: What is connected; nothing where the graph does not name the entry.
  /// - Throws: What the database refuses.
  public func related(
    to slug: String,
    age: ClosedRange<Int>? = nil,
    from querying: some TenantQuerying
  ) async throws -> RelatedKnowledge {
    let volume = try await shelf.volume(from: querying, embed: ports.embed)
    let graph = volume.graph
    let own = graph.concepts(explainedBy: slug)
    var seen: Set<ConceptRelation> = []
    let facts = own.flatMap { graph.relations(of: $0.code) }.filter { seen.insert($0).inserted }
      .compactMap { relation -> RelatedKnowledge.Fact? in
        guard let from = graph.concepts[relation.from], let to = graph.concepts[relation.to] else {
          return nil
        }
        return RelatedKnowledge.Fact(from: from, to: to, relation: relation)
      }
    let language = volume.entries[slug]?.draft.language
    let near = volume.entries(explaining: own, age: age).filter {
      $0.draft.slug != slug && $0.draft.language == language
    }
    return RelatedKnowledge(
      facts: facts,
      entries: Array(near.prefix(5)),
      goods: Array(Self.goods(own, facts, graph, age).prefix(3))
    )
  }

  /// Goods that are right for a child by the merchant's graph, each with the edge that says so: a port
  /// for whoever proposes products.
  ///
  /// - Parameters:
  ///   - age: The child's age in days; negative before birth.
  ///   - querying: Whose graph it is.
  /// - Returns: Concepts with categories of the shop.
  /// - Throws: What the database refuses.
  public func goods(suitedTo age: Int, from querying: some TenantQuerying) async throws
    -> [RelatedKnowledge.Goods]
  {
    try await shelf.volume(from: querying, embed: ports.embed).graph.suited(to: age).flatMap {
      found in
      found.concept.categories.map { category in
        RelatedKnowledge.Goods(concept: found.concept, category: category, reason: found.reason)
      }
    }
  }

  /// Goods that what the entry is about calls for, where nothing speaks against them; never those that it is
  /// about, or an answer about formula would be an advertisement for formula.
  private static func goods(
    _ own: [Concept],
    _ facts: [RelatedKnowledge.Fact],
    _ graph: KnowledgeGraph,
    _ age: ClosedRange<Int>?
  ) -> [RelatedKnowledge.Goods] {
    let codes = Set(own.map(\.code))
    var seen: Set<String> = []
    return facts.filter { $0.relation.link == .needs && codes.contains($0.from.code) }
      .filter { graph.isRight($0.to, at: age) }
      .flatMap { fact in
        fact.to.categories.filter { seen.insert($0).inserted }.map {
          RelatedKnowledge.Goods(concept: fact.to, category: $0, reason: fact.relation)
        }
      }
  }
}

extension KnowledgeGraph {
  /// Whether nothing says that a concept is wrong for a child of this age; no for any stage that it is
  /// wrong for where no age is known.
  func isRight(_ concept: Concept, at age: ClosedRange<Int>?) -> Bool {
    concept.fits(age)
      && !relations(of: concept.code).contains { relation in
        relation.link == .unsuited && relation.from == concept.code
          && concepts[relation.to]?.fits(age) == true
      }
  }
}

extension KnowledgeVolume {
  /// The entries that explain some concepts, then those that explain their neighbours, fit for an age.
  func entries(explaining concepts: [Concept], age: ClosedRange<Int>?) -> [KnowledgeEntry] {
    var seen: Set<String> = []
    return (concepts + graph.neighbours(of: concepts.map(\.code))).flatMap(\.entries)
      .compactMap { slug in
        guard seen.insert(slug).inserted, let entry = entries[slug],
          KnowledgeDocument(entry.draft).fits(age)
        else { return nil }
        return entry
      }
  }
}
