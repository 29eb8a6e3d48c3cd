internal import Foundation
public import TenantStore

extension ReferralSettings {
  /// What rewards may cost, in referrals, in money or in both.
  ///
  /// ```yaml
  /// budget: {period: month, referrals: 200, money: "6000.00", each: "30.00"}
  /// ```
  public struct Budget: Hashable, Sendable, Codable {
    /// For how long it is.
    public enum Period: String, Hashable, Sendable, Codable {
      /// Each calendar month anew.
      case month
      /// Once for all.
      case whole
    }

    /// For how long it is; a month when absent.
    public var period: Period?
    /// How many referrals are rewarded in it, 1 to 1,000,000.
    public var referrals: Int?
    /// What their rewards may cost, as a decimal string in the tenant's currency.
    public var money: String?
    /// What both rewards of one referral cost the merchant, as a decimal string; needed with ``money``.
    public var each: String?

    /// Describes a budget.
    public init(
      period: Period? = nil,
      referrals: Int? = nil,
      money: String? = nil,
      each: String? = nil
    ) {
      self.period = period
      self.referrals = referrals
      self.money = money
      self.each = each
    }
  }

  /// What is wrong with the budget, by its path below the settings of referrals.
  func budgetProblems(in document: TenantDocument) -> [SettingsProblem] {
    guard let budget else { return [] }
    var problems = SettingsProblem.outOfRange([
      (["budget", "referrals"], budget.referrals, 1...1_000_000)
    ])
    if budget.referrals == nil, budget.money == nil {
      problems.append(.init(path: ["budget"], message: "must bound \"referrals\" or \"money\""))
    }
    if budget.money != nil, budget.each == nil {
      problems.append(
        .init(path: ["budget", "each"], message: "must say what one referral costs, for \"money\"")
      )
    }
    guard let currency = Currency(code: document.currency) else { return problems }
    for (name, text) in [("money", budget.money), ("each", budget.each)] {
      guard let text else { continue }
      do throws(MoneyError) {
        if try Money(decimal: text, currency: currency).minorUnits <= 0 {
          problems.append(.init(path: ["budget", name], message: "must be above 0"))
        }
      } catch {
        problems.append(.init(path: ["budget", name], message: error.description))
      }
    }
    return problems
  }
}

/// How much of its budget a referral programme has taken.
public struct ReferralBudget: Hashable, Sendable {
  /// The calendar month as `2026-09`, or `whole`.
  public let period: String
  /// How many referrals were rewarded in it.
  public internal(set) var referrals: Int64 = 0
  /// What their rewards cost, in minor units.
  public internal(set) var money: Int64 = 0
  /// How many may be rewarded.
  public let maximumReferrals: Int64?
  /// What they may cost, in minor units.
  public let maximumMoney: Int64?
  /// What one costs, in minor units.
  public let each: Int64

  /// Whether the next referral would be too much.
  public var isSpent: Bool {
    maximumReferrals.map { referrals >= $0 } ?? false
      || maximumMoney.map { money + each > $0 } ?? false
  }
}

extension ReferralProgram {
  /// What is left of the budget now; nothing where nothing bounds the programme.
  public func budget(seenIn rows: some TenantQuerying) async throws -> ReferralBudget? {
    guard var budget = budget(at: rows.environment.now()) else { return nil }
    if let taken = try await rows.referralBudget(of: budget.period) {
      (budget.referrals, budget.money) = (taken.referrals, taken.money)
    }
    return budget
  }

  /// Takes a referral out of the budget; once more takes nothing.
  ///
  /// - Returns: Whether there was enough, or nothing bounds the programme.
  func spend(on id: ReferralID, in transaction: TenantTransaction) async throws -> Bool {
    guard let budget = budget(at: transaction.environment.now()) else { return true }
    return try await transaction.takeReferralBudget(budget, for: id)
  }

  /// The budget of the period that an instant is in, as if nothing had been taken.
  private func budget(at now: Date) -> ReferralBudget? {
    guard let bounds = settings.budget else { return nil }
    func units(_ text: String?) -> Int64? {
      text.flatMap { try? Money(decimal: $0, currency: currency).minorUnits }
    }
    let month = "\(CalendarDate(now, in: zone).description.prefix(7))"
    return ReferralBudget(
      period: bounds.period == .whole ? "whole" : month,
      maximumReferrals: bounds.referrals.map(Int64.init),
      maximumMoney: units(bounds.money),
      each: units(bounds.each) ?? 0
    )
  }
}
