public import Foundation
public import TenantStore

/// What a merchant says to the members of a segment, and whom it says it to.
public struct CampaignPlan: Hashable, Sendable {
  /// The short name, 2 to 40 of a-z, 0-9 and hyphens.
  public var code: String
  /// What staff read, 1 to 80 characters.
  public var name: String
  /// Whom it is for.
  public var segment: MemberSegment
  /// The kind of coupon that members get.
  public var coupon: String?
  /// What stands on their page, up to 300 characters.
  public var message: String
  /// How many of a hundred are held out, 0 to 90.
  public var holdoutPercent: Int
  /// For how many days an order counts as following it, 1 to 90.
  public var windowDays: Int
  /// What follows days after a member joined, until her next order; at most 5.
  public var steps: [CampaignStep]
  /// Whether what it says also goes out as a message, besides standing on the member's page.
  public var sends: Bool
  /// Whether the staff is asked to talk with each member whom it reaches.
  public var asks: Bool

  /// Describes a campaign.
  public init(
    code: String,
    name: String,
    segment: MemberSegment = MemberSegment(),
    coupon: String? = nil,
    message: String = "",
    holdoutPercent: Int = 20,
    windowDays: Int = 30,
    steps: [CampaignStep] = [],
    sends: Bool = false,
    asks: Bool = false
  ) {
    self.code = code
    self.name = name
    self.segment = segment
    self.coupon = coupon
    self.message = message
    self.holdoutPercent = holdoutPercent
    self.windowDays = windowDays
    self.steps = steps
    self.sends = sends
    self.asks = asks
  }

  /// The fields that are wrong.
  var wrongFields: [String] {
    var fields: [String] = []
    if code.wholeMatch(of: /[a-z0-9-]{2,40}/) == nil { fields.append("code") }
    if !(1...80).contains(name.unicodeScalars.count) { fields.append("name") }
    if message.unicodeScalars.count > 300 { fields.append("message") }
    if coupon == nil, message.isEmpty { fields.append("message") }
    if !(0...90).contains(holdoutPercent) { fields.append("holdout") }
    if !(1...90).contains(windowDays) { fields.append("days") }
    if !CampaignStepRule.isRight(steps, windowDays: windowDays) { fields.append("steps") }
    if let level = segment.level, !(0...19).contains(level) { fields.append("level") }
    if let days = segment.joinedDays, !(1...365).contains(days) { fields.append("joined") }
    return fields
  }
}

/// A campaign as it runs.
public struct Campaign: Hashable, Sendable {
  /// What it says and to whom.
  public let plan: CampaignPlan
  /// When it began, in UTC.
  public let startedAt: Date
  /// When it was ended, in UTC; nothing while it runs.
  public let endedAt: Date?
}

/// In which part of a campaign a member is.
public enum CampaignArm: String, CaseIterable, Sendable {
  /// The member gets what the campaign gives.
  case reached
  /// The member gets nothing, so that the others can be compared.
  case heldOut = "held_out"
}

/// A merchant's campaigns.
///
/// Whoever joins the segment later joins the campaign while it runs; nobody is in it twice, and nobody
/// without the consent to offers.
public struct CampaignProgram: Sendable {
  private let services: Entitlements?

  /// Creates the program.
  ///
  /// - Parameter services: Who may use what, for steps that speak of a service; none do without.
  public init(services: Entitlements? = nil) { self.services = services }

  /// Starts a campaign; the job of the next minutes enrols its members.
  ///
  /// - Throws: ``ValueRefusal`` with the code `campaign_invalid` (`fields`); also where the short name
  ///   is taken, or there is no such kind of coupon.
  public func start(_ plan: CampaignPlan, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    var wrong = plan.wrongFields
    if let coupon = plan.coupon, try await transaction.couponKind(coupon) == nil {
      wrong.append("coupon")
    }
    if let group = plan.segment.group, try await transaction.contactGroup(group) == nil {
      wrong.append("group")
    }
    for coupon in Set(plan.steps.compactMap(\.coupon)).sorted() {
      if try await transaction.couponKind(coupon) == nil { wrong.append("steps") }
    }
    let known = Set((services?.offered ?? []).map(\.code))
    if !known.isSuperset(of: plan.steps.compactMap(\.service)) { wrong.append("steps") }
    if wrong.isEmpty, try await !transaction.insertCampaign(plan) { wrong.append("code") }
    guard wrong.isEmpty else {
      throw ValueRefusal(.campaignInvalid, details: ["fields": .array(wrong.map(JSONValue.string))])
    }
    try await transaction.insertCampaignSteps(plan.steps, of: plan.code)
    try await transaction.audit("membership.campaign_started", of: plan.code, by: actor)
  }

  /// Ends a campaign: nobody joins it any more, and its message is not shown; again changes nothing.
  ///
  /// - Throws: ``ValueRefusal`` with the code `campaign_not_found`.
  public func end(_ code: String, by actor: Actor, in transaction: TenantTransaction) async throws {
    guard try await transaction.campaign(code) != nil else {
      throw ValueRefusal(.campaignNotFound)
    }
    guard try await transaction.endCampaign(code) else { return }
    try await transaction.audit("membership.campaign_ended", of: code, by: actor)
  }

  /// Enrols a member who is of the segment now, once; whoever is not held out gets the coupon where there is
  /// one left.
  ///
  /// - Returns: The member's part, where this call decided it; nothing where the campaign has ended.
  @discardableResult
  package func enrol(_ id: MemberID, in campaign: CampaignPlan, _ transaction: TenantTransaction)
    async throws -> CampaignArm?
  {
    guard try await transaction.holdRunning(campaign.code) else { return nil }
    let id = try await transaction.heldStaying(id)
    guard let member = try await transaction.member(id), member.erasedAt == nil,
      ConsentRule.standing(try await transaction.consentEntries(of: member)).contains(.marketing),
      try await transaction.isInside(campaign.segment, id)
    else { return nil }
    let arm = CampaignArmRule.arm(of: id, in: campaign.code, holdout: campaign.holdoutPercent)
    guard try await transaction.insertCampaignMember(member, in: campaign.code, arm) else {
      return nil
    }
    if arm == .reached, let coupon = campaign.coupon {
      try await give(coupon, to: id, key: "campaign:\(campaign.code)", transaction)
    }
    if arm == .reached, campaign.asks { try await transaction.openTask(campaign, member) }
    if arm == .reached, campaign.sends, !campaign.message.isEmpty {
      try await transaction.tell(id, step: 0, of: campaign.code)
    }
    return arm
  }
}

extension CampaignProgram {
  /// Lets the steps come that are due for a member, each once: a coupon is given, a message is shown.
  ///
  /// None comes after an order, after a child of the family fell quiet, or without the consent to offers;
  /// one that speaks of a service waits, and those after it, until the member may use that.
  /// - Returns: How many came by this call.
  @discardableResult
  package func advance(_ id: MemberID, in campaign: CampaignPlan, _ transaction: TenantTransaction)
    async throws -> Int
  {
    guard try await transaction.holdRunning(campaign.code) else { return 0 }
    let id = try await transaction.heldStaying(id)
    guard let member = try await transaction.member(id), member.erasedAt == nil,
      ConsentRule.standing(try await transaction.consentEntries(of: member)).contains(.marketing),
      let stand = try await transaction.lockCampaignStand(of: member, in: campaign.code),
      !stand.isQuiet
    else { return 0 }
    let due = CampaignStepRule.count(
      of: campaign.steps,
      enrolledAt: stand.enrolledAt,
      orderedAt: stand.orderedAt,
      now: transaction.environment.now()
    )
    let count = try await open(due, of: campaign.steps, after: stand.steps, id, transaction)
    guard count > stand.steps else { return 0 }
    for number in stand.steps..<count {
      guard let coupon = campaign.steps[number].coupon else { continue }
      let key = "campaign:\(campaign.code):\(number + 1)"
      try await give(coupon, to: id, key: key, transaction)
    }
    try await transaction.noteCampaignSteps(count, of: member, in: campaign.code)
    // Of steps that come at once the last one speaks.
    if campaign.sends, let words = campaign.lastWords(upTo: count), words.step > stand.steps {
      try await transaction.tell(id, step: words.step, of: campaign.code)
    }
    return count - stand.steps
  }

  /// How many of the steps that are due may come: all before the first of a service that the member may
  /// not use.
  private func open(
    _ due: Int,
    of steps: [CampaignStep],
    after come: Int,
    _ id: MemberID,
    _ transaction: TenantTransaction
  ) async throws -> Int {
    guard due > come else { return due }
    for number in come..<due {
      guard let service = steps[number].service else { continue }
      let answer = try await services?.may(id, use: service, in: transaction)
      if answer?.isAllowed != true { return number }
    }
    return due
  }
}

extension CampaignProgram {
  /// Gives a coupon where there is one to give.
  ///
  /// One that ran out or is over must not take members out of one part of the comparison alone, nor hold up
  /// later steps.
  private func give(
    _ coupon: String,
    to id: MemberID,
    key: String,
    _ transaction: TenantTransaction
  ) async throws {
    let failure = try await transaction.attempt {
      try await CouponProgram().give(coupon, to: id, key: key, in: transaction)
    }
    guard let failure else { return }
    let missing: Set<ValueRefusal.Code> = [.couponExhausted, .couponNotUsable, .couponNotFound]
    guard let refusal = failure as? ValueRefusal, missing.contains(refusal.code) else {
      throw failure
    }
  }
}

extension JobKind {
  /// Enrols those who have come into the segments of campaigns that run, and lets their steps come.
  static let runCampaigns = Self(name: "membership.run_campaigns", timeLimit: .seconds(600)) {
    context in
    guard let tenant = try await context.membershipTenant() else { return }
    let program = CampaignProgram(services: try Entitlements(of: tenant))
    for campaign in try await context.scope.runningCampaigns() {
      let plan = campaign.plan
      try await context.forEach({ try await $0.membersToEnrol(in: plan, after: $1) }) {
        member,
        transaction in
        _ = try await program.enrol(member, in: plan, transaction)
      }
      guard !plan.steps.isEmpty else { continue }
      try await context.forEach({ try await $0.membersWithDueStep(in: plan.code, after: $1) }) {
        member,
        transaction in
        _ = try await program.advance(member, in: plan, transaction)
      }
    }
  }
}
