import Foundation

/// All that features are made of at one cut-off.
struct NeedSnapshot {
  let statistics: PanelStatistics
  /// What each household bought before, the recent more than the old.
  let purchases: SparseAmounts
  /// What the future is told from: purchases by category, or by group where categories are many.
  let signals: SparseAmounts
  let affinity: CategoryAffinity
  /// How strongly what is bought of each signal speaks for each category.
  let lift: CategoryLift
  /// Purchases weighted by recency per household and group, by households.
  let groupPurchases: [Float]
  /// The same per trip, over all households.
  let groupShares: [Float]
  let groups: Int

  /// Above so many categories, what is solved for all pairs of them is solved within groups instead.
  static let denseLimit = 700

  init(_ history: PurchaseHistory, before day: Int) {
    let statistics = PanelStatistics(history, before: day)
    let groups = (history.groups.max() ?? -1) + 1
    var purchases = SparseAmounts()
    var byGroup = [Float](repeating: 0, count: history.households * groups)
    for household in 0..<history.households {
      PairHistory.forEach(history.events(of: household), before: day) { category, pair in
        purchases.append(category, log1p(2 * pair.decayed90))
        byGroup[household * groups + history.groups[category]] += pair.decayed90
      }
      purchases.endRow()
    }
    affinity = CategoryAffinity(purchases, groups: history.groups, penalty: 200)
    let isByCategory = history.groups.count <= Self.denseLimit
    let signals =
      isByCategory
      ? purchases : Self.groupRows(byGroup, households: history.households, groups: groups)
    lift = CategoryLift(
      signals,
      purchases,
      signalCount: isByCategory ? history.groups.count : groups,
      width: history.groups.count,
      isSameKind: isByCategory
    )
    self.signals = signals
    groupShares = Self.shares(byGroup, statistics, groups: groups)
    groupPurchases = byGroup
    self.groups = groups
    self.purchases = purchases
    self.statistics = statistics
  }

  private static func groupRows(_ amounts: [Float], households: Int, groups: Int) -> SparseAmounts {
    var rows = SparseAmounts()
    for household in 0..<households {
      for group in 0..<groups where amounts[household * groups + group] > 0 {
        rows.append(group, log1p(2 * amounts[household * groups + group]))
      }
      rows.endRow()
    }
    return rows
  }

  private static func shares(
    _ amounts: [Float],
    _ statistics: PanelStatistics,
    groups: Int
  ) -> [Float] {
    var shares = [Float](repeating: 0, count: groups)
    for place in amounts.indices { shares[place % groups] += amounts[place] }
    let trips = statistics.households.reduce(0) { $0 + $1.decayedTrips }
    return shares.map { $0 / max(trips, 1) }
  }
}
