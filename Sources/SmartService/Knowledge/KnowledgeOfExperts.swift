public import Foundation
public import TenantStore

extension ServiceDesk {
  /// Writes an entry, or a further version of it, as a draft that nobody is answered with.
  ///
  /// - Parameters:
  ///   - draft: What it says.
  ///   - model: The language model that drafted it; a further version of a draft keeps the mark until the
  ///     answer is another one.
  ///   - actor: Who writes it.
  ///   - transaction: Where it happens.
  /// - Returns: The version's number.
  /// - Throws: ``ServiceRefusal`` with `service.knowledge_invalid` and the fields.
  @discardableResult
  public func writeKnowledge(
    _ draft: KnowledgeDraft,
    draftedBy model: String = "",
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let problems = KnowledgeDraftRule.problems(of: draft)
    guard problems.isEmpty else {
      throw ServiceRefusal(.knowledgeInvalid, ["fields": .array(problems.map { .string($0) })])
    }
    guard
      let entry = try await transaction.holdKnowledgeEntry(slug: draft.slug, topic: draft.topic),
      let written = try await transaction.insertKnowledgeVersion(draft, by: model, of: entry)
    else { throw TenantStoreError.emptyAnswer }
    try await transaction.audit(
      "service.knowledge_written",
      of: entry.description,
      by: actor,
      after: ["version": .integer(Int64(written.version))]
    )
    return written.version
  }

  /// Gives the latest draft of an entry to the experts.
  ///
  /// - Throws: ``ServiceRefusal`` when there is no draft.
  public func submitKnowledge(
    _ slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let moved = try await transaction.moveKnowledge(slug, from: .draft, to: .review) else {
      throw ServiceRefusal(.knowledgeStateRefused, ["slug": .string(slug)])
    }
    try await transaction.audit(
      "service.knowledge_submitted",
      of: moved.entry.description,
      by: actor
    )
  }

  /// Publishes what an expert vouches for; the version before it is withdrawn.
  ///
  /// - Parameters:
  ///   - slug: The entry, of which the latest version waits for review.
  ///   - reviewer: Who vouches for it, 1 to 120 characters, shown with each answer.
  ///   - due: When it must be reviewed again; after that nothing is answered with it.
  ///   - actor: Who publishes.
  ///   - transaction: Where it happens.
  /// - Throws: ``ServiceRefusal`` when nothing waits, or nobody vouches.
  public func publishKnowledge(
    _ slug: String,
    reviewer: String,
    due: Date? = nil,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...120).contains(reviewer.count) else {
      throw ServiceRefusal(.knowledgeInvalid, ["fields": ["reviewer"]])
    }
    guard
      let published = try await transaction.publishKnowledge(slug, reviewer: reviewer, due: due)
    else { throw ServiceRefusal(.knowledgeStateRefused, ["slug": .string(slug)]) }
    try await transaction.serveKnowledge(published.entry, version: published.version)
    try await transaction.advanceKnowledgeRevision()
    try await transaction.audit(
      "service.knowledge_published",
      of: published.entry.description,
      by: actor,
      after: ["reviewer": .string(reviewer), "version": .integer(Int64(published.version))]
    )
  }

  /// Takes an entry back, so that nothing is answered with it.
  ///
  /// - Throws: ``ServiceRefusal`` when it is not published.
  public func withdrawKnowledge(
    _ slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard let moved = try await transaction.withdrawPublished(slug) else {
      throw ServiceRefusal(.knowledgeStateRefused, ["slug": .string(slug)])
    }
    try await transaction.serveKnowledge(moved.entry, version: nil)
    try await transaction.advanceKnowledgeRevision()
    try await transaction.audit(
      "service.knowledge_withdrawn",
      of: moved.entry.description,
      by: actor
    )
  }
}
