/// The best items of a list of scores, best first; of equal scores the lower number comes first.
///
/// A heap of the best so far with the worst at its root: O(items + log count for each that enters).
package struct TopItems {
  private let limit: Int
  private var heap: [Recommendation] = []

  package init(limit: Int) {
    self.limit = limit
    heap.reserveCapacity(limit)
  }

  /// Offers an item; whether it is open is asked only if it would be kept.
  package mutating func offer(
    _ item: Int,
    _ score: Float,
    where isOpen: (Int) -> Bool = { _ in true }
  ) {
    if heap.count < limit {
      guard isOpen(item) else { return }
      heap.append(Recommendation(item: item, score: score))
      rise()
    } else if limit > 0, score > heap[0].score || (score == heap[0].score && item < heap[0].item),
      isOpen(item)
    {
      heap[0] = Recommendation(item: item, score: score)
      sink()
    }
  }

  /// What was kept, best first.
  package var ordered: [Recommendation] { heap.sorted { !Self.isWorse($0, $1) && $0 != $1 } }

  private static func isWorse(_ one: Recommendation, _ other: Recommendation) -> Bool {
    one.score < other.score || (one.score == other.score && one.item > other.item)
  }

  private mutating func rise() {
    var place = heap.count - 1
    while place > 0, Self.isWorse(heap[place], heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink() {
    var place = 0
    while true {
      var worst = place
      for child in 2 * place + 1...2 * place + 2
      where child < heap.count && Self.isWorse(heap[child], heap[worst]) { worst = child }
      guard worst != place else { return }
      heap.swapAt(place, worst)
      place = worst
    }
  }
}
