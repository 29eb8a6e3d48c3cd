internal import TenantStore

extension Recommender {
  /// How much is taken in each region, where the shop has some.
  ///
  /// - Parameters:
  ///   - tenant: The tenant with its settings.
  ///   - all: What everybody did with items, by the kind of the signal.
  ///   - querying: The tenant's scope; it only reads.
  /// - Returns: By region and item; none without regions.
  /// - Throws: What the database throws.
  func regionalScores(
    _ tenant: TenantSnapshot,
    all: [String: [Interaction]],
    _ querying: any TenantQuerying
  ) async throws -> [String: [String: Double]] {
    guard let regions = try tenant.recommend.regions, !regions.isEmpty else { return [:] }
    let now = querying.environment.now()
    var byRegion: [String: [String: [Interaction]]] = [:]
    for kind in PopularityRule.worth.keys.sorted() {
      for seen in try await querying.regionalInteractions(kind: kind) {
        byRegion[seen.region, default: [:]][kind, default: []].append(seen.interaction)
      }
    }
    let taken = byRegion.mapValues { PopularityRule.scores($0, at: now) }
    let known = taken.filter { code, _ in regions.contains { $0.code == code } }
    // Whoever was seen from two regions counts in both, so nothing falls below nothing.
    let elsewhere = PopularityRule.scores(all, at: now).map { item, score in
      (item, max(0, score - known.values.reduce(0) { $0 + ($1[item] ?? 0) }))
    }
    return RegionalPopularity.scores(
      known,
      elsewhere: Dictionary(elsewhere) { first, _ in first }.filter { $0.value > 0 },
      regions
    )
  }
}
