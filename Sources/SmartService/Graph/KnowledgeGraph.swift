internal import TenantStore

/// Stages, symptoms, food, goods and care of a merchant, and how they stand to each other.
public struct KnowledgeGraph: Sendable {
  /// All concepts by their short names.
  public let concepts: [String: Concept]
  /// All edges, each under both of its ends.
  private let edges: [String: [ConceptRelation]]
  /// The concepts that an entry explains.
  private let explained: [String: [String]]

  /// Nothing is known.
  public static let empty = Self([], [])

  /// Joins concepts and edges; edges whose ends are not there are left out.
  public init(_ concepts: [Concept], _ relations: [ConceptRelation]) {
    let known = Dictionary(concepts.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var edges: [String: [ConceptRelation]] = [:]
    for relation in relations where known[relation.from] != nil && known[relation.to] != nil {
      edges[relation.from, default: []].append(relation)
      if relation.to != relation.from { edges[relation.to, default: []].append(relation) }
    }
    var explained: [String: [String]] = [:]
    for concept in concepts {
      for entry in concept.entries { explained[entry, default: []].append(concept.code) }
    }
    self.concepts = known
    self.edges = edges
    self.explained = explained
  }

  /// Whether nothing is known.
  public var isEmpty: Bool { concepts.isEmpty }

  /// The edges at a concept, in both directions.
  public func relations(of code: String) -> [ConceptRelation] { edges[code] ?? [] }

  /// The concepts that an entry explains.
  public func concepts(explainedBy entry: String) -> [Concept] {
    (explained[entry] ?? []).compactMap { concepts[$0] }
  }

  /// The concepts at the other ends of the edges of some, each once, without themselves.
  public func neighbours(of codes: [String]) -> [Concept] {
    var seen = Set(codes)
    return codes.flatMap { code in
      relations(of: code).compactMap { relation in
        let other = relation.from == code ? relation.to : relation.from
        return seen.insert(other).inserted ? concepts[other] : nil
      }
    }
  }

  /// The goods that are right for a child, with the edge that says so.
  ///
  /// What is wrong for any stage of that age is left out, whatever else speaks for it.
  /// - Parameter age: The child's age in days; negative before birth.
  /// - Returns: Concepts of goods, food and care that name categories of the shop, by short name.
  public func suited(to age: Int) -> [(concept: Concept, reason: ConceptRelation)] {
    let stages = concepts.values.filter { $0.kind == .stage && $0.fits(age...age) }.map(\.code)
    let around = stages.flatMap { relations(of: $0) }
    let wrong = Set(around.filter { $0.link == .unsuited }.map(\.from))
    var seen: Set<String> = []
    return around.filter { $0.link == .suits && !wrong.contains($0.from) }
      .compactMap { relation in
        guard let concept = concepts[relation.from], !concept.categories.isEmpty,
          seen.insert(concept.code).inserted
        else { return nil }
        return (concept, relation)
      }
      .sorted { $0.concept.code < $1.concept.code }
  }

  /// The concepts that a text names, the longest names first.
  func named(in text: SearchText) -> [Concept] {
    let words = String(text.characters)
    let found = concepts.values.compactMap { concept -> (Int, Concept)? in
      let names = Array(concept.name.texts.values) + concept.aliases
      let length = names.flatMap(SearchText.forms).filter { form in
        form.count > 1 && words.contains(String(form))
      }
      .map(\.count).max()
      return length.map { ($0, concept) }
    }
    return found.sorted { $0.0 != $1.0 ? $0.0 > $1.0 : $0.1.code < $1.1.code }.map(\.1)
  }
}
