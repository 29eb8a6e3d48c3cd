internal import Foundation
public import TenantStore

extension FolderPart {
  /// `knowledge.csv`: what customer service answers with.
  ///
  /// An entry with a reviewer is published under that name, one without waits for an expert. Entries
  /// that the file does not name are left alone: withdrawing is a decision of its own. What was
  /// withdrawn stays so until the file says something else, and a newer draft of an expert goes on
  /// waiting while the file still says what is served.
  public static let knowledge = Self(
    name: "knowledge",
    reconcile: { folder, _, mode, transaction in
      guard let bytes = try folder.file(KnowledgePart.path) else { return [] }
      let records = try KnowledgePart.read(bytes)
      let stored = try await KnowledgePart.stored(in: transaction)
      let changes = records.compactMap { KnowledgePart.change(stored[$0.draft.slug], $0) }
      guard case .apply(let actor) = mode else { return changes }
      let changed = Set(changes.map(\.name))
      for record in records where changed.contains(record.draft.slug) {
        try await KnowledgePart.write(record, by: actor, in: transaction)
      }
      return changes
    },
    export: { _, transaction in
      let records = try await KnowledgePart.stored(in: transaction).values
        .sorted { $0.draft.slug < $1.draft.slug }
        .map { entry in
          KnowledgeFile.Record(
            draft: entry.draft,
            reviewer: entry.state == .published ? entry.reviewer : ""
          )
        }
      guard !records.isEmpty else { return [] }
      return [FolderFile(path: KnowledgePart.path, bytes: Array(KnowledgeFile.csv(records).utf8))]
    }
  )
}

/// What reading and writing the file needs.
private enum KnowledgePart {
  static let path = "knowledge.csv"

  static func read(_ bytes: [UInt8]) throws -> [KnowledgeFile.Record] {
    let records: [KnowledgeFile.Record]
    do {
      records = try KnowledgeFile.records(csv: bytes)
    } catch let error as KnowledgeFileError {
      throw FolderProblems(path, error.description)
    }
    var seen: Set<String> = []
    for record in records where !seen.insert(record.draft.slug).inserted {
      throw FolderProblems(path, "names \(record.draft.slug) twice; name each entry once")
    }
    for record in records where record.reviewer.count > 120 {
      throw FolderProblems(path, "\(record.draft.slug): reviewer has more than 120 characters")
    }
    return records
  }

  /// What each entry says: the version that is served, else the latest.
  static func stored(in transaction: TenantTransaction) async throws -> [String: KnowledgeEntry] {
    Dictionary(
      try await transaction.standingKnowledge().map { ($0.draft.slug, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  static func change(_ stored: KnowledgeEntry?, _ wanted: KnowledgeFile.Record)
    -> FolderChange?
  {
    guard let stored else {
      return FolderChange(.create, kind: "knowledge", name: wanted.draft.slug)
    }
    var fields: [String] = []
    func compare(_ name: String, _ isSame: Bool) { if !isSame { fields.append(name) } }
    let (old, new) = (stored.draft, wanted.draft)
    compare("question", old.question == new.question)
    compare("similar", old.similar == new.similar)
    compare("answer", old.answer == new.answer)
    compare("source", old.source == new.source)
    compare("language", old.language == new.language)
    compare("topic", old.topic == new.topic)
    compare("ages", (old.minAgeDays, old.maxAgeDays) == (new.minAgeDays, new.maxAgeDays))
    // A file without a reviewer takes nothing back that an expert vouched for elsewhere.
    let isVouched = stored.state == .published && stored.reviewer == wanted.reviewer
    compare("reviewer", wanted.reviewer.isEmpty || stored.state == .withdrawn || isVouched)
    guard !fields.isEmpty else { return nil }
    return FolderChange(.update, kind: "knowledge", name: wanted.draft.slug, fields: fields)
  }

  static func write(
    _ record: KnowledgeFile.Record,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let (desk, slug) = (ServiceDesk(), record.draft.slug)
    try await desk.writeKnowledge(record.draft, by: actor, in: transaction)
    try await desk.submitKnowledge(slug, by: actor, in: transaction)
    guard !record.reviewer.isEmpty else { return }
    try await desk.publishKnowledge(
      slug,
      reviewer: record.reviewer,
      by: actor,
      in: transaction
    )
  }
}
