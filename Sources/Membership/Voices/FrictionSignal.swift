public import Foundation
public import TenantStore

/// Something that members do when something is in their way.
public struct FrictionSignal: Hashable, Sendable {
  /// What they do.
  public enum Kind: String, CaseIterable, Sendable {
    /// A cart is left with an article in it.
    case abandonedCart = "abandoned_cart"
    /// A search after which nothing was looked at.
    case fruitlessSearch = "fruitless_search"
    /// An order that was placed and not paid in time.
    case unpaidOrder = "unpaid_order"
    /// Goods that go back, by the reason.
    case returnedGoods = "returned_goods"
    /// A box that a member did not want.
    case skippedBox = "skipped_box"
    /// A box that could not be paid.
    case unpaidBox = "unpaid_box"
    /// Boxes that were cancelled, by the reason.
    case cancelledBoxes = "cancelled_boxes"
  }

  /// What they do.
  public let kind: Kind
  /// With what: an article, a phrase, a reason, a plan and a box; 1 to 120 characters.
  public let subject: String
  /// How often.
  public let count: Int64
  /// How many did it.
  public let people: Int64

  /// Describes a signal.
  public init(kind: Kind, subject: String, count: Int64, people: Int64) {
    self.kind = kind
    self.subject = subject
    self.count = count
    self.people = people
  }

  /// The signal without how often.
  public var sign: Sign { Sign(kind: kind, subject: subject) }

  /// By what a theme shows.
  public struct Sign: Hashable, Sendable {
    /// What is done.
    public let kind: Kind
    /// With what.
    public let subject: String

    /// Describes a sign.
    public init(kind: Kind, subject: String) {
      self.kind = kind
      self.subject = subject
    }
  }

  /// Tells of what other modules saw between two instants, of each kind the most frequent first.
  public typealias Source =
    @Sendable (_ from: Date, _ until: Date, _ rows: any TenantQuerying) async throws ->
    [FrictionSignal]
}

/// What became of one sign of a theme.
public struct SignChange: Hashable, Sendable {
  /// The sign.
  public let sign: FrictionSignal.Sign
  /// How often it was seen in the days before the release, or before now while the theme is open.
  public let before: Int64
  /// How often in as many days since; nothing while the theme is open.
  public let since: Int64?
}

/// A theme with everything that speaks of it.
public struct ThemeReport: Hashable, Sendable {
  /// The theme.
  public let theme: FeedbackTheme
  /// In how many talks it was heard.
  public let interviews: Int64
  /// What became of the signs by which it shows.
  public let signs: [SignChange]
}

/// What members say and what they do, by theme and release.
public struct Voices: Sendable {
  /// How many days stand beside each other.
  public static let days = 28
  /// How many answered themes are compared; those before are told without their signs.
  private static let compared = 10
  private let others: FrictionSignal.Source
  private let zone: TimeZone

  /// Reads from membership, and from others what they saw.
  public init(
    _ tenant: TenantSnapshot,
    others: @escaping FrictionSignal.Source = { _, _, _ in [] }
  ) {
    self.others = others
    zone = tenant.timeZone
  }

  /// What was in members' way between two instants, of each kind the most frequent first.
  public func signals(from start: Date, until end: Date, in rows: any TenantQuerying) async throws
    -> [FrictionSignal]
  {
    let own = try await rows.boxFriction(
      from: CalendarDate(start, in: zone),
      until: CalendarDate(end, in: zone)
    )
    let left = try await rows.cancelledBoxes(from: start, until: end)
    return own + left + (try await others(start, end, rows))
  }

  /// Every theme with the talks and the signs that speak of it, those that are open first.
  public func reports(in rows: any TenantQuerying) async throws -> [ThemeReport] {
    let themes = try await rows.feedbackThemes()
    let heard = try await rows.interviewCounts()
    let signs = try await rows.themeSigns()
    let now = rows.environment.now()
    let span = Double(Self.days) * 86_400
    let present = counts(try await signals(from: now - span, until: now, in: rows))
    var (reports, left): ([ThemeReport], Int) = ([], Self.compared)
    for theme in themes {
      let own = signs[theme.id] ?? []
      var changes = own.map { SignChange(sign: $0, before: present[$0] ?? 0, since: nil) }
      if let answered = theme.answeredAt {
        changes = []
        if !own.isEmpty, left > 0 {
          left -= 1
          let end = min(now, answered + span)
          // As many days before as have passed since.
          let start = answered - end.timeIntervalSince(answered)
          let before = counts(try await signals(from: start, until: answered, in: rows))
          let since = counts(try await signals(from: answered, until: end, in: rows))
          changes = own.map {
            SignChange(sign: $0, before: before[$0] ?? 0, since: since[$0] ?? 0)
          }
        }
      }
      reports.append(
        ThemeReport(theme: theme, interviews: heard[theme.id] ?? 0, signs: changes)
      )
    }
    return reports
  }

  private func counts(_ signals: [FrictionSignal]) -> [FrictionSignal.Sign: Int64] {
    Dictionary(signals.map { ($0.sign, $0.count) }, uniquingKeysWith: +)
  }

  /// Ties a theme to a sign by which it shows; again changes nothing.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `feedback_invalid` and the fields.
  public static func tie(
    _ sign: FrictionSignal.Sign,
    to theme: FeedbackThemeID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...120).contains(sign.subject.unicodeScalars.count),
      try await transaction.feedbackThemes().contains(where: { $0.id == theme })
    else { throw MembershipRefusal(.feedbackInvalid, fields: ["theme"]) }
    guard try await transaction.tieSign(sign, to: theme) else { return }
    try await transaction.audit(
      "membership.theme_tied",
      of: theme.description,
      by: actor,
      after: ["kind": .string(sign.kind.rawValue), "subject": .string(sign.subject)]
    )
  }
}
