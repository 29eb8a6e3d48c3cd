public import Foundation

/// How a group stands: what decides what may happen to it.
///
/// Invariants: 0 ≤ ``paid`` ≤ ``taken`` ≤ ``size``; an open one has an end.
public struct GroupStanding: Hashable, Sendable {
  /// Where it stands.
  public var state: BuyingGroup.State
  /// How many people make it complete, 2 to 100.
  public var size: Int
  /// How many hours it has from its leader's payment on, 1 to 168.
  public var hours: Int
  /// How many places orders hold, paid or not.
  public var taken: Int
  /// How many of them are paid.
  public var paid: Int
  /// Until when it waits; nothing before its leader has paid.
  public var closesAt: Date?

  /// How many more have to pay.
  public var missing: Int { max(0, size - paid) }

  /// How many places nobody holds.
  public var free: Int { size - taken }

  /// A group as its leader's order makes it.
  public static func new(size: Int, hours: Int) -> Self {
    Self(state: .opening, size: size, hours: hours, taken: 1, paid: 0, closesAt: nil)
  }

  /// Describes a standing.
  public init(
    state: BuyingGroup.State,
    size: Int,
    hours: Int,
    taken: Int,
    paid: Int,
    closesAt: Date?
  ) {
    self.state = state
    self.size = size
    self.hours = hours
    self.taken = taken
    self.paid = paid
    self.closesAt = closesAt
  }
}

/// What may happen to a group.
public enum GroupEvent: Hashable, Sendable {
  /// Somebody orders in it.
  case join
  /// The money of one of its orders comes.
  case pay
  /// One of its orders is called off; whether its money had come in time.
  case leave(wasPaid: Bool)
  /// The clock is looked at.
  case tick
  /// The merchant is content with those who have paid.
  case settleForFewer
  /// The merchant ends it.
  case callOff
}

/// Decides what an event does to a group; one table.
public enum GroupTransition {
  /// What becomes of a group.
  public enum Outcome: Hashable, Sendable {
    /// It stands so from now on.
    case moves(GroupStanding)
    /// Nothing changes: the event has no meaning any more, or happened before.
    case stays
    /// Every place is taken.
    case full
    /// It does not take anybody, or cannot end so.
    case closed
  }

  /// Decides what an event does at a moment.
  ///
  /// Money that comes after the end does not count: whoever pays late gets it back with the others.
  public static func outcome(of event: GroupEvent, on now: GroupStanding, at time: Date) -> Outcome
  {
    let isOver = now.state == .open && (now.closesAt.map { $0 <= time } ?? true)
    var next = now
    switch (event, now.state) {
    case (.join, .open) where !isOver:
      guard now.taken < now.size else { return .full }
      next.taken += 1
    case (.join, _): return .closed
    case (.pay, .opening):
      next.paid += 1
      next.state = .open
      next.closesAt = time.addingTimeInterval(Double(now.hours) * 3_600)
    case (.pay, .open) where !isOver:
      guard now.paid < now.taken else { return .stays }
      next.paid += 1
      if next.paid == next.size { next.state = .complete }
    case (.pay, _): return .stays
    case (.leave, .complete): return .stays
    case (.leave(let wasPaid), _):
      guard now.taken > 0 else { return .stays }
      next.taken -= 1
      if wasPaid { next.paid = max(0, now.paid - 1) }
      next.paid = min(next.paid, next.taken)
      if next.taken == 0, now.state != .failed { next.state = .failed }
    case (.tick, .open) where isOver: next.state = .failed
    case (.tick, _): return .stays
    case (.settleForFewer, .open) where now.paid > 0: next.state = .complete
    case (.settleForFewer, .complete): return .stays
    case (.settleForFewer, _): return .closed
    case (.callOff, .open), (.callOff, .opening): next.state = .failed
    case (.callOff, .failed): return .stays
    case (.callOff, .complete): return .closed
    }
    return .moves(next)
  }
}
