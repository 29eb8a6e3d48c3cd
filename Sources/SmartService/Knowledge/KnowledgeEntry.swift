public import Foundation

/// Where a version is on its way to parents.
@nonexhaustive
public enum KnowledgeState: String, Hashable, Sendable, Codable, CaseIterable {
  /// Being written.
  case draft
  /// Waiting for an expert.
  case review
  /// Answered with.
  case published
  /// Replaced or taken back.
  case withdrawn
}

/// An entry in one of its versions.
public struct KnowledgeEntry: Hashable, Sendable {
  /// The entry.
  public let id: KnowledgeID
  /// Which wording it is, from 1.
  public let version: Int
  /// Where it is on its way.
  public let state: KnowledgeState
  /// The wording.
  public let draft: KnowledgeDraft
  /// The language model that drafted it; empty where people did.
  public let draftedBy: String
  /// Who vouches for it; empty before the review.
  public let reviewer: String
  /// When it was reviewed.
  public let reviewedAt: Date?
  /// When it must be reviewed again; after that nothing is answered with it.
  public let dueAt: Date?

  /// Whether answers may be given with it.
  public func isServed(at now: Date) -> Bool {
    state == .published && dueAt.map { $0 > now } ?? true
  }
}
