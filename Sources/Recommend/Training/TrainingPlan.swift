/// From how much on something is learnt.
///
/// Less than this is chance more than knowledge: what is popular then serves alone, and likeness by
/// category, age and price.
public enum TrainingNeeds {
  /// People with at least one item from which taste is learnt: ``BlendWeights/prior(userCount:)`` gives
  /// likenesses no say below.
  public static let people = BlendWeights.fewestUsers
  /// Baskets of two items or more, from which it is learnt what goes together.
  public static let baskets = 100
  /// People who bought, from whom needs are learnt.
  public static let buyers = 50
  /// Days from the first purchase to the training, for needs.
  public static let days = 60
}

/// Which models a shop's data can bear.
struct TrainingPlan: Hashable {
  /// Whoever touched more items than this is a machine, or a shop of their own.
  static let mostItems = 1_000

  /// People with at least one item.
  let people: Int
  /// Baskets of two items or more.
  let baskets: Int
  /// People who bought.
  let buyers: Int
  /// Days from the first purchase to the training.
  let days: Int
  /// Categories in which somebody bought.
  let categories: Int

  // What popularity does not need.
  var learnsTaste: Bool { people >= TrainingNeeds.people }
  var learnsBaskets: Bool { baskets >= TrainingNeeds.baskets }
  var learnsNeeds: Bool {
    buyers >= TrainingNeeds.buyers && days >= TrainingNeeds.days && categories >= 2
  }
}
