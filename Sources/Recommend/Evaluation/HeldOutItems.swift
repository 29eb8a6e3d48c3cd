/// Interactions in two parts: what a model may see, and what it has to foresee.
struct HeldOutItems {
  /// What is left.
  let rest: Interactions
  /// What was taken away, with the same numbers.
  let held: Interactions

  /// Takes a tenth of the items of each user who has three or more, but at least one, at random.
  init(_ interactions: Interactions, seed: UInt64) {
    var random = SplitMix(seed: seed)
    var (rest, held) = ([[Int32]](), [[Int32]]())
    for user in 0..<interactions.userCount {
      let items = interactions.byUser[user]
      let count = items.count < 3 ? 0 : max(1, items.count / 10)
      let taken = Set(items.shuffled(using: &random).prefix(count))
      held.append(items.filter { taken.contains($0) })
      rest.append(items.filter { !taken.contains($0) })
    }
    self.rest = Interactions(rows: rest, itemCount: interactions.itemCount)
    self.held = Interactions(rows: held, itemCount: interactions.itemCount)
  }
}
