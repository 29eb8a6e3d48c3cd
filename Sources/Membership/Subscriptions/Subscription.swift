public import Foundation
public import TenantStore

/// A contract for boxes that recur.
public struct SubscriptionID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "sub"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the contract with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }

  /// Names one of its boxes to others, such as a shop that makes an order of it.
  ///
  /// - `number`: Counts the boxes of the contract from 1.
  public func box(_ number: Int64) -> String { "\(self):\(number)" }
}

/// Where a contract stands.
public enum SubscriptionState: String, CaseIterable, Sendable {
  /// Boxes come.
  case active
  /// The member wants none for now.
  case paused
  /// A box could not be paid; the member goes on or cancels.
  case pastDue = "past_due"
  /// The member wants no more.
  case cancelled
  /// What was agreed on has come.
  case ended

  /// Whether nothing comes any more.
  var isOver: Bool { self == .cancelled || self == .ended }
}

/// What recurs, and when.
public struct SubscriptionTerms: Hashable, Sendable {
  /// What the interval counts.
  public var unit: SubscriptionUnit
  /// How many of them lie between two boxes, at least 1.
  public var every: Int
  /// The day of the first box.
  public var anchor: CivilDay
  /// What one box costs, in minor units, not negative.
  public var price: Int64
  /// How many boxes are paid at once, at least 2; each by itself when nil.
  public var prepaid: Int?
  /// Whether what is paid at once is paid anew when it is over.
  public var renews: Bool

  /// Describes what recurs.
  public init(
    unit: SubscriptionUnit,
    every: Int,
    anchor: CivilDay,
    price: Int64,
    prepaid: Int? = nil,
    renews: Bool = true
  ) {
    self.unit = unit
    self.every = every
    self.anchor = anchor
    self.price = price
    self.prepaid = prepaid
    self.renews = renews
  }

  /// The day of a box by its place from 0, counted from the first one, so that a short month does
  /// not move those after it.
  public func day(of slot: Int) -> CivilDay {
    switch unit {
    case .week: anchor + 7 * every * slot
    case .month: anchor.adding(months: every * slot)
    }
  }
}

/// Where one box stands.
public enum CycleState: String, CaseIterable, Sendable {
  /// It comes on its day.
  case planned
  /// Its day has come, but there is no stock.
  case noStock = "no_stock"
  /// The provider was asked, and what came of it is not known.
  case charging
  /// The provider declined; it is asked again on a later day.
  case retrying
  /// It is paid and goes out.
  case paid
  /// The member did not want this one.
  case skipped
  /// It could not be paid.
  case unpaid
  /// It was called off with a pause, a cancellation, or for want of stock.
  case dropped

  /// Whether nothing happens to it any more.
  public var isSettled: Bool {
    switch self {
    case .planned, .noStock, .charging, .retrying: false
    case .paid, .skipped, .unpaid, .dropped: true
    }
  }
}

/// One box of a contract.
public struct SubscriptionCycle: Hashable, Sendable {
  /// Counts the boxes of a contract from 1.
  public let number: Int64
  /// The place in the schedule from 0; no two boxes have the same.
  public let slot: Int
  /// The day on which it is due.
  public internal(set) var due: CivilDay
  /// Where it stands.
  public internal(set) var state: CycleState
  /// What has to be paid for it, in minor units; nothing for one that was paid before.
  public internal(set) var amount: Int64
  /// What is in it, by the merchant's name.
  public internal(set) var box: String
  /// How often the provider was asked, each time with a key of its own.
  public internal(set) var attempts: Int
  /// The day on which something is to be done.
  public internal(set) var nextDay: CivilDay?
  /// When the provider was asked last, in UTC.
  public internal(set) var askedAt: Date?
  /// What the provider calls the payment.
  public internal(set) var reference: String?
  /// What is told with it: the span of ages that the child is in, by its first month; nothing without.
  public internal(set) var guide: Int?

  /// Whether money that moved at an attempt is other money than this box was paid with.
  ///
  /// It is, unless the box was paid at this very attempt and is told of it again.
  func owes(paidAt attempt: Int) -> Bool { state != .paid || attempts != attempt }
}

/// What a member is told about a box, each once.
public enum SubscriptionNotice: String, CaseIterable, Sendable {
  /// It comes soon; it can still be skipped, swapped or postponed.
  case upcoming
  /// It could not be paid; told at the first failure.
  case chargeFailed = "charge_failed"
  /// It is tried for the last time.
  case lastAttempt = "last_attempt"
  /// It was not paid, and no more come until the member goes on.
  case unpaid
  /// There is no stock; it can be swapped or postponed.
  case noStock = "no_stock"
}
