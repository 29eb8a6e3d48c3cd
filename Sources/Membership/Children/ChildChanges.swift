internal import Foundation
public import TenantStore

/// What holds for the children of a member.
enum ChildRule {
  /// The most children of one member.
  static let limit = 12
}

extension Families {
  /// Enters a pregnancy; twins are entered at once and live their own lives from birth on.
  ///
  /// - Returns: The expected children.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`, `guardian_consent_needed`,
  ///   `child_invalid` or `date_impossible`.
  public func expect(
    _ form: PregnancyForm,
    of id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> [Child] {
    guard (1...4).contains(form.count) else {
      throw MembershipRefusal(.childInvalid, fields: ["count"])
    }
    let dates = try Self.possible("due") { () throws(ImpossibleDate) in
      try ChildDateRule.expected(due: form.due, today: tenant.today(transaction))
    }
    let draft = ChildDraft(dates: dates, nickname: "", sex: nil)
    return try await enter(
      Array(repeating: draft, count: form.count),
      consent: form.consentVersion,
      of: id,
      for: tenant,
      in: transaction
    )
  }

  /// Enters a child who is born.
  ///
  /// - Throws: As ``expect(_:of:for:in:)``.
  /// - Returns: The child.
  public func addChild(
    _ form: ChildForm,
    of id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Child {
    let dates = try Self.possible("birth") { () throws(ImpossibleDate) in
      try ChildDateRule.born(on: form.birth, due: form.due, today: tenant.today(transaction))
    }
    let draft = ChildDraft(dates: dates, nickname: try Self.name(form.nickname), sex: form.sex)
    return try await enter(
      [draft],
      consent: form.consentVersion,
      of: id,
      for: tenant,
      in: transaction
    )[0]
  }

  /// Says that an expected child is born: the stages of childhood begin, whatever day it is told.
  ///
  /// Telling it again corrects the date.
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`, `child_invalid`,
  ///   `date_impossible`, or `child_quiet` after a loss.
  @discardableResult
  public func recordBirth(
    _ form: BirthForm,
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Child {
    let child = try await own(id, of: parent, in: transaction)
    guard child.quietSince == nil else { throw MembershipRefusal(.childQuiet) }
    let dates = try Self.possible("birth") { () throws(ImpossibleDate) in
      try ChildDateRule.born(
        on: form.birth,
        due: child.dates.due,
        today: tenant.today(transaction)
      )
    }
    let changed = child.with(
      dates: dates,
      nickname: try form.nickname.map(Self.name),
      sex: form.sex
    )
    try await transaction.updateChild(changed)
    if child.dates.birthDay == nil {
      try await transaction.emit("membership.child_born", changed.reference)
      // In this transaction: the pack of pregnancy becomes that of parenting without anybody typing it.
      try await PackProgram(of: tenant)?.turnAtBirth(of: changed, in: transaction)
    }
    try await renew(changed, for: tenant, in: transaction)
    try await chooseBoxes(for: changed, before: child.dates, parent, tenant, transaction)
    return changed
  }

  /// Boxes that are planned for a child follow its dates.
  private func chooseBoxes(
    for child: Child,
    before: ChildDates,
    _ parent: MemberID,
    _ tenant: TenantSnapshot,
    _ transaction: TenantTransaction
  ) async throws {
    guard let program = SubscriptionProgram(of: tenant) else { return }
    let member = try await present(parent, in: transaction)
    try await program.chooseAnew(for: child, before: before, of: member, in: transaction)
  }

  /// Corrects a due date, as a scan may.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `child_not_found`, `date_impossible` or
  ///   `child_quiet`.
  @discardableResult
  public func changeDueDate(
    _ due: CalendarDate,
    of id: ChildID,
    parent: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> Child {
    let child = try await own(id, of: parent, in: transaction)
    guard child.quietSince == nil else { throw MembershipRefusal(.childQuiet) }
    let dates = try Self.possible("due") { () throws(ImpossibleDate) in
      let today = tenant.today(transaction)
      guard let birth = child.dates.birth else {
        return try ChildDateRule.expected(due: due, today: today)
      }
      return try ChildDateRule.born(on: birth, due: due, today: today)
    }
    let changed = child.with(dates: dates)
    try await transaction.updateChild(changed)
    try await renew(changed, for: tenant, in: transaction)
    try await chooseBoxes(for: changed, before: child.dates, parent, tenant, transaction)
    return changed
  }

  private func enter(
    _ drafts: [ChildDraft],
    consent version: String,
    of id: MemberID,
    for tenant: TenantSnapshot,
    in transaction: TenantTransaction
  ) async throws -> [Child] {
    let present = try tenant.membership.textVersion(of: .guardian)
    guard version == present else {
      throw MembershipRefusal(.guardianConsentNeeded, details: ["version": .string(present)])
    }
    let member = try await held(id, in: transaction)
    guard try await transaction.children(of: member).count + drafts.count <= ChildRule.limit else {
      throw MembershipRefusal(.childInvalid, fields: ["count"])
    }
    let siblings = transaction.environment.makeID()
    let children = drafts.map { draft in
      Child(
        id: ChildID.make(in: transaction.environment),
        member: member.id,
        siblings: siblings,
        nickname: draft.nickname,
        sex: draft.sex,
        dates: draft.dates,
        quietSince: nil
      )
    }
    let first = try await transaction.insertConsents(
      .given,
      to: .guardian,
      children: children.map(\.id),
      version: version,
      of: member.id,
      by: .shopper
    )
    for (place, child) in children.enumerated() {
      try await transaction.insertChild(child, consent: first + Int64(place))
      try await transaction.emit("membership.child_added", child.reference)
      try await renew(child, for: tenant, in: transaction)
    }
    return children
  }

  /// A child of a member, held; over all merged accounts.
  func own(_ id: ChildID, of parent: MemberID, in transaction: TenantTransaction) async throws
    -> Child
  {
    let member = try await present(parent, in: transaction)
    guard let child = try await transaction.lockChild(id),
      member.accounts.contains(child.member)
    else { throw MembershipRefusal(.childNotFound) }
    return child
  }

  private static func possible(
    _ field: String,
    _ body: () throws(ImpossibleDate) -> ChildDates
  ) throws(MembershipRefusal) -> ChildDates {
    do {
      return try body()
    } catch {
      throw MembershipRefusal(error, in: field)
    }
  }

  private static func name(_ text: String) throws(MembershipRefusal) -> String {
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard name.unicodeScalars.count <= 40 else {
      throw MembershipRefusal(.childInvalid, fields: ["nickname"])
    }
    return name
  }
}

private struct ChildDraft {
  let dates: ChildDates
  let nickname: String
  let sex: ChildSex?
}

extension Child {
  /// What events say of a child: ids, and nothing of the child itself.
  var reference: JSONValue {
    ["member": .string(member.description), "child": .string(id.description)]
  }

  func with(dates: ChildDates, nickname: String? = nil, sex: ChildSex? = nil) -> Self {
    Self(
      id: id,
      member: member,
      siblings: siblings,
      nickname: nickname ?? self.nickname,
      sex: sex ?? self.sex,
      dates: dates,
      quietSince: quietSince
    )
  }

  func quiet(since instant: Date?) -> Self {
    Self(
      id: id,
      member: member,
      siblings: siblings,
      nickname: nickname,
      sex: sex,
      dates: dates,
      quietSince: instant
    )
  }
}

extension TenantSnapshot {
  /// The day that the merchant's clocks show.
  func today(_ querying: some TenantQuerying) -> CalendarDate {
    CalendarDate(querying.environment.now(), in: timeZone)
  }
}
