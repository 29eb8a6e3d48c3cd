/// One message, folded, with the words of the tables and the quantities that stand in it.
struct Reading: Sendable {
  let text: FoldedText
  private(set) var quantities: [Quantity]
  private(set) var places: [Int: [Range<Int>]] = [:]
  let table: PhraseTable

  init(_ message: String, table: PhraseTable) {
    let text = FoldedText(String(message.prefix(Self.longestMessage)))
    self.text = text
    self.table = table
    quantities = []
    collectPlaces()
    quantities = lowered(QuantityReader.read(text))
    quantities += Durations.read(self)
  }

  /// Characters of a message that are read; what stands behind them is not.
  static let longestMessage = 8_000

  /// Where a class's words stand, in order.
  func places(of name: String) -> [Range<Int>] {
    table.classes[name].flatMap { places[$0] } ?? []
  }

  /// Whether a word of the class stands in the message.
  func has(_ name: String) -> Bool { !places(of: name).isEmpty }

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
    for (element, range) in found {
      if shields.contains(where: { $0.count > range.count && $0.contains(range) }) { continue }
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
