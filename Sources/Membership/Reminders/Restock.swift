public import Foundation
public import TenantStore

/// Goods that a member paid for, as a flow tells of them.
public struct BoughtGoods: Hashable, Sendable {
  /// The short names of their category and of those above it.
  public let categories: [String]
  /// How many.
  public let pieces: Int
  /// From which month of a child's age they are made; nothing when they say nothing.
  public let fromMonths: Int?

  /// Describes goods.
  public init(categories: [String], pieces: Int, fromMonths: Int? = nil) {
    self.categories = categories
    self.pieces = pieces
    self.fromMonths = fromMonths
  }
}

extension Families {
  /// Takes note of what a member paid for: what is used up is reminded of in time, and what belongs into
  /// the hospital bag is ticked there.
  ///
  /// Both need the member's consent to being known by orders; what is used up is kept only while the
  /// member agrees to reminders as well.
  /// - Parameters:
  ///   - goods: What was bought.
  ///   - order: The order; the same one counts once.
  ///   - id: Who paid.
  ///   - tenant: Whose settings say what is used up.
  ///   - transaction: The transaction that counts the order.
  /// - Throws: What the database throws; a member who is gone is passed over.
  public func noteBought(
    _ goods: [BoughtGoods],
    in order: UUID,
    by id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    let settings = try tenant.membership
    guard let member = try await transaction.member(id), member.erasedAt == nil else { return }
    try await fillBags(with: goods, settings, of: member, for: tenant, in: transaction)
    let used = settings.reminders?.restock ?? []
    guard !used.isEmpty, try await agreesToRestock(member, in: transaction) else { return }
    var isNew = false
    for kind in used {
      let pieces = goods.filter { $0.categories.contains(kind.category) }
        .reduce(0) { $0 + max(0, $1.pieces) }
      guard pieces > 0 else { continue }
      isNew = true
      try await transaction.insertRestockPurchase(
        kind.category,
        pieces: min(pieces, 10_000),
        in: order,
        of: member.id,
        on: CivilDay(tenant.today(transaction))
      )
    }
    if isNew { try await planRestock(of: member, for: tenant, in: transaction) }
  }

  /// Takes back what an order told of what is used up, because all of it went back.
  ///
  /// - Throws: What the database throws.
  public func forgetBought(
    in order: UUID,
    by id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.forgetRestockPurchases(ofOrder: order),
      let member = try await transaction.member(id), member.erasedAt == nil
    else { return }
    try await planRestock(of: member, for: tenant, in: transaction)
  }

  /// Plans anew what a family is reminded to buy again, about its youngest child who is born.
  ///
  /// What was bought before the birth lasts from then on. Nothing without consent, without a child, or of
  /// what was bought before the family wanted silence.
  func planRestock(
    of member: Member,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws {
    guard let reminders = try tenant.membership.reminders, let used = reminders.restock,
      !used.isEmpty
    else { return }
    let children = try await transaction.children(of: member)
    let silence = children.compactMap(\.quietSince).max()
      .map { CivilDay(CalendarDate($0, in: tenant.timeZone)) }
    let today = CivilDay(tenant.today(transaction))
    let youngest = children.compactMap { child in
      child.quietSince == nil ? child.dates.birthDay.map { (day: $0, id: child.id) } : nil
    }
    .max { ($0.day, $0.id) < ($1.day, $1.id) }
    var plan: [PlannedReminder] = []
    if let youngest, try await agreesToRestock(member, in: transaction) {
      plan = RestockPlanRule.plan(
        try await transaction.restockPurchases(of: member, after: silence)
          .map { kept in
            let day = max(kept.purchase.day, youngest.day)
            return (kept.category, RestockPurchase(on: day, pieces: kept.purchase.pieces))
          },
        used: used,
        today: today,
        leadDays: try tenant.membership.pace.leadDays
      )
    }
    let pace = try tenant.membership.pace
    try await transaction.replaceRestock(
      of: member,
      about: youngest?.id,
      with: plan,
      at: plan.map { pace.opening(of: $0.sendOn, in: tenant.timeZone) }
    )
  }

  private func agreesToRestock(_ member: Member, in transaction: TenantTransaction) async throws
    -> Bool
  {
    let agreed = ConsentRule.standing(try await transaction.consentEntries(of: member))
    return agreed.isSuperset(of: [.reminders, .personalisation])
  }
}

/// Which reminders to buy again a family gets.
enum RestockPlanRule {
  /// One for each kind of goods that runs out, with a topic that is that of one purchase.
  ///
  /// What ran out longer ago than a reminder is of use is bought elsewhere, or not needed any more.
  static func plan(
    _ purchases: [(category: String, purchase: RestockPurchase)],
    used: [MembershipSettings.Reminders.Restock],
    today: CivilDay,
    leadDays: Int
  ) -> [PlannedReminder] {
    used.compactMap { goods in
      let own = purchases.filter { $0.category == goods.category }.map(\.purchase)
      guard let due = RestockRule.due(own, usualDays: goods.days),
        let last = own.map(\.day).max(), due.days(until: today) <= ReminderPaceRule.useDays
      else { return nil }
      return PlannedReminder(
        topic: "restock:\(goods.category):\(last.date)",
        kind: .restock,
        dueOn: max(today, due).date,
        sendOn: max(today, due.adding(days: -leadDays)).date
      )
    }
  }
}
