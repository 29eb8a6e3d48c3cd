public import TenantStore

extension FolderPart {
  /// `concepts.csv` and `relations.csv`: the graph of what the knowledge speaks of.
  ///
  /// The files say all of it: what they do not name is taken out. A folder without `concepts.csv` leaves the
  /// graph alone.
  public static let knowledgeGraph = Self(
    name: "knowledge-graph",
    reconcile: { folder, _, mode, transaction in
      guard let wanted = try GraphPart.read(folder) else { return [] }
      let difference = GraphPart.Difference(
        from: try await transaction.concepts(),
        try await transaction.conceptRelations(),
        to: wanted.concepts,
        wanted.relations
      )
      guard case .apply(let actor) = mode, !difference.changes.isEmpty else {
        return difference.changes
      }
      try await difference.make(by: actor, in: transaction)
      return difference.changes
    },
    export: { _, transaction in
      let concepts = try await transaction.concepts()
      guard !concepts.isEmpty else { return [] }
      let relations = try await transaction.conceptRelations()
      return [
        FolderFile(path: GraphPart.concepts, bytes: Array(GraphFile.csv(concepts).utf8)),
        FolderFile(path: GraphPart.relations, bytes: Array(GraphFile.csv(relations).utf8)),
      ]
    }
  )
}

/// What reading and writing the files needs.
private enum GraphPart {
  static let concepts = "concepts.csv"
  static let relations = "relations.csv"

  static func read(_ folder: TenantFolder) throws -> (
    concepts: [Concept], relations: [ConceptRelation]
  )? {
    guard let bytes = try folder.file(concepts) else { return nil }
    let found = try told(concepts) { try GraphFile.concepts(csv: bytes) }
    guard let edges = try folder.file(relations) else { return (found, []) }
    return (found, try told(relations) { try GraphFile.relations(csv: edges, of: found) })
  }

  private static func told<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let error as KnowledgeFileError {
      throw FolderProblems(
        [FolderProblem(file: path, line: error.line, message: error.problem)]
      )
    }
  }

  /// What is to be written and taken out.
  struct Difference {
    private(set) var changes: [FolderChange] = []
    private var written: [Concept] = []
    private var joined: [ConceptRelation] = []
    private var gone: [String] = []
    private var parted: [ConceptRelation] = []

    init(
      from oldConcepts: [Concept],
      _ oldRelations: [ConceptRelation],
      to concepts: [Concept],
      _ relations: [ConceptRelation]
    ) {
      let known = Dictionary(uniqueKeysWithValues: oldConcepts.map { ($0.code, $0) })
      for concept in concepts where known[concept.code] != concept {
        written.append(concept)
        note(known[concept.code] == nil ? .create : .update, "concept", concept.code)
      }
      let wanted = Set(concepts.map(\.code))
      for concept in oldConcepts where !wanted.contains(concept.code) {
        gone.append(concept.code)
        note(.archive, "concept", concept.code)
      }
      let edges = Dictionary(uniqueKeysWithValues: oldRelations.map { (Self.name($0), $0) })
      for relation in relations where edges[Self.name(relation)] != relation {
        joined.append(relation)
        note(edges[Self.name(relation)] == nil ? .create : .update, "relation", Self.name(relation))
      }
      let kept = Set(relations.map(Self.name))
      for relation in oldRelations where !kept.contains(Self.name(relation)) {
        parted.append(relation)
        note(.archive, "relation", Self.name(relation))
      }
    }

    private mutating func note(_ action: FolderChange.Action, _ kind: String, _ name: String) {
      changes.append(FolderChange(action, kind: kind, name: name))
    }

    private static func name(_ relation: ConceptRelation) -> String {
      "\(relation.from) \(relation.link.rawValue) \(relation.to)"
    }

    func make(by actor: Actor, in transaction: TenantTransaction) async throws {
      for relation in parted { try await transaction.deleteRelation(relation) }
      for code in gone { try await transaction.deleteConcept(code) }
      for concept in written { try await transaction.writeConcept(concept) }
      for relation in joined { try await transaction.writeRelation(relation) }
      try await transaction.advanceKnowledgeRevision()
      try await transaction.audit(
        "service.graph_changed",
        of: "graph",
        by: actor,
        after: ["changes": .integer(Int64(changes.count))]
      )
    }
  }
}
