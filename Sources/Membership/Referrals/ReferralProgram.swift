public import Foundation
public import TenantStore

/// A merchant's referrals: one level, both rewarded after the first paid order past its return
/// period, every decision kept with its reasons.
///
/// ## Topics
/// ### Inviting
/// - ``code(of:in:)``
/// - ``accept(_:by:in:)``
/// - ``seeDevice(_:after:of:in:)``
/// - ``followDevice(from:to:in:)``
/// - ``see(_:of:in:)``
/// - ``see(_:_:of:in:)``
/// ### Deciding
/// - ``decide(_:in:)``
/// - ``reward(_:by:in:)``
/// - ``refuse(_:reason:by:in:)``
/// - ``leave(_:in:)``
/// - ``budget(seenIn:)``
public struct ReferralProgram: Sendable {
  /// What both get, and for how many.
  public let settings: ReferralSettings
  /// How points are given; rewards in points are not given without.
  public let points: PointsProgram?
  /// The merchant's currency.
  public let currency: Currency
  /// The zone in which months begin.
  public let zone: TimeZone

  /// Creates the program of a merchant.
  public init(
    _ settings: ReferralSettings,
    points: PointsProgram?,
    currency: Currency,
    in zone: TimeZone
  ) {
    self.settings = settings
    self.points = points
    self.currency = currency
    self.zone = zone
  }

  /// The code with which a member invites: 8 characters of Crockford's base 32.
  public func code(of member: MemberID, in transaction: TenantTransaction) async throws -> String {
    let member = try await transaction.heldStaying(member)
    if let code = try await transaction.referralCode(of: member) { return code }
    let draft = RandomCode.make(length: 8, transaction.environment)
    guard let code = try await transaction.referralCode(of: member, draft: draft) else {
      throw ValueRefusal(.changedMeanwhile)
    }
    return code
  }

  /// Takes an invitation; taking the same again changes nothing.
  ///
  /// - Throws: ``ValueRefusal`` with the code `referral_code_unknown`, or `referral_refused`
  ///   (`reason`: `self`, `circle`, `has_ordered`, `already_invited`).
  @discardableResult
  public func accept(
    _ code: String,
    by invitee: MemberID,
    in transaction: TenantTransaction
  ) async throws -> ReferralID {
    guard let named = try await transaction.inviter(code: code.uppercased()) else {
      throw ValueRefusal(.referralCodeUnknown)
    }
    try await transaction.holdStaying([named, invitee])
    let inviter = try await transaction.staying(named)
    let guest = try await transaction.staying(invitee)
    guard inviter != guest else { throw Self.refused("self") }
    let (above, below) = (
      try await transaction.accounts(of: inviter), try await transaction.accounts(of: guest)
    )
    // Two who invite each other at once wait for each other here.
    try await transaction.lockInviters(above + below)
    if let known = try await transaction.referral(toAnyOf: below) {
      guard above.contains(known.inviter) else { throw Self.refused("already_invited") }
      return known.id
    }
    if try await transaction.isInviter(anyOf: below, above: above) { throw Self.refused("circle") }
    if try await transaction.hasOrdered(anyOf: below) { throw Self.refused("has_ordered") }
    let id = ReferralID.make(in: transaction.environment)
    guard try await transaction.insertReferral(id, inviter: inviter, invitee: guest) else {
      throw ValueRefusal(.changedMeanwhile)
    }
    try await seeNumbers(of: [inviter, guest], in: transaction)
    return id
  }

  /// Notes what a member was seen with.
  ///
  /// - `trait`: What it is.
  /// - `digest`: A keyed digest of it, 8 to 64 bytes; never the thing itself.
  public func see(
    _ trait: ReferralTrait,
    _ digest: [UInt8],
    of member: MemberID,
    in transaction: TenantTransaction
  ) async throws {
    precondition((8...64).contains(digest.count), "A digest has 8 to 64 bytes.")
    try await transaction.insertReferralTrait(trait, digest, of: member)
  }

  /// Notes the first paid order of who was invited; it waits for the end of its return period.
  func note(_ order: PaidOrder, in transaction: TenantTransaction) async throws {
    _ = try await transaction.attachReferral(to: order)
  }

  /// Decides on a referral whose return period is over; deciding again changes nothing.
  ///
  /// - Returns: What was decided; nothing when there is nothing to decide.
  /// - Throws: ``ValueRefusal`` with the code `referral_not_found`.
  @discardableResult
  public func decide(_ id: ReferralID, in transaction: TenantTransaction) async throws
    -> ReferralVerdict?
  {
    let referral = try await locked(id, in: transaction)
    guard referral.state == .waiting, let dueAt = referral.dueAt,
      dueAt <= transaction.environment.now()
    else { return nil }
    let verdict = ReferralRule.verdict(on: try await evidence(on: referral, in: transaction))
    let reasons = verdict.reasons.map(\.rawValue)
    switch verdict.decision {
    case .reward:
      guard try await spend(on: id, in: transaction) else {
        let spent = ReferralVerdict(decision: .refuse, reasons: [.budgetSpent])
        let reasons = spent.reasons.map(\.rawValue)
        try await move(referral, to: .refused, reasons, by: .system, in: transaction)
        return spent
      }
      try await give(referral, reasons, by: .system, in: transaction)
    case .flag: try await move(referral, to: .flagged, reasons, by: .system, in: transaction)
    case .refuse: try await move(referral, to: .refused, reasons, by: .system, in: transaction)
    }
    return verdict
  }

  /// Has a person look at a referral whose rewards cannot be given now.
  ///
  /// - `reason`: The code of the refusal.
  func setAside(_ id: ReferralID, _ reason: String, in transaction: TenantTransaction) async throws
  {
    let referral = try await locked(id, in: transaction)
    guard referral.state == .waiting else { return }
    let reasons = ["reward_unavailable", reason]
    try await move(referral, to: .flagged, reasons, by: .system, in: transaction)
  }

  /// Rewards a flagged referral after a person has looked at it.
  ///
  /// - Throws: ``ValueRefusal`` with the code `referral_not_found`, `referral_transition_refused` or
  ///   `referral_budget_spent`.
  public func reward(_ id: ReferralID, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    let referral = try await locked(id, in: transaction)
    guard referral.state == .flagged else { throw Self.refusedIn(referral.state) }
    guard try await spend(on: id, in: transaction) else {
      throw ValueRefusal(.referralBudgetSpent)
    }
    try await give(referral, ["reviewed"], by: actor, in: transaction)
  }

  /// Refuses a flagged or waiting referral, or takes a reward back, for a reason that a person gives.
  ///
  /// - `reason`: 1 to 200 characters.
  /// - Throws: ``ValueRefusal`` with the code `referral_not_found` or
  ///   `referral_transition_refused`.
  public func refuse(
    _ id: ReferralID,
    reason: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let referral = try await locked(id, in: transaction)
    switch referral.state {
    case .invited, .waiting, .flagged:
      try await move(referral, to: .refused, [reason], by: actor, in: transaction)
    case .rewarded: try await clawBack(referral, [reason], by: actor, in: transaction)
    case .refused, .clawedBack, .void: throw Self.refusedIn(referral.state)
    }
  }

  /// Ends what a member has a part in and is not decided, when they leave.
  public func leave(_ member: MemberID, in transaction: TenantTransaction) async throws {
    try await ReferralExit.leave(transaction.accounts(of: member), in: transaction)
  }

  /// Refuses or takes back what an order led to that is now below the minimum.
  func takeBack(
    of share: OrderShare,
    for referral: Referral,
    in transaction: TenantTransaction
  ) async throws {
    let left = share.paid - share.refunded
    guard left < minimum || left == 0 else { return }
    switch referral.state {
    case .waiting, .flagged:
      try await move(referral, to: .refused, ["refunded"], by: .system, in: transaction)
    case .rewarded: try await clawBack(referral, ["refunded"], by: .system, in: transaction)
    case .invited, .refused, .clawedBack, .void: break
    }
  }

  /// The referral of an order with everything that taking it back touches, locked.
  func lockReferral(of share: OrderShare, in transaction: TenantTransaction) async throws
    -> Referral?
  {
    guard let found = try await transaction.referral(ofOrder: share.order) else { return nil }
    return try await locked(found, with: [share.member], in: transaction)
  }

  private var minimum: Int64 {
    settings.minimum.flatMap { try? Money(decimal: $0, currency: currency).minorUnits } ?? 0
  }

  private func evidence(on referral: Referral, in transaction: TenantTransaction) async throws
    -> ReferralEvidence
  {
    let share: OrderShare? =
      if let order = referral.order { try await transaction.orderShare(order) } else { nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let now = transaction.environment.now()
    let month = calendar.dateInterval(of: .month, for: now)?.start ?? now
    return ReferralEvidence(
      inviter: referral.inviter,
      visit: .init(
        invitedAt: referral.invitedAt,
        orderedAt: referral.orderedAt,
        amount: share.map { $0.paid - $0.refunded } ?? referral.amount ?? 0
      ),
      siblings: try await transaction.siblingVisits(of: referral),
      ties: try await transaction.referralTies(of: referral),
      minimum: minimum,
      rewardedThisMonth: try await transaction.rewardedReferrals(
        of: referral.inviter,
        since: month
      ),
      monthlyCap: settings.monthlyCap ?? 10
    )
  }

  private func give(
    _ referral: Referral,
    _ reasons: [String],
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await move(referral, to: .rewarded, reasons, by: actor, in: transaction)
    let rewards = rewards(of: referral)
    for given in rewards {
      try await transaction.insertReferralReward(given, for: referral.id)
      guard let count = given.points else { continue }
      try await points?.grant(count, to: given.member, key: given.key, in: transaction)
    }
    // Coupons by their kinds, which are counted under locks of their own.
    for given in rewards.sorted(by: { $0.coupon ?? "" < $1.coupon ?? "" }) {
      guard let coupon = given.coupon else { continue }
      try await CouponProgram().give(coupon, to: given.member, key: given.key, in: transaction)
    }
  }

  private func clawBack(
    _ referral: Referral,
    _ reasons: [String],
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await move(referral, to: .clawedBack, reasons, by: actor, in: transaction)
    // The budget before coupons, as a reward takes them.
    try await transaction.returnReferralBudget(of: referral.id)
    // What was given counts, whatever the merchant gives by now.
    for given in try await transaction.referralRewards(for: referral.id) {
      if let count = given.points {
        try await PointsLedger.revoke(count, of: given.member, key: given.key, in: transaction)
      }
      if given.coupon != nil {
        _ = try await CouponProgram()
          .revoke(givenAs: given.key, to: given.member, in: transaction)
      }
    }
  }

  /// What both get, in the order in which everybody takes their locks.
  private func rewards(of referral: Referral) -> [ReferralReward] {
    [
      ReferralReward(
        referral.id,
        .inviter,
        referral.inviter,
        points == nil ? nil : settings.inviter.points.map(Int64.init),
        settings.inviter.coupon
      ),
      ReferralReward(
        referral.id,
        .invitee,
        referral.invitee,
        points == nil ? nil : settings.invitee.points.map(Int64.init),
        settings.invitee.coupon
      ),
    ].sorted { $0.member < $1.member }
  }

  private func locked(_ id: ReferralID, in transaction: TenantTransaction) async throws -> Referral
  {
    guard let found = try await transaction.referral(id) else {
      throw ValueRefusal(.referralNotFound)
    }
    return try await locked(found, in: transaction)
  }

  /// Takes all locks that a decision needs, in the order in which everybody takes them: members, the
  /// inviter's code, the points of both.
  private func locked(
    _ found: Referral,
    with others: [MemberID] = [],
    in transaction: TenantTransaction
  ) async throws -> Referral {
    let members = [found.inviter, found.invitee] + others
    let staying = try await transaction.holdStaying(members)
    try await transaction.lockInviter(found.inviter)
    try await transaction.lockPoints(ofAccounts: Set(members.map { staying[$0] ?? $0 }))
    guard let referral = try await transaction.referral(found.id) else {
      throw ValueRefusal(.referralNotFound)
    }
    return referral
  }

  private func move(
    _ referral: Referral,
    to state: ReferralState,
    _ reasons: [String],
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard
      try await transaction.moveReferral(referral, to: state, reasons: reasons, by: actor)
    else { throw ValueRefusal(.changedMeanwhile) }
  }

  private static func refused(_ reason: String) -> ValueRefusal {
    ValueRefusal(.referralRefused, details: ["reason": .string(reason)])
  }

  private static func refusedIn(_ state: ReferralState) -> ValueRefusal {
    ValueRefusal(.referralTransitionRefused, details: ["state": .string(state.rawValue)])
  }
}
