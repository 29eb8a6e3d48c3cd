import Recommend
import Testing

@Suite("Needs")
struct NeedModelTests {
  /// Households that buy one category each week and others by the way, from a small generator.
  static func panel(households: Int, days: Int, categories: Int = 8) -> PurchaseHistory {
    var random = SmallRandom(seed: 7)
    var lines: [PurchaseLine] = []
    for household in 0..<households {
      for day in stride(from: household % 7, to: days, by: 7) {
        lines.append(
          PurchaseLine(
            household: household,
            category: household % categories,
            day: day,
            quantity: 1,
            value: 2
          )
        )
        if random.next(10) == 0 {
          lines.append(
            PurchaseLine(
              household: household,
              category: random.next(categories),
              day: day,
              quantity: 2,
              value: 3
            )
          )
        }
      }
    }
    return PurchaseHistory(
      lines: lines,
      households: households,
      groups: (0..<categories).map { $0 / 3 }
    )
  }

  @Test(arguments: [(0.0, 300.0), (60_000, 300), (2e6, 15), (1e7, 10), (1e9, 10)])
  func `the fewer pairs there are, the more a feature must show`(_ pairs: Double, _ penalty: Double)
  {
    #expect(NeedModel.Settings().penalty(pairs: pairs) == penalty)
  }

  @Test func `what a household buys each week is its most likely need`() {
    let model = NeedModel(Self.panel(households: 120, days: 200), at: 200, horizon: 60)

    for household in 0..<120 {
      let probabilities = model.probabilities(of: household)
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
      #expect(best == household % 8)
      #expect(probabilities[household % 8] > 0.9)
      #expect(probabilities.allSatisfy { $0 > 0 && $0 < 1 })
    }
  }

  @Test func `two fits of the same history say the same`() {
    let history = Self.panel(households: 60, days: 150)
    let first = NeedModel(history, at: 150, horizon: 90)
    let second = NeedModel(history, at: 150, horizon: 90)

    for household in 0..<60 {
      #expect(first.probabilities(of: household) == second.probabilities(of: household))
    }
  }

  @Test func `what comes after the day changes nothing`() {
    let long = NeedModel(Self.panel(households: 40, days: 260), at: 140, horizon: 60)
    let events = Self.panel(households: 40, days: 260)
    var lines: [PurchaseLine] = []
    for household in 0..<40 {
      for event in events.events(of: household) where event.day < 140 {
        lines.append(
          PurchaseLine(
            household: household,
            category: Int(event.category),
            day: Int(event.day),
            quantity: event.quantity,
            value: event.value
          )
        )
      }
    }
    let short = NeedModel(
      PurchaseHistory(lines: lines, households: 40, groups: events.groups),
      at: 140,
      horizon: 60
    )

    for household in 0..<40 {
      #expect(long.probabilities(of: household) == short.probabilities(of: household))
    }
  }

  @Test(arguments: [0, 3, 20, 45, 60, 120])
  func `a short history still gives probabilities`(_ days: Int) {
    let model = NeedModel(Self.panel(households: 30, days: days), at: days, horizon: 90)

    for household in 0..<30 {
      let probabilities = model.probabilities(of: household)
      #expect(probabilities.count == 8)
      #expect(probabilities.allSatisfy { $0.isFinite && (0...1).contains($0) })
    }
  }

  @Test func `one household with one purchase and a day before any line are no trouble`() {
    let line = PurchaseLine(household: 0, category: 0, day: 5, quantity: 1, value: 1)
    let history = PurchaseHistory(lines: [line], households: 1, groups: [0, 0])

    for day in [-100, 5, 6, 400] {
      let probabilities = NeedModel(history, at: day, horizon: 90).probabilities(of: 0)
      #expect(probabilities.allSatisfy { $0 > 0 && $0 < 1 })
    }
  }

  @Test func `returns, gifts and damaged numbers are no purchases`() {
    let wrong = [(-1, 2), (0, 2), (1, 0), (1, -3), (1, Float.nan), (Float.nan, 1)]
    let lines = wrong.map {
      PurchaseLine(household: 0, category: 0, day: 1, quantity: $0.0, value: $0.1)
    }

    let history = PurchaseHistory(lines: lines, households: 1, groups: [0])

    #expect(history.firstDay == nil)
    #expect(history.trips == [[]])
  }

  @Test(
    arguments: [
      (days: 275, cutoffs: [185, 155, 125], horizon: 90),
      (days: 185, cutoffs: [95, 65, 35], horizon: 90),
      (days: 60, cutoffs: [30], horizon: 30),
      (days: 42, cutoffs: [28], horizon: 14),
      (days: 41, cutoffs: [], horizon: 90),
    ])
  func `cut-offs fit into the history`(_ example: (days: Int, cutoffs: [Int], horizon: Int)) {
    let plan = CutoffPlan(first: 0, day: example.days, horizon: 90, settings: .init())

    #expect(plan.cutoffs == example.cutoffs)
    #expect(plan.horizon == example.horizon)
  }
}

/// A linear congruential generator (Knuth, MMIX), so that tests are the same each time.
struct SmallRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A whole number from 0 below a limit.
  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
