/// Which words a mistyped one may have meant.
///
/// Words and spellings are found by deletions: two words within one edit share a form that lacks at
/// most one letter of either. Forms with one letter left out are kept for each known word; of a long
/// search word two may be left out, which finds about half of the words within two edits. The
/// overlap of letter pairs finds more of those, but reads a thousand times as many rows (decision 15).
package enum TypoRule {
  /// Shorter words are too easily others.
  static let shortest = 4
  static let longest = 24

  /// How many edits are forgiven in a word.
  package static func allowance(for word: String) -> Int { word.utf8.count >= 8 ? 2 : 1 }

  /// The forms under which a word is kept: itself, and with each single letter left out.
  package static func forms(of word: String) -> Set<String> {
    guard isSpelt(word) else { return [] }
    return deletions(of: [word]).union([word])
  }

  /// The forms by which a mistyped word is looked for.
  package static func searchedForms(of word: String) -> Set<String> {
    var forms = forms(of: word)
    if allowance(for: word) > 1 { forms.formUnion(deletions(of: forms)) }
    return forms
  }

  /// Whether a word has letters only, and neither too few nor too many for typos to be told.
  static func isSpelt(_ word: String) -> Bool {
    (shortest...longest).contains(word.utf8.count)
      && word.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }

  private static func deletions(of words: Set<String>) -> Set<String> {
    var forms: Set<String> = []
    for word in words {
      let letters = Array(word.utf8)
      for index in letters.indices {
        var rest = letters
        rest.remove(at: index)
        forms.insert(String(decoding: rest, as: UTF8.self))
      }
    }
    return forms
  }

  /// How many letters must be inserted, deleted, changed or swapped with their neighbour (optimal
  /// string alignment); nothing when more than the limit.
  package static func distance(_ left: String, _ right: String, limit: Int) -> Int? {
    let a = Array(left.utf8)
    let b = Array(right.utf8)
    guard abs(a.count - b.count) <= limit else { return nil }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var least = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          least = min(least, before[j - 2] + 1)
        }
        row.append(least)
      }
      guard row.min() ?? 0 <= limit else { return nil }
      before = above
      above = row
    }
    return above[b.count] <= limit ? above[b.count] : nil
  }
}
