public import TenantStore

/// What a refund above the shop's limit waits for.
public struct RefundHold: Hashable, Sendable {
  /// Who asked for it, as the trail writes it.
  public let askedBy: String
  /// The second person, once there is one.
  public let approvedBy: String?
}

/// When a refund needs a second person.
public enum RefundHoldRule {
  /// Whether the money that is asked back of an order, this refund included, is above the limit.
  ///
  /// All refunds of the order count together, so that a large one cannot be asked for in parts.
  public static func needsSecondPerson(claimed: Money, limit: Money) -> Bool {
    claimed.currency != limit.currency || claimed.minorUnits > limit.minorUnits
  }

  /// The limit of a shop that names none: a day's pocket money of its currency.
  public static func usualLimit(in currency: Currency) -> Money {
    let minorUnits: Int64 =
      switch currency.code {
      case "CNY": 50_000
      case "IDR": 100_000_000
      case "JPY": 10_000
      default: 10_000
      }
    return Money(minorUnits: minorUnits, currency: currency)
  }
}

extension StorefrontSettings {
  /// What holds for the merchant's own staff.
  public struct Desk: Hashable, Sendable, Codable {
    /// Above which sum of one order's refunds a second person must say yes, as a decimal string in
    /// the tenant's currency; 500 yuan, a million rupiah, 10,000 yen when absent.
    public var refundLimit: String?

    /// The usual limit.
    public init() {}
  }

  /// The limit above which refunds need a second person.
  public func refundLimit(in currency: Currency) -> Money {
    let named = desk?.refundLimit.flatMap { try? Money(decimal: $0, currency: currency) }
    return named ?? RefundHoldRule.usualLimit(in: currency)
  }

  func deskProblems(_ document: TenantDocument) -> [SettingsProblem] {
    guard let text = desk?.refundLimit, let currency = Currency(code: document.currency) else {
      return []
    }
    let path = ["desk", "refundLimit"]
    do throws(MoneyError) {
      let limit = try Money(decimal: text, currency: currency)
      guard limit.minorUnits < 0 else { return [] }
      return [SettingsProblem(path: path, message: "must not be negative")]
    } catch {
      return [SettingsProblem(path: path, message: error.description)]
    }
  }
}

extension Shop {
  /// The shop as a merchant's staff act on it: refunds above its limit wait for a second person.
  public func atDesk(of tenant: TenantSnapshot) throws(TenancyRefusal) -> Shop {
    withRefundLimit(try tenant.storefront.refundLimit(in: tenant.currency))
  }

  /// The shop with a limit above which refunds that staff ask for wait for a second person.
  public func withRefundLimit(_ limit: Money) -> Shop {
    var shop = self
    shop.refundLimit = limit
    return shop
  }

  /// Holds a refund that was just claimed, when it needs a second person.
  func holds(
    _ draft: RefundDraft,
    of held: HeldOrder,
    by actor: Actor,
    _ transaction: TenantTransaction
  ) async throws -> Bool {
    guard case .staff = actor, let refundLimit,
      let claimed = try await transaction.paymentBalance(of: draft.order)?.claimed,
      RefundHoldRule.needsSecondPerson(claimed: claimed, limit: refundLimit)
    else { return false }
    try await transaction.holdRefund(draft.id, by: actor)
    try await note("refund_held", draft.id, of: held, draft.amount, actor, transaction)
    return true
  }

  /// Lets the money of a held refund go back, as the second person; saying yes again changes nothing.
  ///
  /// - Parameters:
  ///   - id: The refund.
  ///   - actor: Who says yes: somebody else than who asked.
  ///   - transaction: Where it happens.
  /// - Returns: The refund as it stands then.
  /// - Throws: ``StorefrontRefusal`` with the code `refund_not_found`, `refund_self_approved`, or
  ///   `transition_refused` when it has failed or needs nobody.
  @discardableResult
  public func approveRefund(
    _ id: RefundID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Refund {
    let (open, held) = try await hold(id, transaction)
    guard let hold = open.hold else { throw refused(open) }
    guard hold.approvedBy == nil else { return open }
    guard open.status == .requested else { throw refused(open) }
    guard try await transaction.approveHold(id, by: actor) else {
      throw StorefrontRefusal(.refundSelfApproved)
    }
    try await note("refund_approved", id, of: held, open.amount, actor, transaction)
    if isOnline(held.provider) {
      try await transaction.enqueue(PaymentJob.refund(id, step: 0))
    }
    return try await refund(id, transaction)
  }
}
