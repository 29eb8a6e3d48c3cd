/// A number with its unit, where it stands in a message.
struct Quantity: Sendable, Hashable {
  /// What is counted.
  enum Unit: String, Sendable {
    case day, week, month, year, calendarYear, hour, minute, second
    case times, celsius, fahrenheit, percent, metre, floor, floorOrdinal
    case kilogram, gram, millilitre, money, point, clock
    /// No unit that is known.
    case bare
  }

  let value: Double
  let unit: Unit
  /// Where the number and its unit stand, in scalars of the folded text.
  let range: Range<Int>
  /// Whether the writer said "more than", as in 四个多月.
  var isMore = false
  /// Whether the writer said "less than", as in 不到六个月.
  var isLess = false

  /// The length in hours, where the quantity is one of time.
  var hours: Double? {
    switch unit {
    case .second: value / 3_600
    case .minute: value / 60
    case .hour: value
    case .day: value * 24
    case .week: value * 168
    case .month: value * 730.5
    case .calendarYear, .year: value * 8_766
    default: nil
    }
  }

  /// The same quantity, a little smaller: a tenth of a degree, a fiftieth of anything else.
  var lowered: Quantity {
    let isDegree = unit == .celsius || unit == .fahrenheit || unit == .bare
    return Quantity(
      value: isDegree ? value - 0.1 : value * 0.98,
      unit: unit,
      range: range,
      isLess: true
    )
  }
}
