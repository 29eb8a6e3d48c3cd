internal import Membership
internal import TenantStore
internal import TenantWeb

/// What referrals may cost, and what they have cost.
enum ReferralBudgetDesk {
  static let path = "/desk/referral-budget"

  static let route = MembershipDesk.pages.page(path, "showReferralBudget", .seeMembers) {
    request,
    notice in
    let frame = try await DeskFrame.load(request)
    let program = try ValueProgram(request.tenant).referrals
    let budget = try await program?.budget(seenIn: request.scope)
    let taken = try await request.scope.referralBudgets()
    return try FigureSection.page(
      frame.texts["desk.referralBudget.title"],
      lead: frame.texts["desk.referralBudget.lead"],
      [present(budget, frame), past(taken, frame)],
      frame,
      notice: notice
    )
  }

  private static func present(_ budget: ReferralBudget?, _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    guard let budget else {
      return FigureSection(
        title: texts["desk.referralBudget.now"],
        text: texts["desk.referralBudget.none"]
      )
    }
    var facts = [(texts["desk.referralBudget.period"], period(budget.period, texts))]
    if let most = budget.maximumReferrals {
      facts.append((texts["desk.referralBudget.rewarded"], "\(budget.referrals) / \(most)"))
    }
    if let most = budget.maximumMoney {
      let words = "\(money(budget.money, frame)) / \(money(most, frame))"
      facts.append((texts["desk.referralBudget.money"], words))
    }
    return FigureSection(
      title: texts["desk.referralBudget.now"],
      text: texts[budget.isSpent ? "desk.referralBudget.spent" : "desk.referralBudget.left"],
      facts: facts
    )
  }

  private static func past(_ taken: [TakenReferralBudget], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    return FigureSection(
      title: texts["desk.referralBudget.taken"],
      text: taken.isEmpty ? texts["desk.referralBudget.nothing"] : nil,
      table: taken.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.referralBudget.taken"],
          columns: ["period", "rewarded", "money"].map { texts["desk.referralBudget.\($0)"] },
          rows: taken.map {
            [period($0.period, texts), "\($0.referrals)", money($0.money, frame)]
          }
        )
    )
  }

  private static func period(_ period: String, _ texts: LocalTexts) -> String {
    period == "whole" ? texts["desk.referralBudget.whole"] : period
  }

  private static func money(_ units: Int64, _ frame: DeskFrame) -> String {
    frame.texts.money(Money(minorUnits: units, currency: frame.request.tenant.currency))
  }
}
