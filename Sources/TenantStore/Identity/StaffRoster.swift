internal import Foundation

/// Who works for a merchant; every change is in the trail, and none holds a password.
public struct StaffRoster: Sendable {
  private let tenant: TenantID
  private let database: TenantDatabase
  private let actor: Actor

  /// The staff of a merchant.
  ///
  /// - Parameters:
  ///   - tenant: The merchant.
  ///   - database: Where its rows are.
  ///   - actor: Who changes something.
  public init(of tenant: TenantID, in database: TenantDatabase, by actor: Actor) {
    self.tenant = tenant
    self.database = database
    self.actor = actor
  }

  /// Adds a member.
  ///
  /// - Returns: The member's id.
  /// - Throws: ``StaffRefusal`` with the code `login_invalid`, `password_weak` or `login_taken`.
  @discardableResult
  public func add(_ typed: String, _ role: StaffRole, password: String) async throws -> StaffID {
    guard let login = StaffLoginRule.read(typed) else { throw StaffRefusal(.loginInvalid) }
    let hash = try await hash(password, login)
    return try await database.transaction(for: tenant) { transaction in
      let id = StaffID.make(in: transaction.environment)
      guard try await transaction.insertStaffMember(id, login: login, role, hash) else {
        throw StaffRefusal(.loginTaken, details: ["login": .string(login)])
      }
      try await transaction.audit(
        "tenancy.staff_added",
        of: login,
        by: actor,
        after: ["role": .string(role.rawValue)]
      )
      return id
    }
  }

  /// Ends a member's access and sessions; ending it again changes nothing.
  public func disable(_ login: String) async throws {
    try await change(login, "tenancy.staff_disabled") { member, now in
      (member.role, member.disabledAt ?? now)
    }
  }

  /// Gives a member access again; giving it again changes nothing.
  public func enable(_ login: String) async throws {
    try await change(login, "tenancy.staff_enabled") { member, _ in (member.role, nil) }
  }

  /// Gives a member another role; the sessions end, so that nothing is done in the old one.
  public func setRole(_ role: StaffRole, of login: String) async throws {
    try await change(login, "tenancy.staff_role_changed") { member, _ in (role, member.disabledAt) }
  }

  /// Sets a password anew; the sessions end, and failed attempts are forgotten.
  ///
  /// - Throws: ``StaffRefusal`` with the code `not_found` or `password_weak`.
  public func setPassword(_ password: String, of typed: String) async throws {
    let login = StaffLoginRule.read(typed) ?? ""
    let hash = try await hash(password, login)
    try await database.transaction(for: tenant) { transaction in
      let member = try await held(login, transaction)
      try await transaction.updatePassword(of: member.id, to: hash)
      try await transaction.endStaffSessions(of: member.id)
      try await transaction.forgiveSignIn([.login(login)], under: transaction.signInKey())
      try await transaction.audit("tenancy.staff_password_set", of: login, by: actor)
    }
  }

  private func hash(_ password: String, _ login: String) async throws -> PasswordHash {
    guard PasswordRule.isSound(password, login: login) else { throw StaffRefusal(.passwordWeak) }
    return try await PasswordHash.make(password, in: database.environment)
  }

  private func held(_ login: String, _ transaction: TenantTransaction) async throws -> StaffMember {
    guard let member = try await transaction.lockStaffMember(login: login) else {
      throw StaffRefusal(.notFound, details: ["login": .string(login)])
    }
    return member
  }

  private func change(
    _ typed: String,
    _ action: String,
    _ change: @Sendable (StaffMember, Date) -> (role: StaffRole, disabledAt: Date?)
  ) async throws {
    try await database.transaction(for: tenant) { transaction in
      let member = try await held(StaffLoginRule.read(typed) ?? "", transaction)
      let next = change(member, transaction.environment.now())
      guard next.role != member.role || next.disabledAt != member.disabledAt else { return }
      try await transaction.updateStaffMember(
        member.id,
        role: next.role,
        disabledAt: next.disabledAt
      )
      try await transaction.endStaffSessions(of: member.id)
      try await transaction.audit(
        action,
        of: member.login,
        by: actor,
        before: ["role": .string(member.role.rawValue)],
        after: ["role": .string(next.role.rawValue)]
      )
    }
  }
}
