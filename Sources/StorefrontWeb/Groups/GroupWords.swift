internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What is said about a group.
enum GroupWords {
  /// How long something lasts still, to the minute; less than one is one.
  static func left(until end: Date, at now: Date, _ texts: LocalTexts) -> String {
    let minutes = max(1, Int((end.timeIntervalSince(now) / 60).rounded(.up)))
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    guard hours > 0 else { return texts["group.leftMinutes", ["minutes": "\(rest)"]] }
    return texts["group.left", ["hours": "\(hours)", "minutes": "\(rest)"]]
  }

  /// Where a group stands, in a few words; one whose time is over has failed, whoever noticed.
  static func state(_ standing: GroupStanding, at now: Date, _ texts: LocalTexts) -> String {
    switch standing.state {
    case .opening: texts["group.state.opening"]
    case .open where isOver(standing, at: now): texts["group.state.failed"]
    case .open: texts["group.state.open", ["count": "\(standing.missing)"]]
    case .complete: texts["group.state.complete"]
    case .failed: texts["group.state.failed"]
    }
  }

  static func isOver(_ standing: GroupStanding, at now: Date) -> Bool {
    standing.state == .open && standing.closesAt.map { $0 <= now } ?? false
  }

  /// Until when a group waits, for a person and for a machine; nothing when it does not.
  static func end(of standing: GroupStanding, _ request: TenantRequest, _ texts: LocalTexts)
    -> View?
  {
    guard standing.state == .open, let closesAt = standing.closesAt, closesAt > request.now else {
      return nil
    }
    return [
      "left": left(until: closesAt, at: request.now, texts),
      "machine": closesAt.ISO8601Format(), "time": time(closesAt, request),
    ]
  }

  /// A time on the shop's clocks.
  static func time(_ instant: Date, _ request: TenantRequest) -> String {
    let style = Date.FormatStyle(
      date: .abbreviated,
      time: .shortened,
      locale: Locale(identifier: request.locale.rawValue),
      timeZone: request.tenant.timeZone
    )
    return instant.formatted(style)
  }

  static func refusal(_ code: StorefrontRefusal.Code, _ texts: LocalTexts) -> String? {
    switch code {
    case .groupFull: texts["group.refused.full"]
    case .groupClosed: texts["group.refused.closed"]
    case .groupJoined: texts["group.refused.joined"]
    default: nil
    }
  }
}
