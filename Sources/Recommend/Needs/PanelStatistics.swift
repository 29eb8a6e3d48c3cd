import Foundation

/// What is known of all households and categories just before a cut-off day.
struct PanelStatistics {
  /// The cut-off: only earlier days count.
  let day: Int
  /// Days of history before the cut-off.
  let length: Float
  let households: [Household]
  let categories: [Category]

  /// How a household shops.
  struct Household {
    /// Whether it bought anything before the cut-off.
    var isKnown = false
    /// Days with a purchase in the last 30 and 90 days, and per 90 days over all of its history.
    var trips: Float = 0
    var trips30: Float = 0
    var trips90: Float = 0
    var tripsPerQuarter: Float = 0
    var daysSinceTrip: Float = 0
    var daysSinceFirstTrip: Float = 0
    /// Categories bought in the last 90 days, and of these for the first time in the last 30 days.
    var breadth90: Float = 0
    var discoveries: Float = 0
    var valuePerTrip: Float = 0
    /// Trips weighted by half for each 90 days of age.
    var decayedTrips: Float = 0
  }

  /// How a category is bought.
  struct Category {
    var share30: Float = 0
    var share90: Float = 0
    /// Of those who bought it 90 to 45 days ago, the share who bought again within 45 days.
    var repeatShare: Float = 0
    /// Of those who had not bought it from 90 to 45 days ago, the share who did since.
    var adoption: Float = 0
    /// Purchases of a buyer on average, per 90 days.
    var purchasesPerBuyer: Float = 0
    /// The prior of a household's purchases per trip: shape and rate of a gamma distribution.
    var tripShape: Float = 0.1
    var tripRate: Float = 1
    /// The prior of a household's purchases per day.
    var dayShape: Float = 0.1
    var dayRate: Float = 1
  }

  init(_ history: PurchaseHistory, before day: Int) {
    self.day = day
    let first = history.firstDay ?? day
    length = Float(max(1, day - first))
    let length = self.length
    households = (0..<history.households).map {
      Self.household($0, history, before: day, length: length)
    }
    categories = CategoryTally(history, before: day, households: households).categories(
      length: length
    )
  }

  private static func household(
    _ number: Int,
    _ history: PurchaseHistory,
    before day: Int,
    length: Float
  ) -> Household {
    var result = Household()
    let trips = history.trips[number].prefix { Int($0) < day }
    guard let first = trips.first, let last = trips.last else { return result }
    result.isKnown = true
    result.trips = Float(trips.count)
    for trip in trips {
      let age = day - Int(trip)
      if age <= 30 { result.trips30 += 1 }
      if age <= 90 { result.trips90 += 1 }
      result.decayedTrips += exp2(-Float(age) / 90)
    }
    result.daysSinceTrip = Float(day - Int(last))
    result.daysSinceFirstTrip = Float(day - Int(first))
    result.tripsPerQuarter = Float(trips.count) * 90 / max(30, result.daysSinceFirstTrip)
    var value: Float = 0
    var category: Int32 = -1
    var isRecent = false
    for event in history.events(of: number) where Int(event.day) < day {
      value += event.value
      if event.category != category {
        category = event.category
        isRecent = false

      }
      if day - Int(event.day) <= 90, !isRecent {
        isRecent = true
        result.breadth90 += 1
        if day - Int(event.day) <= 30 { result.discoveries += 1 }
      }
    }
    result.valuePerTrip = value / Float(trips.count)
    return result
  }
}

/// Counts over households that the statistics of categories come from.
struct CategoryTally {
  private var counts: [Count]
  private var active30: Float = 0
  private var active90: Float = 0
  private var known: Float = 0
  private var decayedTrips: Float = 0

  private struct Count {
    var buyers30: Float = 0
    var buyers90: Float = 0
    var buyersBefore: Float = 0
    var repeaters: Float = 0
    var oldBuyers45: Float = 0
    var adopters: Float = 0
    var purchases: Float = 0
    var decayed: Float = 0
    var tripSquares: Float = 0
    var daySquares: Float = 0
  }

  init(_ history: PurchaseHistory, before day: Int, households: [PanelStatistics.Household]) {
    counts = Array(repeating: Count(), count: history.groups.count)
    for (number, household) in households.enumerated() where household.isKnown {
      known += 1
      if household.trips30 > 0 { active30 += 1 }
      if household.trips90 > 0 { active90 += 1 }
      decayedTrips += household.decayedTrips
      let exposure = PairHistory.exposure(days: household.daysSinceFirstTrip)
      PairHistory.forEach(history.events(of: number), before: day) { category, pair in
        add(pair, category, household.decayedTrips, exposure)
      }
    }
  }

  private mutating func add(
    _ pair: PairHistory,
    _ category: Int,
    _ trips: Float,
    _ exposure: Float
  ) {
    counts[category].purchases += pair.count90
    counts[category].decayed += pair.decayed90
    counts[category].tripSquares += pair.decayed90 * pair.decayed90 / max(trips, 0.5)
    counts[category].daySquares += pair.decayed90 * pair.decayed90 / max(exposure, 5)
    if pair.count30 > 0 { counts[category].buyers30 += 1 }
    if pair.count90 > 0 { counts[category].buyers90 += 1 }
    if pair.count90 > pair.count45 {
      counts[category].buyersBefore += 1
      if pair.count45 > 0 { counts[category].repeaters += 1 }
    }
    if pair.count90 > pair.count45 {
      counts[category].oldBuyers45 += 1
    } else if pair.count45 > 0 {
      counts[category].adopters += 1
    }
  }

  /// Shares are drawn towards a mean by a few households, so that a rare category is no certainty.
  func categories(length: Float) -> [PanelStatistics.Category] {
    let dayExposure = known * PairHistory.exposure(days: length)
    return counts.map { count in
      var result = PanelStatistics.Category()
      result.share30 = (count.buyers30 + 0.2) / (active30 + 10)
      result.share90 = (count.buyers90 + 0.2) / (active90 + 10)
      result.repeatShare = (count.repeaters + 1.5) / (count.buyersBefore + 5)
      result.adoption = (count.adopters + 0.2) / (known - count.oldBuyers45 + 10)
      result.purchasesPerBuyer = (count.purchases + 1) / (count.buyers90 + 1) * 90 / min(90, length)
      (result.tripShape, result.tripRate) = Self.prior(
        count.decayed,
        decayedTrips,
        count.tripSquares
      )
      (result.dayShape, result.dayRate) = Self.prior(count.decayed, dayExposure, count.daySquares)
      return result
    }
  }

  /// A gamma prior by moments: `squares` is the sum of d² / E over households, whose expectation is
  /// the sum of rate and E (rate² + variance of the rate).
  private static func prior(_ sum: Float, _ exposure: Float, _ squares: Float) -> (Float, Float) {
    guard sum > 0, exposure > 0 else { return (0.02, max(exposure / 100, 1)) }
    let mean = sum / exposure
    // A decayed count keeps about half of a count's variance.
    let variance = max(squares / exposure - mean * mean, mean * mean * 0.05)
    let shape = min(max(mean * mean / variance, 0.02), 20)
    return (shape, shape / mean)
  }
}
