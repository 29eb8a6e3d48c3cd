public import Foundation
public import TenantStore

/// A merchant's tiers: growth value, where members stand, what that gives.
///
/// Growth counts when membership hears of it. A refund takes it back as of then, and the present
/// period is counted again without it.
///
/// ## Topics
/// ### Growth
/// - ``earn(for:in:)``
/// - ``grow(_:of:key:in:)``
/// - ``takeBack(of:in:)``
/// ### Tiers
/// - ``settle(_:in:)``
/// - ``progress(of:in:)``
/// - ``grant(level:to:by:in:)``
/// ### Paid membership and benefits
/// - ``open(_:for:key:paid:in:)``
/// - ``benefits(of:in:)``
/// - ``use(_:of:key:at:in:)``
public struct TierProgram: Sendable {
  /// The tiers and plans.
  public let settings: TierSettings
  /// The zone in which months and years end.
  public let zone: TimeZone
  let rule: TierRule

  /// Creates the program of a merchant.
  public init(_ settings: TierSettings, in zone: TimeZone) {
    self.settings = settings
    self.zone = zone
    rule = TierRule(settings, in: zone)
  }

  /// Counts the growth of a paid order; once more changes nothing.
  public func earn(for order: PaidOrder, in transaction: TenantTransaction) async throws {
    let unit = Int128(order.amount.currency.minorUnitsPerUnit)
    let amount = Int128(max(0, order.amount.minorUnits)) * Int128(settings.growthPerUnit) / unit
    try await add(
      Int64(amount),
      to: order.member,
      order: order.order,
      key: "order:\(order.order)",
      in: transaction
    )
  }

  /// Counts growth of something else, such as a review.
  ///
  /// - `amount`: 1 to 1,000,000,000.
  /// - `key`: What is counted; the same key never counts twice for a member. At most 80 characters.
  /// - Throws: ``ValueRefusal`` with the code `points_amount_invalid`.
  public func grow(
    _ amount: Int64,
    of member: MemberID,
    key: String,
    in transaction: TenantTransaction
  ) async throws {
    guard (1...PointsProgram.limit).contains(amount) else {
      throw ValueRefusal(.pointsAmountInvalid)
    }
    try await transaction.holdStaying([member])
    try await add(
      amount,
      to: member,
      order: nil,
      key: "act:\(member):\(key)",
      orAnyOf: transaction.names(of: member) { "act:\($0):\(key)" },
      in: transaction
    )
  }

  /// Takes back the growth of a refunded order by the share of the money that has gone back, and
  /// counts the present period again.
  public func takeBack(of share: OrderShare, in transaction: TenantTransaction) async throws {
    let key = "refund:\(share.order):\(share.refunded)"
    var stored = try await transaction.lockGrowth(of: share.member, order: share.order, keys: [key])
    guard !stored.isKnown, let order = stored.order, let countedAt = order.countedAt else { return }
    let target = share.refundedPart(of: order.given)
    let missing = target - (order.given - order.left)
    guard missing > 0 else { return }
    let change = GrowthChange(countedAt: countedAt, amount: -missing)
    try await insert(change, &stored, share.order, key, in: transaction)
    let now = transaction.environment.now()
    var moves = rule.advance(&stored.standing, to: now, stored.changes)
    let from = stored.standing.current.level
    stored.standing = rule.replayed(stored.standing, to: now, stored.changes)
    let to = stored.standing.current.level
    if from != to { moves.append(TierMove(from: from, to: to, reason: .takenBack, at: now)) }
    try await transaction.saveStanding(stored, moves)
  }

  /// Takes a member through the ends of periods up to now.
  @discardableResult
  public func settle(_ member: MemberID, in transaction: TenantTransaction) async throws
    -> TierStanding
  {
    try await settled(member, in: transaction).standing
  }

  /// Where a member stands, what keeps the tier and what leads to the next.
  public func progress(of member: MemberID, in transaction: TenantTransaction) async throws
    -> TierProgress
  {
    let stored = try await settled(member, in: transaction)
    let now = transaction.environment.now()
    return rule.progress(of: stored.standing, at: now, stored.changes, levels: settings.levels)
  }

  /// Puts a member into a tier by hand, for a period from now.
  ///
  /// - Throws: ``ValueRefusal`` with the code `tier_not_found`.
  public func grant(
    level: Int,
    to member: MemberID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard settings.levels.indices.contains(level) else { throw ValueRefusal(.tierNotFound) }
    var stored = try await transaction.lockGrowth(of: member)
    let now = transaction.environment.now()
    var moves = rule.advance(&stored.standing, to: now, stored.changes)
    moves.append(rule.grant(level, to: &stored.standing, at: now))
    try await transaction.saveStanding(stored, moves)
    try await transaction.audit(
      "membership.tier_granted",
      of: member.description,
      by: actor,
      before: ["level": .integer(Int64(moves.last?.from ?? 0))],
      after: ["level": .integer(Int64(level))]
    )
  }

  /// Counts a member's tier again after growth came from another account, or went.
  func recount(_ member: MemberID, in transaction: TenantTransaction) async throws {
    var stored = try await transaction.lockGrowth(of: member)
    let now = transaction.environment.now()
    var moves = rule.advance(&stored.standing, to: now, stored.changes)
    let from = stored.standing.current.level
    stored.standing = rule.replayed(stored.standing, to: now, stored.changes)
    let to = stored.standing.current.level
    if to < from { moves.append(TierMove(from: from, to: to, reason: .takenBack, at: now)) }
    if to > from { moves.append(TierMove(from: from, to: to, reason: .reached, at: now)) }
    if let move = rule.reach(&stored.standing, at: now, stored.changes) { moves.append(move) }
    try await transaction.saveStanding(stored, moves)
  }

  private func settled(_ member: MemberID, in transaction: TenantTransaction) async throws
    -> StoredGrowth
  {
    var stored = try await transaction.lockGrowth(of: member)
    let moves = rule.advance(
      &stored.standing,
      to: transaction.environment.now(),
      stored.changes
    )
    if !moves.isEmpty { try await transaction.saveStanding(stored, moves) }
    return stored
  }

  private func add(
    _ amount: Int64,
    to member: MemberID,
    order: UUID?,
    key: String,
    orAnyOf others: [String] = [],
    in transaction: TenantTransaction
  ) async throws {
    guard amount > 0 else { return }
    let keys = [key] + others
    var stored = try await transaction.lockGrowth(of: member, order: nil, keys: keys)
    guard !stored.isKnown else { return }
    let now = transaction.environment.now()
    var moves = rule.advance(&stored.standing, to: now, stored.changes)
    let change = GrowthChange(countedAt: now, amount: amount)
    try await insert(change, &stored, order, key, in: transaction)
    // Growth that came within the grace may keep the tier before it leads further up.
    moves += rule.advance(&stored.standing, to: now, stored.changes)
    if let move = rule.reach(&stored.standing, at: now, stored.changes) { moves.append(move) }
    if !moves.isEmpty || !stored.isStored {
      try await transaction.saveStanding(stored, moves)
    }
  }

  private func insert(
    _ change: GrowthChange,
    _ stored: inout StoredGrowth,
    _ order: UUID?,
    _ key: String,
    in transaction: TenantTransaction
  ) async throws {
    let isSaved = try await transaction.insertGrowth(
      change,
      to: stored,
      order: order,
      key: key
    )
    guard isSaved else { throw ValueRefusal(.changedMeanwhile) }
    stored.changes.append(change)
  }
}
