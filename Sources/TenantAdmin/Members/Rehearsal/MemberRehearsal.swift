internal import Foundation
internal import Membership
internal import TenantStore

/// Writes made-up families through what membership offers to everybody, each at the time of its own.
///
/// A family is one transaction, known by its number: what was written stays, and once more adds nothing.
struct MemberRehearsal: Sendable {
  /// What was written.
  struct Outcome: Encodable, Sendable {
    var added = 0
    var known = 0
    var orders = 0
    var contracts = 0
  }

  private let database: TenantDatabase
  private let snapshot: TenantSnapshot
  private let values: ValueProgram
  private let settings: MembershipSettings
  private let made: MadeUpMembers
  private let words: MadeUpWords
  private let seed: UInt64

  /// How many families are written beside each other.
  private static let width = 4

  init(_ made: MadeUpMembers, of families: TenantFamilies, seed: UInt64) throws {
    database = families.database
    snapshot = families.snapshot
    values = try ValueProgram(families.snapshot)
    settings = try families.snapshot.membership
    words = MadeUpWords(families.snapshot.locales)
    self.made = made
    self.seed = seed
  }

  /// Whether the shop has members who were not made up.
  func hasOthers() async throws -> Bool {
    let scope = database.reading(snapshot.id)
    var madeUp = MemberListQuery()
    madeUp.tag = words.tag
    return try await scope.memberCount(MemberListQuery()) > scope.memberCount(madeUp)
  }

  /// Writes the families, and what they bring about.
  ///
  /// - Parameters:
  ///   - actor: Who asks for it.
  ///   - report: Is told how far it is.
  /// - Returns: What was written.
  /// - Throws: What the database throws.
  func run(by actor: Actor, _ report: (String) -> Void) async throws -> Outcome {
    try await startCampaigns(by: actor)
    var outcome = Outcome()
    // Who is invited needs the inviter, who may have been invited too.
    let places = made.families.indices
    let alone = places.filter { made.families[$0].inviter == nil }
    for start in stride(from: 0, to: alone.count, by: 40) {
      report("\(start) of \(places.count) families")
      let some = alone[start..<min(start + 40, alone.count)]
      try await add(some, to: &outcome)
    }
    for place in places where made.families[place].inviter != nil {
      outcome.count(try await add(place))
    }
    try await finish(outcome, by: actor)
    return outcome
  }

  private func add(_ places: ArraySlice<Int>, to outcome: inout Outcome) async throws {
    try await withThrowingTaskGroup(of: Added?.self) { group in
      var rest = places
      for place in rest.prefix(Self.width) { group.addTask { try await add(place) } }
      rest = rest.dropFirst(Self.width)
      while let added = try await group.next() {
        outcome.count(added)
        if let place = rest.popFirst() { group.addTask { try await add(place) } }
      }
    }
  }

  /// What one family came to.
  struct Added: Sendable {
    let orders: Int
    let hasBoxes: Bool
  }

  private func add(_ place: Int) async throws -> Added? {
    try Task.checkCancellation()
    let family = made.families[place]
    let clock = RehearsalClock(at: family.joinsAt, seed: seed &* 31 &+ UInt64(place))
    let past = database.with(clock.environment())
    let written = try await past.transaction(for: snapshot.id) { transaction in
      // The transaction may be tried again from its start.
      clock.set(family.joinsAt)
      return try await write(family, by: clock, in: transaction)
    }
    guard let written else { return nil }
    if let boxes = family.boxes { try await deliver(boxes, to: written.member, family, clock) }
    return Added(orders: written.orders, hasBoxes: family.boxes != nil)
  }

  private func write(
    _ family: MadeUpFamily,
    by clock: RehearsalClock,
    in transaction: TenantTransaction
  ) async throws -> (member: MemberID, orders: Int)? {
    guard let phone = ContactRule.normal(.phone, family.phone) else { return nil }
    let entered = try await Families().enter(.phone, phone, in: transaction)
    guard entered.isNew else { return nil }
    var life = RehearsedLife(family, entered.member, of: snapshot, settings, values)
    try await Families().rename(entered.member, to: family.name, in: transaction)
    for tag in family.tags {
      try await Families().tag(entered.member, with: tag, by: .system, in: transaction)
    }
    if let place = family.inviter, let inviter = try await id(of: place, in: transaction) {
      try await life.accept(inviter, in: transaction)
    }
    for act in family.acts {
      clock.set(act.at)
      try await life.perform(act, in: transaction)
    }
    clock.set(database.environment.now())
    try await values.points?.settle(entered.member, in: transaction)
    try await values.tiers?.settle(entered.member, in: transaction)
    return (entered.member, life.orders)
  }

  private func id(of place: Int, in querying: some TenantQuerying) async throws -> MemberID? {
    guard let phone = ContactRule.normal(.phone, MadeUpMembers.phone(place)) else { return nil }
    return try await querying.memberBehind(.phone, phone)
  }

  private func startCampaigns(by actor: Actor) async throws {
    for campaign in made.campaigns {
      let start = database.environment.now() - Double(campaign.daysBack) * 86_400
      let past = database.with(RehearsalClock(at: start, seed: seed).environment())
      try await past.transaction(for: snapshot.id) { transaction in
        guard try await transaction.campaign(campaign.plan.code) == nil else { return }
        try await CampaignProgram().start(campaign.plan, by: actor, in: transaction)
      }
    }
  }

  /// Ends what is over, opens what was heard, and announces the stages that children are in.
  private func finish(_ outcome: Outcome, by actor: Actor) async throws {
    for campaign in made.campaigns {
      let days = campaign.daysBack - campaign.lasts
      let end = database.environment.now() - Double(days) * 86_400
      let past = database.with(RehearsalClock(at: end, seed: seed).environment())
      try await past.transaction(for: snapshot.id) {
        try await CampaignProgram().end(campaign.plan.code, by: actor, in: $0)
      }
    }
    let today = CalendarDate(database.environment.now(), in: snapshot.timeZone)
    var turned = 0
    repeat {
      turned = try await database.transaction(for: snapshot.id) {
        try await Families().turnStages(on: today, in: $0)
      }
    } while turned == Families.turnoverBatch
    guard outcome.added > 0 else { return }
    try await database.transaction(for: snapshot.id) { transaction in
      if try await transaction.feedbackThemes().isEmpty {
        for theme in words.themes {
          let id = try await FeedbackTheme.open(
            theme.title,
            heardIn: theme.source,
            note: theme.note,
            by: actor,
            in: transaction
          )
          guard let release = theme.release else { continue }
          try await FeedbackTheme.answer(id, in: release, by: actor, in: transaction)
        }
      }
      try await transaction.audit(
        "membership.rehearsed",
        of: "\(outcome.added) families",
        by: actor
      )
    }
  }

  /// Lets boxes come, month by month; what is not in the shop is not taken out of its stock.
  private func deliver(
    _ boxes: MadeUpBoxes,
    to member: MemberID,
    _ family: MadeUpFamily,
    _ clock: RehearsalClock
  ) async throws {
    guard let program = SubscriptionProgram(of: snapshot), let plan = program.settings.plans.first
    else { return }
    let (now, zone) = (database.environment.now(), snapshot.timeZone)
    let end = min(boxes.until ?? now, now)
    let first = CivilDay(CalendarDate(boxes.from, in: zone)) + 2
    let past = database.with(clock.environment())
    clock.set(boxes.from)
    let contract = try await past.transaction(for: snapshot.id) { transaction in
      let kept = try await transaction.member(member)
      let children = if let kept { try await transaction.children(of: kept) } else { [Child]() }
      return try await program.subscribe(
        member,
        to: plan.code,
        on: first.date,
        child: children.first?.id.uuid,
        address: family.address,
        key: "rehearsal",
        in: transaction
      )
    }
    let lastDay = CivilDay(CalendarDate(end, in: zone))
    let unit = plan.unit
    var (number, due) = (0, first)
    while due <= lastDay {
      number += 1
      let step = number * (plan.every ?? 1)
      let next = unit == .week ? first + step * 7 : first.adding(months: step)
      // Noon in UTC is in the same day from twelve hours west to eleven east.
      clock.set(min(end, Date(timeIntervalSince1970: Double(due.number) * 86_400 + 43_200)))
      try await program.advance(
        contract,
        on: past,
        of: snapshot.id,
        charging: MadeUpCharges(isShort: boxes.isShort && next > lastDay)
      )
      due = next
    }
    guard let until = boxes.until else {
      // The next box is planned where its day is near, and a declined one is asked for again.
      clock.set(now)
      return try await program.advance(
        contract,
        on: past,
        of: snapshot.id,
        charging: MadeUpCharges(isShort: boxes.isShort)
      )
    }
    clock.set(until)
    try await past.transaction(for: snapshot.id) {
      _ = try await program.cancel(contract, of: member, reason: boxes.reason, in: $0)
    }
  }
}

extension MemberRehearsal.Outcome {
  fileprivate mutating func count(_ family: MemberRehearsal.Added?) {
    guard let family else {
      known += 1
      return
    }
    added += 1
    orders += family.orders
    if family.hasBoxes { contracts += 1 }
  }
}

/// Money that never moved.
private struct MadeUpCharges: ChargeProvider {
  /// Whether there is too little of it.
  let isShort: Bool

  func charge(_ request: ChargeRequest) async throws -> SubscriptionMachine.Outcome {
    isShort ? .declined : .paid(reference: "made-up")
  }

  func outcome(of key: String) async throws -> SubscriptionMachine.Outcome { .notFound }
}
