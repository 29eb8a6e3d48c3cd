/// One message, folded, with the words of the tables and the quantities that stand in it.
struct Reading: Sendable {
  let text: FoldedText
  private(set) var quantities: [Quantity]
  private(set) var places: [Int: [Range<Int>]] = [:]
  let table: PhraseTable

  init(_ message: String, table: PhraseTable) {
    let text = FoldedText(Self.readable(message))
    self.text = text
    self.table = table
    quantities = []
    collectPlaces()
    quantities = lowered(QuantityReader.read(text))
    quantities += Durations.read(self)
  }

  /// The part of a message that is read: all 4,000 characters that one may have, of a longer one the
  /// first 3,000 and the last 1,000.
  private static func readable(_ message: String) -> String {
    if message.prefix(4_000).endIndex == message.endIndex { return message }
    return message.prefix(3_000) + "\n" + message.suffix(1_000)
  }

  /// Where a class's words stand, in order.
  func places(of name: String) -> [Range<Int>] {
    table.classes[name].flatMap { places[$0] } ?? []
  }

  /// Whether a word of the class stands in the message.
  func has(_ name: String) -> Bool { !places(of: name).isEmpty }

  /// Whether a word of the class stands in the clause of a range.
  func isInClause(of name: String, _ range: Range<Int>) -> Bool {
    let clause = text.clauses[range.lowerBound]
    return places(of: name).contains { text.clauses[$0.lowerBound] == clause }
  }

  /// "Not quite 39", 不到十二小时: a little less than the number says.
  private func lowered(_ quantities: [Quantity]) -> [Quantity] {
    let words = places(of: "under")
    guard !words.isEmpty else { return quantities }
    return quantities.map { quantity in
      let isUnder = words.contains {
        (0...1).contains(quantity.range.lowerBound - $0.upperBound)
      }
      return isUnder ? quantity.lowered : quantity
    }
  }

  private mutating func collectPlaces() {
    var found: [(element: Int, range: Range<Int>)] = []
    let scalars = text.scalars
    for start in scalars.indices {
      table.trie.matches(at: start, in: scalars) { end, uses in
        let range = start..<end
        let closed = WordBorder.holds(range, in: scalars)
        let open = closed || WordBorder.holds(range, in: scalars, openEnd: true)
        for use in uses where use.isOpen ? open : closed { found.append((use.element, range)) }
      }
    }
    let protected = table.classes["protected"]
    let shields = found.filter { $0.element == protected }.map(\.range)
    let cover = WordCover(shields, length: scalars.count)
    for (element, range) in found where !cover.holds(range) {
      places[element, default: []].append(range)
    }
  }
}

extension Range<Int> {
  /// Whether the other range lies in this one.
  func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
