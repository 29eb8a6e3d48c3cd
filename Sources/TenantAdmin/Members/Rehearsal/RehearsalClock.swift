internal import Foundation
internal import Synchronization
internal import TenantStore

/// A clock that is put where something is to have happened, with ids of that time.
///
/// Ids and random bytes follow from a seed, so that the same history has the same ids.
final class RehearsalClock: Sendable {
  private let time: Mutex<Date>
  private let dice: Mutex<SeededDice>

  init(at start: Date, seed: UInt64) {
    time = Mutex(start)
    dice = Mutex(SeededDice(seed: seed))
  }

  /// Puts the clock.
  func set(_ instant: Date) { time.withLock { $0 = instant } }

  /// What runs by this clock; its ids grow, also where the clock is put back.
  func environment() -> StoreEnvironment {
    let now: @Sendable () -> Date = { self.time.withLock { $0 } }
    let random: @Sendable (Int) -> [UInt8] = { count in
      self.dice.withLock { dice in (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) } }
    }
    let ids = TimeOrderedIDs(now: now, randomBytes: random)
    return StoreEnvironment(now: now, makeID: { ids.next() }, randomBytes: random)
  }
}
