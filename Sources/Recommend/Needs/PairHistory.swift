import Foundation

/// What one household bought of one category before a cut-off, in numbers.
struct PairHistory {
  var count: Float = 0
  var count14: Float = 0
  var count30: Float = 0
  var count45: Float = 0
  var count90: Float = 0
  /// Purchases 90 to 180 days ago.
  var countBefore90: Float = 0
  /// Purchases weighted by half for each 30, 90 or 365 days of age.
  var decayed30: Float = 0
  var decayed90: Float = 0
  var decayed365: Float = 0
  var daysSinceLast: Float = 0
  var daysSinceFirst: Float = 0
  /// The days between purchases: mean and standard deviation.
  var meanGap: Float = 0
  var gapDeviation: Float = 0
  /// In how many of the last three spans of 30 days there was a purchase.
  var months: Float = 0
  var quantity: Float = 0
  var value: Float = 0

  /// Goes through a household's categories with a purchase before a day.
  ///
  /// - Parameters:
  ///   - events: A household's purchases, by category, then day.
  ///   - day: The cut-off.
  ///   - body: Takes a category and what was bought of it.
  static func forEach(
    _ events: ArraySlice<PurchaseHistory.Event>,
    before day: Int,
    _ body: (Int, PairHistory) -> Void
  ) {
    var index = events.startIndex
    while index < events.endIndex {
      let category = events[index].category
      var end = index
      var bought = index
      while end < events.endIndex, events[end].category == category {
        if Int(events[end].day) < day { bought = end + 1 }
        end += 1
      }
      if bought > index { body(Int(category), PairHistory(events[index..<bought], before: day)) }
      index = end
    }
  }

  /// The days of the past, each weighted by half for each 90 days of its age.
  static func exposure(days: Float) -> Float { 90 / Float(M_LN2) * (1 - exp2(-days / 90)) }

  /// Counts purchases before the day, rising; at least one.
  private init(_ events: ArraySlice<PurchaseHistory.Event>, before day: Int) {
    var squares: Float = 0
    var previous = -1
    var monthBits: UInt8 = 0
    for event in events {
      let age = day - Int(event.day)
      let days = Float(age)
      count += 1
      if age <= 14 { count14 += 1 }
      if age <= 30 { count30 += 1 }
      if age <= 45 { count45 += 1 }
      if age <= 90 { count90 += 1 } else if age <= 180 { countBefore90 += 1 }
      if age <= 90 { monthBits |= 1 << UInt8((age - 1) / 30) }
      let decay = exp2(-days / 180)
      decayed90 += decay * decay
      decayed365 += exp2(-days / 365)
      decayed30 += age <= 360 ? exp2(-days / 30) : 0
      quantity += event.quantity
      value += event.value
      if previous >= 0 { squares += Float((previous - age) * (previous - age)) }
      previous = age
    }
    daysSinceLast = Float(previous)
    daysSinceFirst = Float(day - Int(events[events.startIndex].day))
    months = Float(monthBits.nonzeroBitCount)
    guard count > 1 else { return }
    meanGap = (daysSinceFirst - daysSinceLast) / (count - 1)
    gapDeviation = max(0, squares / (count - 1) - meanGap * meanGap).squareRoot()
  }
}
