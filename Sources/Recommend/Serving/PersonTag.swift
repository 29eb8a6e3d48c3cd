public import Foundation
public import TenantStore

/// What is known of a person in one word, and what it was learnt from.
public struct PersonTag: Hashable, Sendable {
  /// Something that the person did with an item.
  public struct Trace: Hashable, Sendable {
    /// The item.
    public let item: String
    /// The strongest thing that was done with it.
    public let deed: RecommendationReason.Deed
    /// When something was done with it last, in UTC.
    public let lastAt: Date
  }

  /// The category that the person looks into; empty for items of which nothing is known any more.
  public let category: String
  /// What it was learnt from, the latest first; at least one.
  public let traces: [Trace]
}

extension Recommender {
  /// What is known of a person, for the person to see: each category with what was done in it.
  ///
  /// - Parameters:
  ///   - person: Whose tags.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: The tags, the one with most traces first; none of somebody of whom nothing is kept.
  /// - Throws: What the ports throw.
  public func tags(
    of person: PersonID,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [PersonTag] {
    let history = try await querying.history(of: person)
    guard !history.isEmpty else { return [] }
    let facts = try await ports.catalogue(history.map(\.item), tenant, querying)
    let kinds = Dictionary(facts.map { ($0.id, $0.category) }) { first, _ in first }
    let byKind = Dictionary(grouping: history) { kinds[$0.item] ?? "" }
    return byKind.map { kind, entries in
      PersonTag(
        category: kind,
        traces: entries.map { PersonTag.Trace(item: $0.item, deed: $0.deed, lastAt: $0.lastAt) }
      )
    }
    .sorted { ($0.traces.count, $1.category) > ($1.traces.count, $0.category) }
  }

  /// Whether the shop sells an item of that name now.
  public func sells(
    _ item: String,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Bool {
    try await !ports.catalogue([item], tenant, querying).isEmpty
  }
}
