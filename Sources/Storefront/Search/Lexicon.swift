/// What a shop's lexicon says of the terms and keys of a question.
struct Lexicon {
  /// How many products a term finds.
  private(set) var counts: [String: Int] = [:]
  private var keys: [String: [String]] = [:]
  private var names: Set<String> = []

  /// - Parameter rows: Terms with their counts, and what keys stand for, the most frequent first.
  init(_ rows: [(key: String?, term: String, count: Int?)]) {
    for row in rows {
      if let count = row.count { counts[row.term] = count } else { names.insert(row.term) }
      if let key = row.key { keys[key, default: []].append(row.term) }
    }
  }

  /// Whether all terms are found.
  func has(_ terms: [String]) -> Bool {
    !terms.isEmpty && terms.allSatisfy { (counts[$0] ?? 0) > 0 }
  }

  /// Whether a text is the name of a brand or category, whose pairs need not be among the counts.
  func isName(_ text: String) -> Bool { names.contains(text) }

  /// The terms or names that a key stands for.
  func terms(_ key: String) -> [String] { keys[key] ?? [] }

  /// About how many products have all of some terms: as many as the rarest has.
  func count(_ terms: [String]) -> Int { terms.map { counts[$0] ?? 1 }.min() ?? 0 }

  /// What a hit says, 1 to 24: twice the binary logarithm of how rare it is.
  func rarity(_ count: Int) -> Int {
    let all = max(1, counts[SearchChange.everything] ?? 1)
    var share = max(1, all / max(1, count))
    var bits = 0
    while share > 1 {
      share /= 2
      bits += 1
    }
    return min(24, 2 * bits + 1)
  }
}
