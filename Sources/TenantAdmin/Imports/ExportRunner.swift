internal import ArgumentParser
internal import Foundation
internal import Storefront
internal import TenantStore

/// What every export takes.
struct ExportArguments: ParsableArguments {
  @Argument(help: "The file to write, or - for the standard output.")
  var file: String

  @Flag(help: "Begin with the mark by which Excel knows UTF-8.")
  var bom = false

  @Option(help: ArgumentHelp("comma, semicolon or tab.", valueName: "name"))
  var delimiter = Delimiter.comma

  @Flag(help: "Replace the file that is there.")
  var force = false
}

/// Runs an export for a command.
struct ExportRunner {
  /// Writes a shop's rows and says how many there were.
  typealias Writing =
    @Sendable (TenantShop, ExportArguments, (([UInt8]) throws -> Void)) async throws -> Int

  let arguments: ExportArguments
  let tenant: String
  let options: CommonOptions
  let writing: Writing

  init(
    kind: ImportKind,
    arguments: ExportArguments,
    tenant: String,
    options: CommonOptions
  ) {
    self.init(arguments: arguments, tenant: tenant, options: options) { shop, arguments, write in
      try await ShopExport(of: kind, from: shop.snapshot, database: shop.database)
        .run(hasMark: arguments.bom, delimiter: arguments.delimiter.byte, to: write)
    }
  }

  init(
    arguments: ExportArguments,
    tenant: String,
    options: CommonOptions,
    writing: @escaping Writing
  ) {
    self.arguments = arguments
    self.tenant = tenant
    self.options = options
    self.writing = writing
  }

  private struct Written: Encodable {
    let file: String
    let rows: Int
  }

  func run(in session: AdminSession) async throws -> Report {
    guard arguments.file != "-" else {
      guard !options.json else {
        throw AdminError(.usage, "--json and a file to the standard output would mix")
      }
      _ = try await export(to: .standardOutput, in: session)
      return try Report(["file": "-"], text: "")
    }
    let path = arguments.file
    guard arguments.force || !FileManager.default.fileExists(atPath: path) else {
      throw AdminError(.cannotWrite, "\(path) is there already; name another or add --force")
    }
    // Written beside its place, so that a file that was cut off never looks whole.
    let draft = path + ".part"
    guard FileManager.default.createFile(atPath: draft, contents: nil),
      let handle = FileHandle(forWritingAtPath: draft)
    else { throw AdminError(.cannotWrite, "\(path) cannot be written") }
    do {
      let rows = try await export(to: handle, in: session)
      try handle.close()
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.moveItem(atPath: draft, toPath: path)
      return try Report(Written(file: path, rows: rows), text: "\(path): \(rows) rows")
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
  }

  private func export(to handle: FileHandle, in session: AdminSession) async throws -> Int {
    try await session.withShop(of: tenant, options) { shop in
      try await writing(shop, arguments) { try handle.write(contentsOf: Data($0)) }
    }
  }
}
