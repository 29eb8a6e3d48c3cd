/// Keeps the last place of a long list for an item that few lists would show.
///
/// Blends settle on the same few hundred items. One place in twenty or so costs little, shows most of
/// the catalogue to somebody, and earns the signals by which rare items are judged later. The item is
/// the one that similar users took most for how rarely it is taken at all.
enum DiscoveryRule {
  /// Lists shorter than this are too short to give up a place.
  static let shortestList = 10
  /// Shops with fewer users know too little of rare items.
  static let fewestUsers = 5_000

  /// Replaces the last item of a full list by a discovery, where there is one.
  ///
  /// - Parameters:
  ///   - list: The best items, best first.
  ///   - count: How many were asked for.
  ///   - likely: What similar users took, per item; 0 for what cannot be shown.
  ///   - popularity: How often each item is taken, above 0 where `likely` is.
  static func apply(
    to list: inout [Recommendation],
    count: Int,
    likely: [Float],
    popularity: [Float]
  ) {
    guard count >= shortestList, list.count == count, let last = list.last else { return }
    let shown = Set(list.map(\.item))
    var best: (item: Int, worth: Float)?
    for item in likely.indices where likely[item] > 0 && !shown.contains(item) {
      let worth = likely[item] / popularity[item].squareRoot()
      if worth > best?.worth ?? 0 { best = (item, worth) }
    }
    guard let best else { return }
    list[count - 1] = Recommendation(item: best.item, score: last.score)
  }
}
