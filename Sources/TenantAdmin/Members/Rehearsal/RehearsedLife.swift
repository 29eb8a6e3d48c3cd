internal import Foundation
internal import Membership
internal import TenantStore

/// A made-up family as it is written, act by act, in one transaction.
struct RehearsedLife {
  private let family: MadeUpFamily
  private let member: MemberID
  private let snapshot: TenantSnapshot
  private let settings: MembershipSettings
  private let values: ValueProgram
  /// The children who are expected.
  private var expected: [ChildID] = []
  private var referral: ReferralID?
  /// Whether a campaign reached the family, and it did not stay out for the comparison.
  private var isReached = false
  /// How many orders it has paid.
  private(set) var orders = 0

  init(
    _ family: MadeUpFamily,
    _ member: MemberID,
    of snapshot: TenantSnapshot,
    _ settings: MembershipSettings,
    _ values: ValueProgram
  ) {
    self.family = family
    self.member = member
    self.snapshot = snapshot
    self.settings = settings
    self.values = values
  }

  /// Takes the invitation of another family.
  mutating func accept(_ inviter: MemberID, in transaction: TenantTransaction) async throws {
    guard let referrals = values.referrals else { return }
    let code = try await referrals.code(of: inviter, in: transaction)
    referral = try await referrals.accept(code, by: member, in: transaction)
  }

  /// Does what the family does next.
  mutating func perform(_ act: MadeUpAct, in transaction: TenantTransaction) async throws {
    guard isReached || !act.isTempted else { return }
    switch act.deed {
    case .agree(let purpose):
      try await Families()
        .giveConsent(
          to: purpose,
          version: settings.textVersion(of: purpose),
          by: member,
          for: snapshot,
          in: transaction
        )
    case .expect(let due, let count): try await expect(due, count, in: transaction)
    case .enter(let birth, let nickname, let sex):
      _ = try await Families()
        .addChild(
          ChildForm(birth: birth, nickname: nickname, sex: sex, consentVersion: guardian),
          of: member,
          for: snapshot,
          in: transaction
        )
      try await values.points?.rewardProfile(of: member, in: transaction)
    case .bear(let birth, let nickname, let sex):
      for child in expected {
        try await Families()
          .recordBirth(
            BirthForm(birth: birth, nickname: nickname, sex: sex),
            of: child,
            parent: member,
            for: snapshot,
            in: transaction
          )
      }
    case .lookIn: try await values.points?.checkIn(member, in: transaction)
    case .order(let id, let units): try await order(id, units, in: transaction)
    case .callOff(let id):
      try await transaction.notePlacedOrder(id, of: member)
      try await values.orderCalledOff(id, of: member, in: transaction)
    case .giveBack(let id, let refund, let units):
      try await values.orderRefunded(
        OrderRefund(refund: refund, order: id, amount: money(units)),
        in: transaction
      )
    case .keep(let id):
      try await values.returnPeriodEnded(id, in: transaction)
      if let referral { _ = try await values.referrals?.decide(referral, in: transaction) }
    case .say(let score, let reasons, let comment):
      try await Families()
        .giveFeedback(score, Set(reasons), comment: comment, by: member, in: transaction)
    case .enrol(let code):
      guard let plan = try await transaction.campaign(code)?.plan else { return }
      isReached = try await CampaignProgram().enrol(member, in: plan, transaction) == .reached
    }
  }

  private var guardian: String { settings.textVersion(of: .guardian) }

  private func money(_ units: Int64) -> Money {
    Money(minorUnits: units, currency: snapshot.currency)
  }

  private mutating func expect(
    _ due: CalendarDate,
    _ count: Int,
    in transaction: TenantTransaction
  ) async throws {
    let children = try await Families()
      .expect(
        PregnancyForm(due: due, count: count, consentVersion: guardian),
        of: member,
        for: snapshot,
        in: transaction
      )
    expected = children.map(\.id)
    try await values.points?.rewardProfile(of: member, in: transaction)
    guard let packs = PackProgram(of: snapshot),
      let pack = packs.packs.first(where: { $0.until == .birth }), let child = expected.first
    else { return }
    let key = "own:\(pack.code):\(child)"
    try await packs.open(pack.code, for: member, child: child, key: key, in: transaction)
  }

  private mutating func order(
    _ id: UUID,
    _ units: Int64,
    in transaction: TenantTransaction
  ) async throws {
    let now = transaction.environment.now()
    try await transaction.notePlacedOrder(id, of: member)
    try await values.referrals?.see(
      [(.phone, family.phone), (.address, family.address)],
      of: member,
      in: transaction
    )
    _ = try await values.orderPaid(
      PaidOrder(
        order: id,
        member: member,
        amount: money(units),
        paidAt: now,
        returnEnds: PaidOrder.returnOpen(from: now)
      ),
      in: transaction
    )
    orders += 1
  }
}
