/// Proposes what goes with a basket: what its products speak for, and what the household buys anyway.
public struct BasketCompletion: Sendable {
  /// What products in a basket say about others.
  public let partners: BasketPartners
  /// What households buy regularly.
  public let habits: HouseholdHabits
  /// What a habit counts against the products of the basket, 0 or more.
  public let habitWeight: Float

  /// Fits both parts to baskets that were bought.
  public init(
    _ log: BasketLog,
    partners: BasketPartners.Settings = .init(),
    habits: HouseholdHabits.Settings = .init(),
    habitWeight: Float = 0.7
  ) {
    self.partners = BasketPartners(log, settings: partners)
    self.habits = HouseholdHabits(log, settings: habits)
    self.habitWeight = habitWeight
  }

  /// The products that most likely go with a basket, best first, without those already in it.
  ///
  /// - Parameters:
  ///   - basket: Product numbers in any order; those that the log did not hold say nothing.
  ///   - household: Who buys; nil for nobody known.
  ///   - count: The most products to propose, 0 or more.
  /// - Returns: At most `count` products.
  public func propose(with basket: [Int], household: Int?, count: Int) -> [Recommendation] {
    let own = Set(basket.map { Int32(truncatingIfNeeded: $0) })
    var scores = partners.scores(own.sorted())
    for habit in household.map(habits.habits(of:)) ?? [] {
      guard let place = partners.places[Int32(truncatingIfNeeded: habit.product)] else { continue }
      scores[place] += habitWeight * habit.rate
    }
    var best = TopItems(limit: count)
    for (place, product) in partners.products.enumerated() where !own.contains(product) {
      best.offer(Int(product), scores[place])
    }
    return best.ordered
  }
}
