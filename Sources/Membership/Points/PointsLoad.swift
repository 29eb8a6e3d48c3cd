internal import Foundation

/// Points on their way from one account to another.
struct PointsLoad: Hashable, Sendable {
  /// What an order holds of a lot.
  struct Held: Hashable, Sendable {
    let order: UUID
    let lot: PointsLotID
    /// The lot in which they were given first.
    let root: PointsLotID
    let points: Int64
  }

  /// Lots with what is left of them.
  var lots: [PointsLot] = []
  /// What orders that are not paid yet hold.
  var held: [Held] = []
  /// What is owed.
  var debt: Int64 = 0
}
