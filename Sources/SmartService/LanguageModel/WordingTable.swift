/// The words of `Texts/wording/words.txt` by which sentences are compared.
struct WordingTable: Sendable {
  /// What a word says of its sentence.
  enum Kind: String, CaseIterable, Sendable {
    /// It joins, and adds nothing; only at the beginning of a clause.
    case join
    /// The sentence warns, or sends to a doctor.
    case warning
    /// The sentence leans on the one before it.
    case leaning
    /// The sentence takes something back of the one before it.
    case limit
  }

  /// Words that mean the same, each turned into the first of its line.
  let same: SlipTable
  private let words: [Kind: [[Unicode.Scalar]]]

  static let shared = WordingTable(TextTable.lines("Texts/wording/words.txt"))

  init(_ lines: [String]) {
    same = SlipTable(lines: lines.filter { $0.contains(" < ") }, fold: TextFolding.fold)
    var words: [Kind: [[Unicode.Scalar]]] = [:]
    for line in lines {
      let sides = TextTable.cells(line, by: "=")
      guard sides.count == 2, let kind = Kind(rawValue: sides[0]) else { continue }
      words[kind, default: []] += TextTable.cells(sides[1]).flatMap(TextFolding.forms)
    }
    // The longest first: of two words that begin alike the whole one counts.
    self.words = words.mapValues { $0.sorted { $0.count > $1.count } }
  }

  /// Whether a word of a kind stands anywhere in a sentence.
  func holds(_ kind: Kind, in scalars: [Unicode.Scalar]) -> Bool {
    scalars.indices.contains { word(kind, at: $0, in: scalars) != nil }
  }

  /// Whether a sentence begins with a word of a kind.
  func begins(_ kind: Kind, _ scalars: [Unicode.Scalar]) -> Bool {
    let start = scalars.firstIndex { $0 != " " && $0 != "," } ?? 0
    return word(kind, at: start, in: scalars) != nil
  }

  /// A sentence without the joining words at the beginning of its clauses.
  func withoutJoins(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var (place, isStart) = (0, true)
    while place < scalars.count {
      if isStart, let join = word(.join, at: place, in: scalars) {
        place += join.count
        continue
      }
      let scalar = scalars[place]
      isStart = scalar == "," || (isStart && scalar == " ")
      result.append(scalar)
      place += 1
    }
    return result
  }

  private func word(_ kind: Kind, at place: Int, in scalars: [Unicode.Scalar]) -> [Unicode.Scalar]?
  {
    words[kind]?.first { word in
      let end = place + word.count
      return end <= scalars.count && scalars[place..<end].elementsEqual(word)
        && WordBorder.holds(place..<end, in: scalars)
    }
  }
}
