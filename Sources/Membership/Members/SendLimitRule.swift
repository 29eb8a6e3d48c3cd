internal import Foundation
internal import TenantStore

/// The sends to one address, as they are counted.
struct SendCount: Hashable, Sendable {
  /// Since when the sends of the hour count.
  var windowFrom: Date
  /// How many they are, 1 to ``SignInCodes/sendLimit``.
  var sends: Int
  /// Since when the sends of the day count.
  var dayFrom: Date
  /// How many they are, 1 to ``SignInCodes/dayLimit``.
  var daySends: Int

  /// The first code.
  init(at now: Date) { self.init(windowFrom: now, sends: 1, dayFrom: now, daySends: 1) }

  init(windowFrom: Date, sends: Int, dayFrom: Date, daySends: Int) {
    self.windowFrom = windowFrom
    self.sends = sends
    self.dayFrom = dayFrom
    self.daySends = daySends
  }
}

/// How many codes go to one address.
enum SendLimitRule {
  /// The counts with one more code; thrown when there may be none yet.
  ///
  /// A clock that was set back counts as no time passed, and delays nobody by more than a window.
  static func next(after last: SentCode?, now: Date) throws(MembershipRefusal) -> SendCount {
    guard let last, last.count.windowFrom <= now else { return SendCount(at: now) }
    let sinceLast = now.timeIntervalSince(last.sentAt)
    guard sinceLast >= SignInCodes.pause else { throw tooSoon(SignInCodes.pause - sinceLast) }
    var count = last.count
    let sinceWindow = now.timeIntervalSince(count.windowFrom)
    if sinceWindow >= SignInCodes.window { (count.windowFrom, count.sends) = (now, 0) }
    let sinceDay = now.timeIntervalSince(count.dayFrom)
    if !(0..<SignInCodes.day).contains(sinceDay) { (count.dayFrom, count.daySends) = (now, 0) }
    guard count.sends < SignInCodes.sendLimit else {
      throw tooSoon(SignInCodes.window - sinceWindow)
    }
    guard count.daySends < SignInCodes.dayLimit else { throw tooSoon(SignInCodes.day - sinceDay) }
    count.sends += 1
    count.daySends += 1
    return count
  }

  static func tooSoon(_ seconds: TimeInterval) -> MembershipRefusal {
    let wait = Int64(max(1, min(seconds, SignInCodes.day)).rounded(.up))
    return MembershipRefusal(.codeTooSoon, details: ["retry_after": .integer(wait)])
  }
}
