/// Reads numbers in digits and in the words of ten languages, where they stand.
enum NumberReader {
  struct Number {
    let value: Double
    let end: Int
    let isInDigits: Bool
  }

  private enum Word: Sendable {
    case plain(Double)
    case times(Double)
    case plus(Double)
    case point
  }

  /// The number that begins at `start`, or nil.
  ///
  /// - Parameters:
  ///   - start: Where it begins.
  ///   - scalars: The folded text.
  ///   - readsPoint: Whether 七点一 is 7.1; else it is seven, and 点 may be its unit.
  /// - Returns: The number and where it ends.
  static func read(
    at start: Int,
    in scalars: [Unicode.Scalar],
    readsPoint: Bool = true
  ) -> Number? {
    scalars[start].isDigit
      ? digits(at: start, in: scalars) : words(at: start, in: scalars, readsPoint: readsPoint)
  }

  private static func digits(at start: Int, in scalars: [Unicode.Scalar]) -> Number? {
    if start > 0,
      scalars[start - 1].isDigit
        || (scalars[start - 1] == "." && start > 1 && scalars[start - 2].isDigit)
    {
      return nil
    }
    var value = 0.0
    var end = start
    while end < scalars.count, scalars[end].isDigit, end - start < 9 {
      value = value * 10 + Double(scalars[end].value - 48)
      end += 1
    }
    if end + 1 < scalars.count, scalars[end] == ".", scalars[end + 1].isDigit {
      var (place, index) = (0.1, end + 1)
      while index < scalars.count, scalars[index].isDigit, index - end < 5 {
        value += place * Double(scalars[index].value - 48)
        place /= 10
        index += 1
      }
      end = index
    }
    return Number(value: value, end: end, isInDigits: true)
  }

  private static func words(
    at start: Int,
    in scalars: [Unicode.Scalar],
    readsPoint: Bool
  ) -> Number? {
    guard case (let first, var end)? = word(at: start, in: scalars, continuing: false),
      var value = initial(first)
    else { return nil }
    var last = value
    var isSingle = value < 10 && value == value.rounded()
    if case .times = first { isSingle = false }
    while let (next, nextEnd) = word(at: end, in: scalars, continuing: true) {
      switch next {
      case .times(let factor):
        guard last < 10, last > 0 else { return number(value, end) }
        value += last * (factor - 1)
        last = 10
        isSingle = false
      case .plus(let amount):
        value += amount
        last = 10
        isSingle = false
      case .plain(let digit):
        guard digit >= 1 || digit == 0 else { return number(value, end) }
        if digit == 0 {
          guard !isSingle else { return number(value, end) }
        } else if isSingle, digit < 10, last < 10 {
          // 七八 is about seven, 三八 is thirty-eight.
          guard scalars[start].isHan, nextEnd - start == 2 else { return number(value, end) }
          if digit != value + 1 { value = value * 10 + digit }
          return readsPoint ? fraction(value, nextEnd, scalars) : number(value, nextEnd)
        } else if value.truncatingRemainder(dividingBy: 10) == 0, value >= 10,
          digit < 10 || (digit < 20 && (value == 60 || value == 80))
            || (value >= 100 && digit < 100)
        {
          value += digit
          last = digit
        } else {
          return number(value, end)
        }
        isSingle = false
      case .point:
        return readsPoint ? fraction(value, end, scalars) : number(value, end)
      }
      end = nextEnd
    }
    return readsPoint ? fraction(value, end, scalars) : number(value, end)
  }

  private static func initial(_ word: Word) -> Double? {
    switch word {
    case .plain(let value): value
    case .times(let factor): factor
    case .plus, .point: nil
    }
  }

  private static func number(_ value: Double, _ end: Int) -> Number {
    Number(value: value, end: end, isInDigits: false)
  }

  /// 三十八点五, "thirty-eight point five".
  private static func fraction(
    _ value: Double,
    _ end: Int,
    _ scalars: [Unicode.Scalar]
  ) -> Number {
    guard case (.point, let after)? = word(at: end, in: scalars, continuing: true),
      case (.plain(let digit), let last)? = word(at: after, in: scalars, continuing: true),
      digit >= 1, digit < 10
    else { return number(value, end) }
    return number(value + digit / 10, last)
  }

  private static func word(
    at start: Int,
    in scalars: [Unicode.Scalar],
    continuing: Bool
  ) -> (Word, Int)? {
    var index = start
    if continuing {
      while index < scalars.count, index - start < 1,
        scalars[index] == " " || scalars[index] == "-"
      {
        index += 1
      }
    }
    guard index < scalars.count else { return nil }
    if continuing, scalars[index].isDigit, index > start || true {
      guard index + 1 >= scalars.count || !scalars[index + 1].isDigit else { return nil }
    }
    var best: (Word, Int)?
    table.matches(at: index, in: scalars) { end, word in
      if WordBorder.holds(index..<end, in: scalars) { best = (word, end) }
    }
    return best
  }

  private static let table: ScalarTrie<Word> = {
    var table = ScalarTrie<Word>()
    for line in TextTable.lines("Texts/understanding/numbers.txt") {
      let sides = TextTable.cells(line, by: "<")
      guard sides.count == 2, let word = meaning(of: sides[0]) else { continue }
      for form in TextTable.cells(sides[1]) {
        for letters in TextFolding.forms(of: form) {
          table.update(letters) { if $0 == nil { $0 = word } }
        }
      }
    }
    return table
  }()

  private static func meaning(of cell: String) -> Word? {
    if cell == "point" { return .point }
    if cell.hasPrefix("x") { return Double(cell.dropFirst()).map(Word.times) }
    if cell.hasPrefix("+") { return Double(cell.dropFirst()).map(Word.plus) }
    return Double(cell).map(Word.plain)
  }
}
