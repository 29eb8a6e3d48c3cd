/// Body temperatures that a message tells.
enum BodyTemperatures {
  struct Measured: Sendable, Hashable {
    /// In °C, to a tenth.
    let celsius: Double
    let range: Range<Int>
  }

  /// Readings of a body in 30 … 44 °C (or 93 … 109 °F), in order.
  ///
  /// Water, rooms and milk are left out.
  static func read(_ reading: Reading) -> [Measured] {
    reading.quantities.compactMap { quantity in
      guard let celsius = celsius(quantity, in: reading), (30.0...44.0).contains(celsius),
        !isOfThing(quantity, in: reading), !isTarget(quantity, in: reading)
      else { return nil }
      return Measured(celsius: (celsius * 10).rounded() / 10, range: quantity.range)
    }
  }

  private static func celsius(_ quantity: Quantity, in reading: Reading) -> Double? {
    switch quantity.unit {
    case .fahrenheit: return fahrenheit(quantity.value)
    case .celsius: return quantity.value >= 93 ? fahrenheit(quantity.value) : quantity.value
    case .bare:
      let isMeasure = isNear("temperatureWord", quantity, in: reading)
      let isPrecise =
        reading.text.scalars[quantity.range].contains(".") || isClause(quantity, in: reading)
      guard isMeasure || isPrecise, !isFollowed(quantity, by: ["+", "%", "/"], in: reading)
      else { return nil }
      if (97.0...108.0).contains(quantity.value), isMeasure { return fahrenheit(quantity.value) }
      return (34.0...42.9).contains(quantity.value) ? quantity.value : nil
    case .clock, .point:
      return nil
    default: return nil
    }
  }

  /// Whether the clause says nothing but the number.
  private static func isClause(_ quantity: Quantity, in reading: Reading) -> Bool {
    let clauses = reading.text.clauses
    let (start, end) = (quantity.range.lowerBound, quantity.range.upperBound)
    let begins = start == 0 || clauses[start - 1] != clauses[start]
    return begins
      && (end == clauses.count || clauses.count == end + 1
        || clauses[end] != clauses[start]
        || ",.!?".unicodeScalars.contains(reading.text.scalars[end]))
  }

  private static func fahrenheit(_ value: Double) -> Double { (value - 32) / 1.8 }

  private static func isFollowed(
    _ quantity: Quantity,
    by marks: Set<Unicode.Scalar>,
    in reading: Reading
  ) -> Bool {
    let end = quantity.range.upperBound
    return end < reading.text.scalars.count && marks.contains(reading.text.scalars[end])
  }

  private static func isNear(_ name: String, _ quantity: Quantity, in reading: Reading) -> Bool {
    let sentence = reading.text.sentences[quantity.range.lowerBound]
    return reading.places(of: name).contains {
      reading.text.sentences[$0.lowerBound] == sentence
        && abs($0.lowerBound - quantity.range.lowerBound) <= 40
    }
  }

  /// 水温40度: the clause is about a thing and no body.
  ///
  /// Where only the 度 of the number itself speaks of warmth, the thing stands right before it.
  private static func isOfThing(_ quantity: Quantity, in reading: Reading) -> Bool {
    let clause = reading.text.clauses[quantity.range.lowerBound]
    func words(_ name: String) -> [Range<Int>] {
      reading.places(of: name).filter { reading.text.clauses[$0.lowerBound] == clause }
    }
    let others = words("noThing")
    let things = words("thingWithTemperature").filter { thing in
      !others.contains { $0.contains(thing) }
    }
    guard !things.isEmpty else { return false }
    let warm = words("temperatureWord")
    if warm.isEmpty { return true }
    let isOfBody = warm.contains { word in
      !word.overlaps(quantity.range) && !things.contains { $0.contains(word) }
    }
    return !isOfBody
      && things.contains { (0...4).contains(quantity.range.lowerBound - $0.upperBound) }
  }

  /// 离三十九差一点: a number that is not reached.
  private static func isTarget(_ quantity: Quantity, in reading: Reading) -> Bool {
    reading.places(of: "notReached").contains {
      (0...1).contains(quantity.range.lowerBound - $0.upperBound)
    }
  }
}
