/// Keeps the last places of a long list for what similar users alone would propose.
///
/// Fitted vectors settle on the same few hundred items. Two places in twenty, given to the neighbours'
/// own favourites, cost nothing on held-out items of Amazon Baby, show most of the catalogue to somebody,
/// and earn the signals by which rare items are judged later.
enum DiscoveryRule {
  /// One place in so many is given up.
  static let share = 10
  /// Shops with fewer users know too little of rare items.
  static let fewestUsers = 5_000

  /// Replaces the last items of a full list by discoveries, where there are any.
  ///
  /// - Parameters:
  ///   - list: The best items, best first.
  ///   - count: How many were asked for.
  ///   - likely: What similar users took, per item; 0 for what cannot be shown.
  ///   - isOpen: Whether an item may be shown.
  static func apply(
    to list: inout [Recommendation],
    count: Int,
    likely: [Float],
    where isOpen: (Int) -> Bool
  ) {
    guard list.count == count else { return }
    let places = count / share
    let shown = Set(list.dropLast(places).map(\.item))
    var found = TopItems(limit: places)
    for item in likely.indices where likely[item] > 0 && !shown.contains(item) {
      found.offer(item, likely[item], where: isOpen)
    }
    let discoveries = found.ordered
    guard discoveries.count == places, let last = list.dropLast(places).last else { return }
    // They stand at the end by intention, so they get the score of the place before them.
    list.replaceSubrange(
      (count - places)...,
      with: discoveries.map { Recommendation(item: $0.item, score: last.score) }
    )
  }
}
