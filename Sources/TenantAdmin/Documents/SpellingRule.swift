/// Finds the name that was meant.
enum SpellingRule {
  /// The candidate that a few slips of the finger away, or nothing when all are far.
  static func closest(to word: String, among candidates: [String]) -> String? {
    let limit = max(1, word.count / 3)
    return candidates.map { ($0, distance(word.lowercased(), $0.lowercased())) }
      .filter { $0.1 <= limit }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// What to say of a key that nothing reads.
  static func unknownKey(_ key: String, known: [String]) -> String {
    if let meant = closest(to: key, among: known) {
      return "is not a key here; did you mean \(meant)?"
    }
    guard !known.isEmpty else { return "is not a key here; remove it" }
    return "is not a key here; known are: \(known.joined(separator: ", "))"
  }

  /// Edits between two words, a swap of neighbours counted as one (optimal string alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var earlier: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = left[row] == right[column] ? 0 : 1
        var best = min(current[column] + 1, last[column + 1] + 1, last[column] + change)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, earlier[column - 1] + 1)
        }
        current.append(best)
      }
      (earlier, last) = (last, current)
    }
    return last[right.count]
  }
}
