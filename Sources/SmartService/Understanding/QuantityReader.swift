/// Finds the numbers with units of a message.
enum QuantityReader {
  static func read(_ text: FoldedText) -> [Quantity] {
    let scalars = text.scalars
    var found: [Quantity] = []
    var index = 0
    while index < scalars.count {
      if mayBegin(at: index, in: scalars),
        let number = NumberReader.read(at: index, in: scalars),
        let quantity = quantity(number, from: index, in: scalars)
      {
        found.append(quantity)
        index = max(quantity.range.upperBound, index + 1)
      } else {
        index += 1
      }
    }
    return found
  }

  private static func mayBegin(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, scalars[index].isSpacedLetter else { return true }
    let before = scalars[index - 1]
    return !before.isSpacedLetter || (scalars[index].isDigit && !before.isDigit)
  }

  private static func quantity(
    _ number: NumberReader.Number,
    from start: Int,
    in scalars: [Unicode.Scalar]
  ) -> Quantity? {
    if let clock = clock(number, from: start, in: scalars) { return clock }
    var value = number.value
    var (end, isMore) = skipMore(number.end, in: scalars)
    // 两个半月, "two and a half months".
    if let half = half(at: end, in: scalars), unit(at: half, in: scalars) != nil {
      value += 0.5
      end = half
    }
    guard let unit = unit(at: end, in: scalars) else {
      // 七点一泡尿: not 7.1.
      if !number.isInDigits, !(35.0...42.0).contains(value),
        let whole = NumberReader.read(at: start, in: scalars, readsPoint: false),
        whole.end < number.end
      {
        return quantity(whole, from: start, in: scalars)
      }
      // 烧到三十九: a temperature may stand without its unit, other words of number not.
      guard number.isInDigits || (35.0...42.0).contains(number.value) else { return nil }
      return Quantity(value: value, unit: .bare, range: start..<number.end)
    }
    if !number.isInDigits, !Self.measured.contains(unit.unit),
      let whole = NumberReader.read(at: start, in: scalars, readsPoint: false),
      whole.end < number.end
    {
      return quantity(whole, from: start, in: scalars)
    }
    end = unit.end
    let more = skipMore(end, in: scalars)
    if more.isMore { (end, isMore) = (more.end, true) }
    if unit.unit == .celsius || unit.unit == .clock {
      if let tail = tenths(at: end, unit: unit.unit, in: scalars) {
        value += tail.value
        end = tail.end
      }
    } else if let tail = tailHalf(at: end, in: scalars), number.value >= 1 {
      value += 0.5
      end = tail
    }
    return Quantity(
      value: value * unit.factor,
      unit: unit.unit,
      range: start..<end,
      isMore: isMore
    )
  }

  /// Units of which people tell tenths; 七点一次 is one time at seven.
  private static let measured: Set<Quantity.Unit> = [
    .celsius, .fahrenheit, .kilogram, .metre, .percent, .millilitre,
  ]

  /// 7:30.
  private static func clock(
    _ number: NumberReader.Number,
    from start: Int,
    in scalars: [Unicode.Scalar]
  ) -> Quantity? {
    guard number.isInDigits, number.value <= 24, number.end + 2 < scalars.count,
      scalars[number.end] == ":", scalars[number.end + 1].isDigit, scalars[number.end + 2].isDigit
    else { return nil }
    let minutes =
      Double(scalars[number.end + 1].value - 48) * 10
      + Double(scalars[number.end + 2].value - 48)
    return Quantity(
      value: number.value + minutes / 60,
      unit: .clock,
      range: start..<number.end + 3
    )
  }

  /// 十来次, 四个多月, 20多天.
  private static func skipMore(_ end: Int, in scalars: [Unicode.Scalar]) -> (end: Int, isMore: Bool)
  {
    guard end < scalars.count else { return (end, false) }
    if "来几多余".unicodeScalars.contains(scalars[end]) { return (end + 1, true) }
    if end + 1 < scalars.count, scalars[end] == "个",
      "来几多余把".unicodeScalars.contains(scalars[end + 1])
    {
      return (scalars[end + 1] == "把" ? end : end + 2, true)
    }
    return (end, false)
  }

  private static let halves: ScalarTrie<Bool> = trie([
    "半", "个半", " and a half", "-and-a-half", " y medio", " y media", " et demi", " et demie",
    " ruoi", " rưỡi", " rưởi", " nửa", " setengah", " с половиной", " 반", "반", "ครึ่ง", "と半",
  ])

  private static func half(at index: Int, in scalars: [Unicode.Scalar]) -> Int? {
    longest(halves, at: index, in: scalars)
  }

  private static func tailHalf(at index: Int, in scalars: [Unicode.Scalar]) -> Int? {
    guard let end = longest(halves, at: index, in: scalars) else { return nil }
    // 一岁半 is a year and a half; in 一天半夜 the 半 belongs to the night.
    if end < scalars.count, "夜个天年小".unicodeScalars.contains(scalars[end]) { return nil }
    return end
  }

  /// 38度5, 三十八度半, 38 độ 5, "38 y medio" degrees.
  private static func tenths(
    at index: Int,
    unit: Quantity.Unit,
    in scalars: [Unicode.Scalar]
  ) -> (value: Double, end: Int)? {
    if let end = longest(halves, at: index, in: scalars) { return (0.5, end) }
    var start = index
    for filler in [" y ", " и ", " et ", " and ", " ", "点", "と"] {
      let word = Array(filler.unicodeScalars)
      if start + word.count < scalars.count,
        Array(scalars[start..<start + word.count]) == word
      {
        start += word.count
        break
      }
    }
    guard start < scalars.count, let number = NumberReader.read(at: start, in: scalars),
      number.value >= 1, number.value < 10, number.value == number.value.rounded(),
      unit != .clock
    else { return nil }
    // "38度3天了": the number belongs to the days.
    if let next = self.unit(at: number.end, in: scalars), next.unit != .point,
      next.unit != .minute || next.end - number.end > 1
    {
      return nil
    }
    if number.end < scalars.count, "个多来半几月天".unicodeScalars.contains(scalars[number.end]) {
      return nil
    }
    let end =
      number.end < scalars.count && "分부".unicodeScalars.contains(scalars[number.end])
      ? number.end + 1 : number.end
    return (number.value / 10, end)
  }

  private static func unit(
    at index: Int,
    in scalars: [Unicode.Scalar]
  ) -> (unit: Quantity.Unit, factor: Double, end: Int)? {
    var start = index
    while start < scalars.count, start - index < 1, scalars[start] == " " || scalars[start] == "-" {
      start += 1
    }
    if start < scalars.count, "来几多余".unicodeScalars.contains(scalars[start]) { start += 1 }
    guard start < scalars.count else { return nil }
    var best: (unit: Quantity.Unit, factor: Double, end: Int)?
    units.matches(at: start, in: scalars) { end, unit in
      if WordBorder.holds(start..<end, in: scalars) { best = (unit.unit, unit.factor, end) }
    }
    return best
  }

  private struct UnitWord: Sendable {
    let unit: Quantity.Unit
    let factor: Double
  }

  private static let units: ScalarTrie<UnitWord> = {
    var trie = ScalarTrie<UnitWord>()
    for line in TextTable.lines("Texts/understanding/units.txt") {
      let sides = TextTable.cells(line, by: "<")
      let head = sides[0].split(separator: " ")
      guard sides.count == 2, head.count == 2, let unit = Quantity.Unit(rawValue: String(head[0])),
        let factor = Double(head[1])
      else { continue }
      for form in TextTable.cells(sides[1]) {
        for letters in TextFolding.forms(of: form) {
          trie.update(letters) {
            if $0 == nil { $0 = UnitWord(unit: unit, factor: factor) }
          }
        }
      }
    }
    return trie
  }()

  private static func trie(_ words: [String]) -> ScalarTrie<Bool> {
    var trie = ScalarTrie<Bool>()
    for word in words { trie.insert(Array(word.unicodeScalars), value: true) }
    return trie
  }

  private static func longest(
    _ trie: ScalarTrie<Bool>,
    at index: Int,
    in scalars: [Unicode.Scalar]
  ) -> Int? {
    guard index < scalars.count else { return nil }
    var best: Int?
    trie.matches(at: index, in: scalars) { end, _ in
      if WordBorder.holds(index..<end, in: scalars) { best = end }
    }
    return best
  }
}
