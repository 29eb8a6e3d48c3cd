/// An item for somebody with what speaks for it most.
package struct Proposal: Hashable, Sendable {
  /// The item.
  package let item: Int
  /// The item of the history that adds most to its score; nil when none adds anything.
  package let reason: Int?
}

extension RecommendationModel {
  /// Of how many of those who took an item is asked for its reason.
  private static let witnesses = 500

  /// The best open items for somebody whom the model does not know, each with its strongest reason.
  ///
  /// The rules come before the rank: what is not open is passed over however well it fits. The history is
  /// scored once for all of them; reasons of items that many took are told by a part of these.
  ///
  /// - Parameters:
  ///   - history: The items that they have; unknown ones are passed over.
  ///   - count: The most items to give, 0 or more.
  ///   - isOpen: Whether an item may be shown.
  /// - Returns: At most so many.
  package func proposals(history: [Int], count: Int, where isOpen: (Int) -> Bool) -> [Proposal] {
    let known = known(history)[...]
    var room = ScoringRoom(self)
    let list = best(known, of: nil, count: count, &room, where: isOpen)
    let scales = room.scales(weights)
    let fitting = factors.parts(of: list.map(\.item), known)
    return list.enumerated().map { rank, entry in
      let likely = neighbours.parts(
        of: entry.item,
        known,
        of: nil,
        among: interactions,
        least: room.met.least,
        asking: Self.witnesses
      )
      // A part of the witnesses stands for all of them.
      let whole = Float(interactions.popularity(of: entry.item))
      let share = max(1, (whole / Float(Self.witnesses)).rounded(.down))
      let scores = known.indices.map { place in
        scales.neighbours * likely[place] * share + scales.factors * fitting[rank][place]
      }
      let best = scores.indices.max { (scores[$0], $1) < (scores[$1], $0) }
      return Proposal(
        item: entry.item,
        reason: best.flatMap { scores[$0] > 0 ? Int(known[known.startIndex + $0]) : nil }
      )
    }
  }
}
