/// The published parameters of the WHO Child Growth Standards, as `Texts/WHO` keeps them.
///
/// Files are those of WHO's own igrowup tables: the first line is the first age in days, or the first
/// length in millimetres, and every further line gives power × 10⁴, median × 10⁴ and coefficient of
/// variation × 10⁵ of the next day, or of the next millimetre.
struct GrowthTable: Sendable {
  /// The age in days or the length in millimetres of the first row.
  let first: Int
  let rows: [GrowthDistribution]

  /// The table of an indicator for a sex.
  static func of(_ indicator: GrowthIndicator, _ sex: ChildSex) -> Self {
    guard let table = all[Key(indicator: indicator, sex: sex)] else {
      preconditionFailure("\(indicator.rawValue) of \(sex.rawValue) is embedded")
    }
    return table
  }

  /// The distribution at an age or a length; nothing outside of the table.
  subscript(position: Int) -> GrowthDistribution? {
    let place = position - first
    return rows.indices.contains(place) ? rows[place] : nil
  }

  /// The distribution between two rows, as WHO interpolates it; nothing outside of the table.
  subscript(between position: Double) -> GrowthDistribution? {
    let lower = position.rounded(.down)
    guard let low = self[Int(lower)] else { return nil }
    let share = position - lower
    guard share > 0 else { return low }
    guard let high = self[Int(lower) + 1] else { return nil }
    func mix(_ low: Double, _ high: Double) -> Double { low + share * (high - low) }
    return GrowthDistribution(
      power: mix(low.power, high.power),
      median: mix(low.median, high.median),
      variation: mix(low.variation, high.variation)
    )
  }

  private struct Key: Hashable {
    let indicator: GrowthIndicator
    let sex: ChildSex
  }

  private static let all: [Key: GrowthTable] = {
    var tables: [Key: GrowthTable] = [:]
    for indicator in GrowthIndicator.allCases {
      for sex in ChildSex.allCases {
        let name = "\(indicator.rawValue)-\(sex == .male ? "boys" : "girls")"
        guard let text = EmbeddedText.files["Texts/WHO/\(name).csv"],
          let table = GrowthTable(text)
        else { preconditionFailure("Texts/WHO/\(name).csv is embedded and well-formed") }
        tables[Key(indicator: indicator, sex: sex)] = table
      }
    }
    return tables
  }()

  /// Reads a file; nothing when a line is none of three numbers.
  init?(_ text: String) {
    var numbers: [Int] = []
    var number: Int?
    var isNegative = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: ","), UInt8(ascii: "\n"):
        guard let whole = number else { continue }
        numbers.append(isNegative ? -whole : whole)
        (number, isNegative) = (nil, false)
      default: return nil
      }
    }
    guard number == nil, numbers.count % 3 == 1, let first = numbers.first else { return nil }
    self.first = first
    rows = stride(from: 1, to: numbers.count, by: 3).map { place in
      GrowthDistribution(
        power: Double(numbers[place]) / 10_000,
        median: Double(numbers[place + 1]) / 10_000,
        variation: Double(numbers[place + 2]) / 100_000
      )
    }
  }
}
