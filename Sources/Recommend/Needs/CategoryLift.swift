import Foundation

/// How much likelier a category is among households that buy from a signal's group than among all.
///
/// A lift is n(signal, category) / n(signal) over the category's share, drawn towards 1 by some
/// households, so that a coincidence is no rule. For what few buy, such as goods for babies, the one
/// strongest lift says more than a sum over everything else that a household buys.
package struct CategoryLift {
  /// How many households without a bond each signal is taken to have besides.
  static let strength: Float = 5

  private let width: Int
  /// Log lifts by signals and categories.
  private let lifts: [Float]
  /// Whether signals are the categories themselves, which must not speak for themselves.
  private let isSameKind: Bool

  /// Counts households.
  ///
  /// - Parameters:
  ///   - signals: What each household buys, by signal.
  ///   - purchases: What it buys, by category; as many rows.
  ///   - signalCount: How many columns signals have.
  ///   - width: How many categories there are.
  ///   - isSameKind: Whether signals are the categories.
  package init(
    _ signals: SparseAmounts,
    _ purchases: SparseAmounts,
    signalCount: Int,
    width: Int,
    isSameKind: Bool
  ) {
    self.width = width
    self.isSameKind = isSameKind
    var together = [Float](repeating: 0, count: signalCount * width)
    var (withSignal, withCategory) = (
      [Float](repeating: 0, count: signalCount), [Float](repeating: 0, count: width)
    )
    var households: Float = 0
    for household in 0..<purchases.count where !purchases.range(household).isEmpty {
      households += 1
      purchases.forEach(household) { category, _ in withCategory[category] += 1 }
      signals.forEach(household) { signal, _ in
        withSignal[signal] += 1
        purchases.forEach(household) { category, _ in together[signal * width + category] += 1 }
      }
    }
    for signal in 0..<signalCount {
      for category in 0..<width {
        let share = (withCategory[category] + 0.5) / (households + 1)
        let cell = signal * width + category
        let rate =
          (together[cell] + Self.strength * share) / (withSignal[signal] + Self.strength)
        together[cell] = log(rate / share)
      }
    }
    lifts = together
  }

  /// The strongest log lift of each category and the mean of its three strongest.
  ///
  /// - Parameters:
  ///   - signals: What households buy.
  ///   - row: The household's row.
  ///   - strongest: Filled by category; 0 where nothing speaks for it.
  ///   - mean: Filled by category.
  package func fill(
    _ signals: SparseAmounts,
    row: Int,
    strongest: inout [Float],
    mean: inout [Float]
  ) {
    var (second, third) = (
      [Float](repeating: 0, count: width), [Float](repeating: 0, count: width)
    )
    for category in 0..<width { strongest[category] = 0 }
    signals.forEach(row) { signal, _ in
      let start = signal * width
      for category in 0..<width where !(isSameKind && category == signal) {
        let lift = lifts[start + category]
        if lift > strongest[category] {
          third[category] = second[category]
          second[category] = strongest[category]
          strongest[category] = lift
        } else if lift > second[category] {
          third[category] = second[category]
          second[category] = lift
        } else if lift > third[category] {
          third[category] = lift
        }
      }
    }
    for category in 0..<width {
      mean[category] = (strongest[category] + second[category] + third[category]) / 3
    }
  }
}
