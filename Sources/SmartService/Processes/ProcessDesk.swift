internal import Foundation
public import TenantStore

/// Opens cases, moves them along their process, and calls a higher role when a deadline passes.
///
/// Every operation locks its case first; doing it again changes nothing.
public struct ProcessDesk: Sendable {
  /// Somebody of the staff who acts.
  public struct Agent: Hashable, Sendable {
    /// The login.
    public let login: String
    /// What the person is for the merchant.
    public let role: StaffRole

    /// Names somebody.
    public init(login: String, role: StaffRole) {
      self.login = login
      self.role = role
    }
  }

  /// When somebody works; deadlines count only then.
  public let hours: WorkingHours
  /// The merchant's processes, one for each kind.
  public let processes: [ServiceProcess]

  /// Creates a desk; kinds that the merchant does not describe have the standard process.
  public init(hours: WorkingHours, processes: [ServiceProcess] = []) {
    self.hours = hours
    let own = Set(processes.map(\.kind))
    self.processes = processes + ServiceProcess.standard.filter { !own.contains($0.kind) }
  }

  /// Opens a case at the first state of its process.
  ///
  /// - Parameters:
  ///   - kind: What it is about.
  ///   - subject: In words, 1 to 400 characters.
  ///   - reference: A number of the shop's own, at most 80 characters; may be empty.
  ///   - conversation: The talk that it came from; one talk has one open case of a kind.
  ///   - agent: Who opens it.
  ///   - transaction: Where it happens.
  /// - Returns: The case, which is the one that is open already where the talk has one.
  /// - Throws: ``CaseRefusal`` with the code `case_invalid` or `case_not_found`.
  public func open(
    _ kind: ProcessKind,
    _ subject: String,
    reference: String = "",
    from conversation: ConversationID? = nil,
    by agent: Agent,
    in transaction: TenantTransaction
  ) async throws -> ServiceCaseID {
    let subject = try Self.checked(subject, ServiceCase.subjectLimit)
    let reference =
      reference.isEmpty ? "" : try Self.checked(reference, ServiceCase.referenceLimit)
    guard let process = processes.first(where: { $0.kind == kind.rawValue }),
      let first = process.states.first
    else { throw CaseRefusal(.fieldsInvalid) }
    if let conversation {
      guard try await transaction.lockConversation(conversation) != nil else {
        throw CaseRefusal(.notFound)
      }
      if let known = try await transaction.openCase(kind, of: conversation) { return known }
    }
    let id = ServiceCaseID.make(in: transaction.environment)
    try await transaction.insertCase(
      id,
      kind,
      process,
      first,
      subject: subject,
      reference: reference,
      conversation: conversation,
      dueAt: due(first, transaction)
    )
    try await transaction.appendCaseStep(.opened, first.code, by: agent.login, to: id)
    try await tell(.opened, id, first.code, by: .staff(agent.login), in: transaction)
    return id
  }

  /// Takes a case; a manager or the owner takes it over from whoever has it.
  ///
  /// - Throws: ``CaseRefusal`` with the code `case_not_found`, `case_state_refused` at an end,
  ///   `case_role_refused` or `case_taken`.
  public func take(_ id: ServiceCaseID, by agent: Agent, in transaction: TenantTransaction)
    async throws
  {
    let found = try await held(id, by: agent, in: transaction)
    guard found.owner != agent.login else { return }
    try Self.checkOwner(found, agent)
    try await transaction.giveCase(id, to: agent.login)
    try await transaction.appendCaseStep(.taken, found.state.code, by: agent.login, to: id)
  }

  /// Moves a case to a state that its own leads to; its clock begins anew, and whoever moves has taken it.
  ///
  /// - Parameters:
  ///   - id: The case.
  ///   - code: The state, by its short name; the one in which it is changes nothing.
  ///   - note: What was done, at most 2,000 characters; may be empty.
  ///   - agent: Who moves it.
  ///   - transaction: Where it happens.
  /// - Throws: As ``take(_:by:in:)``, and `case_invalid`.
  public func move(
    _ id: ServiceCaseID,
    to code: String,
    note: String = "",
    by agent: Agent,
    in transaction: TenantTransaction
  ) async throws {
    let note = note.isEmpty ? "" : try Self.checked(note, ServiceCase.noteLimit)
    guard let found = try await transaction.lockCase(id) else { throw CaseRefusal(.notFound) }
    guard found.state.code != code else { return }
    guard (found.state.next ?? []).contains(code), let next = found.process.state(code) else {
      throw CaseRefusal(.stateRefused, details: ["state": .string(found.state.code)])
    }
    try Self.check(found, agent)
    try Self.checkOwner(found, agent)
    // The next state is another role's perhaps; only who may have it keeps it.
    let keeps =
      next.owner.flatMap(StaffRole.init)
      .map { ServiceProcessRule.may(agent.role, actFor: $0) } ?? false
    try await transaction.moveCase(
      id,
      to: next,
      owner: keeps ? agent.login : nil,
      dueAt: due(next, transaction)
    )
    try await transaction.appendCaseStep(.moved, code, by: agent.login, note: note, to: id)
    try await tell(.moved, id, code, by: .staff(agent.login), in: transaction)
  }

  /// Notes something on a case, also on one that is over.
  ///
  /// - Throws: ``CaseRefusal`` with the code `case_not_found` or `case_invalid`.
  public func note(
    _ text: String,
    on id: ServiceCaseID,
    by agent: Agent,
    in transaction: TenantTransaction
  ) async throws {
    let text = try Self.checked(text, ServiceCase.noteLimit)
    guard let found = try await transaction.lockCase(id) else { throw CaseRefusal(.notFound) }
    try await transaction.appendCaseStep(
      .noted,
      found.state.code,
      by: agent.login,
      note: text,
      to: id
    )
  }

  // MARK: Parts

  private func held(_ id: ServiceCaseID, by agent: Agent, in transaction: TenantTransaction)
    async throws -> ServiceCase
  {
    guard let found = try await transaction.lockCase(id) else { throw CaseRefusal(.notFound) }
    try Self.check(found, agent)
    return found
  }

  private static func check(_ found: ServiceCase, _ agent: Agent) throws(CaseRefusal) {
    guard let role = found.state.owner.flatMap(StaffRole.init) else {
      throw CaseRefusal(.stateRefused, details: ["state": .string(found.state.code)])
    }
    guard ServiceProcessRule.may(agent.role, actFor: role) else {
      throw CaseRefusal(.roleRefused, details: ["role": .string(role.rawValue)])
    }
  }

  /// Whoever stands above those who talk to shoppers takes a case over; colleagues ask each other.
  private static func checkOwner(_ found: ServiceCase, _ agent: Agent) throws(CaseRefusal) {
    guard let owner = found.owner, owner != agent.login, agent.role == .service else { return }
    throw CaseRefusal(.taken, details: ["owner": .string(owner)])
  }

  private func due(_ state: ServiceProcess.State, _ transaction: TenantTransaction) -> Date? {
    state.minutes.flatMap {
      WorkingHoursRule.moment(after: $0, from: transaction.environment.now(), in: hours)
    }
  }

  private func tell(
    _ event: CaseEvent,
    _ id: ServiceCaseID,
    _ state: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.audit(
      "service.case_\(event.rawValue)",
      of: id.description,
      by: actor,
      after: ["state": .string(state)]
    )
  }

  private static func checked(_ text: String, _ limit: Int) throws(CaseRefusal) -> String {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...limit).contains(text.unicodeScalars.count), !text.unicodeScalars.contains("\0")
    else { throw CaseRefusal(.fieldsInvalid, details: ["limit": .integer(Int64(limit))]) }
    return text
  }
}

extension TenantSnapshot {
  /// The desk that carries this tenant's cases.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module.
  public var processDesk: ProcessDesk {
    get throws(TenancyRefusal) {
      let settings = try service
      return ProcessDesk(
        hours: settings.workingHours(in: timeZone),
        processes: settings.processes ?? []
      )
    }
  }
}

extension JobKind {
  /// Calls the higher role for cases whose state was not left in time.
  static let caseDeadlines = Self(name: "service.case_deadlines", timeLimit: .seconds(300)) {
    context in
    for id in try await context.scope.lateCases() {
      try Task.checkCancellation()
      try await context.transaction { transaction in
        guard let found = try await transaction.lockCase(id),
          try await transaction.escalateCase(id)
        else { return }
        try await transaction.appendCaseStep(.escalated, found.state.code, by: nil, to: id)
        try await transaction.audit(
          "service.case_escalated",
          of: id.description,
          by: .system,
          after: ["role": .string(found.state.escalatesTo ?? "")]
        )
        try await transaction.emit(
          "service.case_escalated",
          ["case": .string(id.description), "role": .string(found.state.escalatesTo ?? "")]
        )
      }
    }
  }
}
