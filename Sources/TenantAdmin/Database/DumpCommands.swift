internal import ArgumentParser
internal import DatabaseBootstrap
internal import Foundation
internal import TenantStore

struct DatabaseDumpCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Writes the whole database, all tenants, to a file.",
    discussion: """
      The file is in the custom format of pg_dump, as the database is at one moment, and only its \
      owner may read it. A connection from which row-level security would hide rows is refused, so \
      that no dump lacks a part.
      """
  )

  private struct Written: Encodable {
    let file: String
    let bytes: Int
  }

  @Argument(help: "The file to write, or - for the standard output.")
  var file: String

  @Flag(help: "Replace the file that is there.")
  var force = false

  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard file != "-" || !options.json else {
      throw ValidationError("--json and a dump to the standard output would mix.")
    }
  }

  func run(in session: AdminSession) async throws -> Report {
    if file == "-" {
      try await dump(to: [], in: session)
      return try Report(["file": file], text: "")
    }
    guard force || !FileManager.default.fileExists(atPath: file) else {
      throw AdminError(.cannotWrite, "\(file) is there already; name another or add --force")
    }
    // Written beside its place, so that a dump that was stopped never looks whole.
    let draft = file + ".part"
    let isMade = FileManager.default.createFile(
      atPath: draft,
      contents: nil,
      attributes: [.posixPermissions: 0o600]
    )
    guard isMade else { throw AdminError(.cannotWrite, "\(file) cannot be written") }
    do {
      try await dump(to: ["--file", draft], in: session)
      if FileManager.default.fileExists(atPath: file) {
        try FileManager.default.removeItem(atPath: file)
      }
      try FileManager.default.moveItem(atPath: draft, toPath: file)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
    return try Report(Written(file: file, bytes: size), text: "\(file): \(size) bytes")
  }

  private func dump(to target: [String], in session: AdminSession) async throws {
    let status = try await session.withHome(options) { home in
      let condition = try await DatabaseCondition(owner: home.owner, logger: session.logger)
      guard condition.seesEverything else {
        throw AdminError(
          .failure,
          "row-level security hides tenants' rows from this connection, so the dump would lack"
            + " them; dump as a role with BYPASSRLS: an administrator runs"
            + " ALTER ROLE \(DatabaseRoles.admin) BYPASSRLS, or --database names a superuser"
        )
      }
      return try await ServerProgram.dump.run(
        connection: home.owner,
        arguments: ["--format=custom"] + target,
        environment: session.environment
      )
    }
    try Task.checkCancellation()
    guard status == 0 else { throw AdminError(.failure, "pg_dump ended with \(status)") }
  }
}

struct DatabaseRestoreCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Reads a dump into an empty database.",
    discussion: """
      All of it or nothing. A database that holds a table is refused: name an empty one with \
      --database, or a new folder with --data. The schema is brought up to date afterwards.
      """
  )

  @Argument(help: "The file that db dump wrote.")
  var file: String

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard FileManager.default.isReadableFile(atPath: file) else {
      throw AdminError(.notFound, "\(file) is not there or cannot be read")
    }
    let steps = try await session.withHome(options) { home in
      try await check(home, session)
      session.report("Restoring …")
      let status = try await ServerProgram.restore.run(
        connection: home.owner,
        arguments: ["--single-transaction", "--exit-on-error", file],
        environment: session.environment
      )
      try Task.checkCancellation()
      guard status == 0 else {
        throw AdminError(
          .failure,
          "pg_restore ended with \(status); nothing was kept, the database is as empty as before"
        )
      }
      return try await home.migrate(modules: session.modules, logger: session.logger)
    }
    let names = steps.map { "\($0.module)/\($0.name)" }
    let later = names.isEmpty ? "" : "; applied \(names.count) newer migrations"
    return try Report(["file": [file], "applied": names], text: "restored \(file)\(later)")
  }

  private func check(_ home: DatabaseHome, _ session: AdminSession) async throws {
    let condition = try await DatabaseCondition(owner: home.owner, logger: session.logger)
    guard condition.missingRoles.isEmpty else {
      throw AdminError(
        .failure,
        "the server lacks the roles \(condition.missingRoles.joined(separator: ", ")); an"
          + " administrator runs what tenant-admin db snippet writes"
      )
    }
    guard condition.isEmpty else {
      throw AdminError(
        .cannotWrite,
        "the database is not empty; restore into a new one with --database or --data"
      )
    }
  }
}
