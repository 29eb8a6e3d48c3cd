internal import Foundation
public import TenantStore

/// Why goods do not go back without a reason: Consumer Protection Law, article 25, items 1 to 4.
public enum ReturnException: String, CaseIterable, Codable, Sendable {
  /// Made to the shopper's order.
  case custom
  /// Fresh, alive or quick to spoil.
  case perishable
  /// Downloaded, or a recording or program whose packing the shopper opened.
  case digital
  /// A newspaper or a magazine that was delivered.
  case periodical
}

/// What the policy of a shop says of goods of one category.
public struct ReturnPolicy: Hashable, Sendable {
  /// Days after receipt in which goods go back without a reason.
  public var days = 7
  /// Days after receipt in which goods that are not right go back.
  public var qualityDays = 15
  /// Why they do not go back without a reason, if so.
  public var exception: ReturnException?
  /// Whether they go back without a reason only as long as their seal is whole.
  public var isSealed = false

  /// The least that the law demands.
  public init() {}

  /// The policy of a category: the nearest that has a rule.
  ///
  /// - Parameters:
  ///   - settings: What the merchant says.
  ///   - categories: The short names of the category and those above it, from the top.
  public init(_ settings: StorefrontSettings.Returns?, categories: [String]) {
    days = settings?.days ?? 7
    qualityDays = settings?.qualityDays ?? 15
    let rule = categories.reversed().lazy.compactMap { settings?.categories?[$0] }.first
    exception = rule?.except.flatMap(ReturnException.init)
    isSealed = rule?.sealed ?? false
  }
}

/// Whether goods may go back; pure, so that a shopper is told before anything is asked for.
public enum ReturnPolicyRule {
  /// Why goods may not go back.
  public enum Objection: Hashable, Sendable {
    /// Goods of this kind do not go back without a reason.
    case excepted(ReturnException)
    /// The seal was opened, and nothing is wrong with the goods.
    case opened
    /// The last day was this one.
    case late(lastDay: CalendarDate)
    /// Goods that are right only go back for money or other goods, not money alone.
    case kind
  }

  /// What speaks against a wish, if anything.
  ///
  /// The seven days count from the day after receipt to the end of the last (Civil Code, article
  /// 201), in the shop's time zone; goods that have not arrived are in time. The four exceptions of
  /// article 25 and goods that are not whole bind the wish without a reason only: goods that are
  /// damaged, wrong or past their date always go back (article 24).
  /// - Parameters:
  ///   - kind: What is wanted.
  ///   - reason: Why.
  ///   - isOpened: Whether the packing that keeps the goods sealed was opened.
  ///   - received: The day on which the goods were received; nothing while they are under way.
  ///   - today: The day on which it is asked for.
  ///   - policy: What holds for the goods.
  /// - Returns: The objection, or nothing when it may be asked for.
  public static func objection(
    kind: ReturnKind,
    reason: ReturnReason,
    isOpened: Bool,
    received: CalendarDate?,
    today: CalendarDate,
    policy: ReturnPolicy
  ) -> Objection? {
    if reason == .noReason {
      if kind == .refundOnly { return .kind }
      if let exception = policy.exception, exception != .digital || isOpened {
        return .excepted(exception)
      }
      if policy.isSealed, isOpened { return .opened }
    }
    guard let received else { return nil }
    let days = reason == .noReason ? policy.days : max(policy.qualityDays, policy.days)
    let lastDay = received.adding(days: days)
    return today > lastDay ? .late(lastDay: lastDay) : nil
  }
}

extension CalendarDate {
  /// The day so many days later.
  public func adding(days: Int) -> CalendarDate {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = DateComponents(year: year, month: month, day: day + days)
    return calendar.date(from: parts).map { CalendarDate($0, in: .gmt) } ?? self
  }
}
