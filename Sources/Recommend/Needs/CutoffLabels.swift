/// What was bought after each of some cut-offs, by households that bought before and after it.
struct CutoffLabels {
  /// One row for each household and cut-off: what it had bought before.
  private(set) var inputs = SparseAmounts()
  /// The categories that it bought within the horizon.
  private(set) var outputs = SparseAmounts()
  /// Whose row it is.
  private(set) var households: [Int] = []
  /// At which of the cut-offs it is.
  private(set) var cutoffs: [Int] = []

  init(_ history: PurchaseHistory, _ snapshots: [NeedSnapshot], horizon: Int) {
    for (place, snapshot) in snapshots.enumerated() {
      let days = snapshot.statistics.day..<snapshot.statistics.day + horizon
      for (household, person) in snapshot.statistics.households.enumerated() {
        guard person.isKnown, history.tripCount(of: household, in: days) > 0 else { continue }
        snapshot.signals.forEach(household) { inputs.append($0, $1) }
        inputs.endRow()
        for category in history.categories(of: household, in: days) { outputs.append(category, 1) }
        outputs.endRow()
        households.append(household)
        cutoffs.append(place)
      }
    }
  }
}
