internal import ArgumentParser
internal import Foundation
internal import TenantStore

struct StaffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff",
    abstract: "Says who may sign in at a merchant's desk, and as what.",
    discussion: """
      Passwords are read from the standard input, or made up and shown once with --generate; none \
      stands on a command line. Whoever is signed in is signed out by every change.
      """,
    subcommands: [
      StaffAddCommand.self, StaffListCommand.self, StaffRoleCommand.self,
      StaffPasswordCommand.self, StaffDisableCommand.self, StaffEnableCommand.self,
    ]
  )
}

/// Where a password comes from.
struct PasswordOptions: ParsableArguments {
  @Flag(help: "Make a password up and show it once, instead of reading one.")
  var generate = false

  func password(_ session: AdminSession) throws -> String {
    if generate { return PasswordRule.generated(in: .live) }
    let bytes = SecretStore.withoutLastLineBreak(session.terminal.readSecret())
    guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else {
      throw AdminError(.badData, "the standard input must hold the password, or use --generate")
    }
    return text
  }

  func report(_ login: String, _ password: String) throws -> Report {
    guard generate else { return try Report(["login": login], text: "Done.") }
    return try Report(
      ["login": login, "password": password],
      text: "The password of \(login), shown only now: \(password)"
    )
  }
}

/// A command that changes one member of staff.
protocol StaffChange: AdminCommand {
  var tenant: TenantOption { get }
  func change(_ roster: StaffRoster) async throws
}

extension StaffChange {
  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    try await session.withTenant(tenant.tenant, options) { database, id in
      try await change(StaffRoster(of: id, in: database, by: actor))
    }
    return try Report(["done": true], text: "Done.")
  }
}

struct StaffAddCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds somebody who may sign in."
  )

  @Argument(help: "The login: small letters, digits, dots, underscores, hyphens.") var login: String
  @Option(help: Choice.help("What they may do", StaffRole.self), transform: Choice.one)
  var role: StaffRole
  @OptionGroup var password: PasswordOptions
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (text, actor) = (try password.password(session), session.actor)
    try await session.withTenant(tenant.tenant, options) { database, id in
      _ = try await StaffRoster(of: id, in: database, by: actor).add(login, role, password: text)
    }
    return try password.report(login, text)
  }
}

struct StaffListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists who may sign in, and who may no more."
  )

  private struct ShownMember: Encodable {
    let login: String
    let role: String
    let createdAt: Date
    let disabledAt: Date?
  }

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let members = try await session.withTenant(tenant.tenant, options) { database, id in
      try await database.reading(id).staffMembers()
    }
    var table = Table("LOGIN", "ROLE", "ADDED", "DISABLED")
    for member in members {
      table.add(
        member.login,
        member.role.rawValue,
        ShownTime.text(member.createdAt),
        member.disabledAt.map(ShownTime.text) ?? ""
      )
    }
    let shown = members.map {
      ShownMember(
        login: $0.login,
        role: $0.role.rawValue,
        createdAt: $0.createdAt,
        disabledAt: $0.disabledAt
      )
    }
    return try Report(["items": shown], text: table.text(ifEmpty: "No staff."))
  }
}

struct StaffRoleCommand: StaffChange {
  static let configuration = CommandConfiguration(
    commandName: "role",
    abstract: "Gives somebody another role."
  )

  @Argument(help: "The login.") var login: String
  @Argument(help: Choice.help("What they may do", StaffRole.self), transform: Choice.one)
  var role: StaffRole
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ roster: StaffRoster) async throws { try await roster.setRole(role, of: login) }
}

struct StaffPasswordCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "password",
    abstract: "Sets somebody's password anew and lifts the lock of their login."
  )

  @Argument(help: "The login.") var login: String
  @OptionGroup var password: PasswordOptions
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (text, actor) = (try password.password(session), session.actor)
    try await session.withTenant(tenant.tenant, options) { database, id in
      try await StaffRoster(of: id, in: database, by: actor).setPassword(text, of: login)
    }
    return try password.report(login, text)
  }
}

struct StaffDisableCommand: StaffChange {
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Ends somebody's access at once."
  )

  @Argument(help: "The login.") var login: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ roster: StaffRoster) async throws { try await roster.disable(login) }
}

struct StaffEnableCommand: StaffChange {
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Gives somebody access again."
  )

  @Argument(help: "The login.") var login: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func change(_ roster: StaffRoster) async throws { try await roster.enable(login) }
}
