/// What to order of an article for a place, and why.
public struct OrderProposal: Hashable, Sendable {
  /// What made the quantity other than the bare need.
  public enum Limit: String, Hashable, Sendable, CaseIterable {
    /// Rounded up to whole packs.
    case pack
    /// More would not be sold before it is too old.
    case shelfLife
    /// The money went to what is more urgent.
    case budget
  }

  /// How soon the article will be missed.
  public enum Urgency: Int, Hashable, Comparable, Sendable, CaseIterable {
    /// There is nothing left, and it is wanted.
    case out
    /// It will run out before an order of today comes.
    case late
    /// It will run out before an order of next week comes, or may do so.
    case due
    /// There is enough.
    case enough

    /// What is more urgent is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// The merchant's own number of the article.
  public let article: String
  /// The short name of the place.
  public let place: String
  /// The short name of the article's category; empty when it is not known.
  public let category: String
  /// Pieces there now.
  public let onHand: Int
  /// Pieces on their way.
  public let onTheWay: Int
  /// Days from an order to its goods.
  public let leadDays: Int
  /// Pieces in a pack, 1 or more.
  public let pack: Int
  /// Days that the article can be sold after it came; nil when nobody said.
  public let shelfLifeDays: Int?
  /// Expected sales until an order of next week would come.
  public let expected: Double
  /// Pieces in the house and on the way right after an order; it covers demand above the expected.
  public let target: Int
  /// Days that what is there and on the way lasts; nil when nothing is sold.
  public let coverDays: Int?
  /// Pieces to order, 0 or more.
  public let quantity: Int
  /// What a piece costs in minor units, or sells for where nobody said; nil when neither is known.
  public let unitCost: Int64?
  /// What made the quantity other than the bare need.
  public let limits: Set<Limit>
  /// How soon it will be missed.
  public let urgency: Urgency

  /// What the order costs in minor units; nil when it is not known.
  public var cost: Int64? { unitCost.map { $0 * Int64(quantity) } }
}
