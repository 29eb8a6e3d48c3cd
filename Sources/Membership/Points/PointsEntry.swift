public import Foundation
public import TenantStore

/// What a member has in points.
public struct PointsBalance: Hashable, Sendable {
  /// Earned, but the goods can still be given back.
  public internal(set) var pending: Int64 = 0
  /// Can be spent now; none while there is a debt.
  public internal(set) var available: Int64 = 0
  /// Tied to orders that are not paid yet.
  public internal(set) var held: Int64 = 0
  /// Spent, though a refund took them back; paid from what comes next.
  public internal(set) var debt: Int64 = 0

  /// No points.
  public init() {}

  /// What all entries add up to.
  public var total: Int64 { pending + available + held - debt }
}

/// Points that were given together.
public struct PointsLotID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "lot"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the lot with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// One change of a member's points.
public struct PointsEntry: Hashable, Sendable {
  /// Why points changed.
  public enum Kind: String, CaseIterable, Sendable {
    /// An order was paid.
    case earn
    /// Something else was rewarded.
    case grant
    /// The return period is over.
    case mature
    /// The time of a lot is over.
    case expire
    /// They are tied to an order.
    case hold
    /// The order that holds them was paid.
    case use
    /// The order that holds them was called off.
    case release
    /// An order that gave them was refunded.
    case reverse
    /// It was refunded after they had been spent.
    case owe
    /// A debt is paid.
    case repay
    /// An order that used them was refunded.
    case giveBack = "give_back"
    /// They bought a reward.
    case redeem
    /// Two accounts became one person's, or were told apart again.
    case move
  }

  /// Why.
  public let kind: Kind
  /// Which lot changed; nothing for a debt that comes to be.
  public let lot: PointsLotID?
  /// The order that it is about.
  public let order: UUID?
  /// The change of each part of the balance.
  public let change: PointsBalance
  /// What all entries added up to after this one.
  public let totalAfter: Int64
}

/// Points of one origin, with a time of their own.
struct PointsLot: Hashable, Sendable {
  let id: PointsLotID
  let order: UUID?
  let earned: Int64
  var remaining: Int64
  var isPending: Bool
  var availableAt: Date
  var expiresAt: Date
  /// The lot in which they were given first, where that is another account's.
  var origin: PointsLotID?
  /// Whose they are, where an order of another account had them when accounts were told apart.
  var goesTo: MemberID?

  /// The lot in which they were given first.
  var root: PointsLotID { origin ?? id }

  /// Lots are spent in this order: what goes first is spent first.
  static func isSooner(_ left: Self, _ right: Self) -> Bool {
    (left.expiresAt, left.id) < (right.expiresAt, right.id)
  }
}

/// What one order's own entries say.
struct PointsOfOrder: Hashable, Sendable {
  /// What the order gave.
  var earned: Int64 = 0
  /// What of it was taken back, debts included.
  var reversed: Int64 = 0
  /// What it holds of which lot, in the order in which it was taken.
  var held: [Part] = []
  /// What it used of which lot.
  var used: [Part] = []
  /// What of that was given back.
  var givenBack: Int64 = 0

  struct Part: Hashable, Sendable {
    let lot: PointsLotID
    var points: Int64
  }
}
