/// In which order new products get their ids, which "newest" lists them by.
enum ArrivalRule {
  /// Takes one product of each category in turn, each category's in its own order.
  ///
  /// Files stand category by category; in that order a shop's newest goods would all be of the last
  /// one.
  static func mixed(_ products: [ProductDraft]) -> [ProductDraft] {
    var rounds: [String: Int] = [:]
    let placed = products.enumerated().map { index, product in
      defer { rounds[product.category, default: 0] += 1 }
      return (round: rounds[product.category, default: 0], index: index)
    }
    return placed.sorted { ($0.round, $0.index) < ($1.round, $1.index) }.map { products[$0.index] }
  }
}
