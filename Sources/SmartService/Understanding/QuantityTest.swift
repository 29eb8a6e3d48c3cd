/// A comparison of a quantity in a wording: `#hours>=12`, `#times>=3`, `#metres>3`.
struct QuantityTest: Sendable {
  enum Measure: String, Sendable {
    case hours, minutes, days, acuteDays, times, metres, floors, weeks, number, points, percent,
      celsius
  }

  let measure: Measure
  let comparison: Comparison

  init?(_ text: Substring) {
    guard let sign = text.firstIndex(where: { "<>=".contains($0) }),
      let measure = Measure(rawValue: String(text[..<sign])),
      let comparison = Comparison(text[sign...])
    else { return nil }
    self.measure = measure
    self.comparison = comparison
  }

  func holds(_ quantity: Quantity) -> Bool {
    let value: Double? =
      switch measure {
      case .hours: quantity.hours
      case .minutes:
        switch quantity.unit {
        case .point: quantity.value
        case .second, .minute: quantity.hours.map { $0 * 60 }
        default: nil
        }
      case .days: quantity.hours.map { $0 / 24 }
      // Months and years beside a fever are the child's age.
      case .acuteDays:
        [.hour, .day, .week].contains(quantity.unit) ? quantity.hours.map { $0 / 24 } : nil
      case .times: quantity.unit == .times ? quantity.value : nil
      case .metres: quantity.unit == .metre ? quantity.value : nil
      case .floors:
        quantity.unit == .floor || quantity.unit == .floorOrdinal ? quantity.value : nil
      case .weeks: quantity.unit == .week ? quantity.value : nil
      case .points: quantity.unit == .point || quantity.unit == .bare ? quantity.value : nil
      case .number:
        [.bare, .times, .point].contains(quantity.unit) ? quantity.value : nil
      case .percent:
        quantity.unit == .percent || quantity.unit == .bare ? quantity.value : nil
      case .celsius: quantity.unit == .celsius ? quantity.value : nil
      }
    return value.map(comparison.holds) ?? false
  }
}
