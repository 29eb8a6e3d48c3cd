/// Counted and measured values other than temperature that a message tells.
struct Measures: Sendable {
  private(set) var values: [String: [Double]] = [:]

  init(_ reading: Reading, scopes: ScopeMap, isPregnant: Bool) {
    for quantity in reading.quantities {
      guard
        scopes.scopes(of: quantity.range).isDisjoint(with: [.history, .hypothetical, .third]),
        let (name, value) = Self.measure(quantity, in: reading, isPregnant: isPregnant)
      else { continue }
      values[name, default: []].append(value)
    }
  }

  private static func measure(
    _ quantity: Quantity,
    in reading: Reading,
    isPregnant: Bool
  ) -> (String, Double)? {
    switch quantity.unit {
    case .week where isPregnant || reading.has("pregnancyWeeks"):
      return quantity.value >= 4 && quantity.value <= 43 ? ("week", quantity.value) : nil
    case .month where reading.has("pregnancyWeeks"):
      return quantity.value <= 10 ? ("week", quantity.value * 4.35) : nil
    case .times, .bare, .percent, .point:
      return counted(quantity, in: reading)
    default:
      return nil
    }
  }

  private static func counted(_ quantity: Quantity, in reading: Reading) -> (String, Double)? {
    let value = quantity.value
    if let pressure = pressure(quantity, in: reading) { return pressure }
    if reading.has("spo2Word"), (50.0...100.0).contains(value), quantity.unit != .times {
      return ("spo2", value)
    }
    if reading.has("epdsWord"), (0.0...30.0).contains(value), quantity.unit != .times,
      quantity.unit != .percent
    {
      return ("score", value)
    }
    let isBreath =
      reading.has("perMinute") && (reading.has("breathWord") || reading.has("countWord"))
    if isBreath || (reading.has("breathRateWord") && quantity.unit != .percent),
      !reading.has("heartWord"), (20.0...150.0).contains(value)
    {
      return ("rate", value)
    }
    return nil
  }

  private static func pressure(_ quantity: Quantity, in reading: Reading) -> (String, Double)? {
    guard reading.has("pressureWord") else { return nil }
    let scalars = reading.text.scalars
    let start = quantity.range.lowerBound
    if start > 0, scalars[start - 1] == "/", (40.0...150.0).contains(quantity.value) {
      return ("diastolic", quantity.value)
    }
    return (70.0...260.0).contains(quantity.value) ? ("systolic", quantity.value) : nil
  }
}
