/// Which models a shop's data can bear.
///
/// Less than this is chance more than knowledge: what is popular then serves alone, and likeness by
/// category, age and price.
struct TrainingPlan: Hashable {
  /// People with at least one item from which taste is learnt: ``BlendWeights/prior(userCount:)`` gives
  /// likenesses no say below.
  static let leastPeople = BlendWeights.fewestUsers
  /// Baskets of two items or more.
  static let leastBaskets = 100
  /// People who bought.
  static let leastBuyers = 50
  /// Days from the first purchase to today.
  static let leastDays = 60
  /// Whoever touched more items than this is a machine, or a shop of their own.
  static let mostItems = 1_000

  /// What popularity does not need.
  let learnsTaste: Bool
  let learnsBaskets: Bool
  let learnsNeeds: Bool

  init(people: Int, baskets: Int, buyers: Int, days: Int, categories: Int) {
    learnsTaste = people >= Self.leastPeople
    learnsBaskets = baskets >= Self.leastBaskets
    learnsNeeds = buyers >= Self.leastBuyers && days >= Self.leastDays && categories >= 2
  }
}
