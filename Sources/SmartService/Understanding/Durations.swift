/// Lengths of time that are told without a number and a unit: 一整天, "since last night", from seven to four.
enum Durations {
  static func read(_ reading: Reading) -> [Quantity] {
    let words = [
      ("lastsHalfDay", 6.0), ("lastsNight", 10), ("sinceLastNight", 12.5), ("sinceYesterday", 24),
      ("lastsDay", 24), ("lastsTwoDays", 48), ("lastsWeeks", 16 * 24),
    ].flatMap { name, hours in
      reading.places(of: name).map { Quantity(value: hours, unit: .hour, range: $0) }
    }
    return words + clockSpans(reading) + weekdaySpan(reading)
  }

  // MARK: From a clock to another

  private static func clockSpans(_ reading: Reading) -> [Quantity] {
    let clocks = reading.quantities.compactMap { time(of: $0, in: reading) }
    return zip(clocks, clocks.dropFirst()).compactMap { first, second in
      var hours = second.hour - first.hour
      if first.isYesterday, !second.isYesterday { hours += 24 }
      if hours <= 0 { hours += hours > -12 && !first.isYesterday && !second.hasPart ? 12 : 24 }
      return hours > 0.4 && hours <= 40
        ? Quantity(value: hours, unit: .hour, range: second.range) : nil
    }
  }

  private struct Clock {
    let hour: Double
    let isYesterday: Bool
    let hasPart: Bool
    let range: Range<Int>
  }

  private static func time(of quantity: Quantity, in reading: Reading) -> Clock? {
    guard quantity.value >= 0, quantity.value <= 24 else { return nil }
    func near(_ name: String) -> Bool {
      reading.places(of: name).contains {
        let gap =
          $0.upperBound <= quantity.range.lowerBound
          ? quantity.range.lowerBound - $0.upperBound : $0.lowerBound - quantity.range.upperBound
        return (-3...(reading.text.scalars[$0.lowerBound].isSpacedLetter ? 8 : 2)).contains(gap)
      }
    }
    let isMorning = near("clockMorning")
    let isAfternoon = near("clockAfternoon")
    let isEvening = near("clockEvening")
    let hasPart = isMorning || isAfternoon || isEvening
    guard
      quantity.unit == .clock || (quantity.unit == .bare && hasPart)
        || (quantity.unit == .hour && hasPart && near("clockAt"))
    else { return nil }
    var hour = quantity.value
    if isAfternoon || isEvening, hour < 12 { hour += 12 }
    return Clock(
      hour: hour,
      isYesterday: near("yesterday"),
      hasPart: hasPart,
      range: quantity.range
    )
  }

  // MARK: From a weekday to another

  /// 从星期一开始烧，今天星期五: the days counted with both ends.
  private static func weekdaySpan(_ reading: Reading) -> [Quantity] {
    let days = (1...7).flatMap { day in
      reading.places(of: "weekday\(day)").map { (day: day, range: $0) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    guard let first = days.first, let last = days.last, first.day != last.day else { return [] }
    let count = (last.day - first.day + 7) % 7 + 1
    return [Quantity(value: Double(count), unit: .day, range: last.range)]
  }
}
