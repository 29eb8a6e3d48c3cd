/// Wrong spellings and what was meant, replaced at the longest match.
struct SlipTable: Sendable {
  private var trie = ScalarTrie<[Unicode.Scalar]>()

  /// Reads lines of `right < wrong | wrong`.
  ///
  /// - Parameters:
  ///   - lines: The lines.
  ///   - isWanted: Whether a wrong spelling belongs to this table.
  ///   - fold: Folds both sides.
  init(
    lines: [String],
    where isWanted: ([Unicode.Scalar]) -> Bool = { _ in true },
    fold: (String) -> [Unicode.Scalar]
  ) {
    for line in lines {
      let sides = TextTable.cells(line, by: "<")
      guard sides.count == 2 else { continue }
      let right = fold(sides[0])
      for wrong in TextTable.cells(sides[1]) {
        let wrong = fold(wrong)
        if isWanted(wrong) { trie.insert(wrong, value: right) }
      }
    }
  }

  func replacing(in scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      if let match = longest(at: index, in: scalars) {
        result.append(contentsOf: match.value)
        index = match.end
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  private func longest(
    at index: Int,
    in scalars: [Unicode.Scalar]
  ) -> (end: Int, value: [Unicode.Scalar])? {
    var best: (end: Int, value: [Unicode.Scalar])?
    trie.matches(at: index, in: scalars) { end, value in
      if WordBorder.holds(index..<end, in: scalars) { best = (end, value) }
    }
    return best
  }
}

/// Words of spaced scripts begin and end at a border; those of other scripts stand anywhere.
enum WordBorder {
  static func holds(
    _ range: Range<Int>,
    in scalars: [Unicode.Scalar],
    openEnd: Bool = false
  ) -> Bool {
    let (first, last) = (scalars[range.lowerBound], scalars[range.upperBound - 1])
    if first.isSpacedLetter, range.lowerBound > 0,
      joins(scalars[range.lowerBound - 1], first)
    {
      return false
    }
    if !openEnd, last.isSpacedLetter, range.upperBound < scalars.count,
      joins(last, scalars[range.upperBound])
    {
      return false
    }
    return true
  }

  private static func joins(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    left.isSpacedLetter && right.isSpacedLetter && left.isDigit == right.isDigit
  }
}
