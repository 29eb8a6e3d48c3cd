internal import ArgumentParser
internal import DelimitedText
internal import Foundation
internal import Storefront
internal import TenantStore

/// What every import takes.
struct ImportArguments: ParsableArguments {
  static let discussion = """
    The whole file is checked first; every mistake is named with its line and column, at most \
    1,000 on the screen and all of them with --problems. With a mistake nothing is written, unless \
    --skip-bad-rows says that the rest shall be. Then it is written in batches. An import that was \
    stopped, even by kill -9, goes on behind its last batch with --resume. Importing a file twice \
    changes nothing.
    """

  @Argument(help: "The file, or - for the standard input.")
  var file: String

  @Flag(help: "Write nothing, say what would change.")
  var dryRun = false

  @Flag(help: "Go on with an import of the same file that was stopped.")
  var resume = false

  @Flag(help: "Write what is right; a product with a wrong row is left out whole.")
  var skipBadRows = false

  @Option(
    help: ArgumentHelp(
      "utf-8, utf-16le, utf-16be or gb18030 (the \"CSV\" of a Chinese Excel).",
      discussion: "Without it the byte order mark says it, else it is UTF-8.",
      valueName: "name"
    ),
    completion: .list(TextEncoding.allCases.map(\.rawValue)),
    transform: Choice.one
  )
  var encoding: TextEncoding?

  @Option(help: ArgumentHelp("comma, semicolon or tab; found by the header.", valueName: "name"))
  var delimiter: Delimiter?

  @Option(help: ArgumentHelp("Write all mistakes to a CSV file.", valueName: "file"))
  var problems: String?

  func validate() throws {
    guard !dryRun || !resume else {
      throw ValidationError("--dry-run writes nothing, so there is nothing to resume.")
    }
  }

  var format: DelimitedTextFormat {
    DelimitedTextFormat(encoding: encoding, delimiter: delimiter?.byte)
  }

  var importOptions: ImportOptions {
    var options = ImportOptions()
    options.isDryRun = dryRun
    options.resumes = resume
    options.skipsBadRows = skipBadRows
    return options
  }
}

/// The characters between fields by their names.
enum Delimiter: String, CaseIterable, ExpressibleByArgument {
  case comma
  case semicolon
  case tab

  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    }
  }
}

/// What a script reads of an import.
private struct ShownImport: Encodable {
  let file: String
  let rows: Int
  let badRows: Int
  let problemCount: Int
  let problems: [DocumentProblem]
  let resumedAfter: Int
  let created: Int
  let updated: Int
  let unchanged: Int
  let isDryRun: Bool
}

/// Runs an import for a command.
struct ImportRunner {
  let kind: ImportKind
  let arguments: ImportArguments
  let tenant: String
  let options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let file = try ImportFile(arguments.file, format: arguments.format)
    defer { file.close() }
    let problems = try ProblemList(of: arguments.file, to: arguments.problems)
    let line = ProgressLine(session.terminal, byteCount: file.source.byteCount)
    var committed = 0
    let result: ImportResult
    do {
      result = try await session.withShop(
        of: tenant,
        options,
        wroteMuch: isMuchNew
      ) { shop in
        try await ShopImport(
          of: kind,
          from: file.source,
          into: shop.snapshot,
          database: shop.database,
          by: session.actor,
          pictures: TenantFolder(url: file.folder)
        )
        .run(arguments.importOptions) {
          try problems.add($0)
        } progress: { progress in
          line.show(progress)
          if progress.phase == .writing { committed = progress.rows }
        }
      }
      line.close()
      try problems.close()
    } catch {
      line.close()
      if committed > 0, !arguments.dryRun {
        session.terminal.writeMessage("\(committed) rows are in; go on with --resume")
      }
      throw error
    }
    return try report(result, problems.shown, in: session)
  }

  private func isMuchNew(_ result: ImportResult) -> Bool {
    !arguments.dryRun && result.counts.created >= AdminSession.manyRows
  }

  private func report(
    _ result: ImportResult,
    _ shown: [DocumentProblem],
    in session: AdminSession
  ) throws -> Report {
    let more = result.problems - shown.count
    let rest = more > 0 ? "\n… and \(more) more; --problems FILE writes all of them" : ""
    if result.problems > 0 {
      session.terminal.writeMessage(
        shown.map(\.description).joined(separator: "\n") + rest
      )
    }
    return try Report(
      ShownImport(
        file: arguments.file,
        rows: result.rows,
        badRows: result.badRows,
        problemCount: result.problems,
        problems: shown,
        resumedAfter: result.resumedAfter,
        created: result.counts.created,
        updated: result.counts.updated,
        unchanged: result.counts.unchanged,
        isDryRun: arguments.dryRun
      ),
      text: result.isHeldBack
        ? "nothing written: \(result.problems) mistakes in \(result.badRows) of \(result.rows) rows"
        : text(of: result),
      status: result.isHeldBack ? .badData : .success
    )
  }

  private func text(of result: ImportResult) -> String {
    let counts = result.counts
    let before = result.resumedAfter > 0 ? "\(result.resumedAfter) rows were in before; " : ""
    let left = result.badRows > 0 ? ", \(result.badRows) left out" : ""
    let verb = arguments.dryRun ? "would be " : ""
    return "\(before)\(counts.created) \(verb)created, \(counts.updated) \(verb)updated,"
      + " \(counts.unchanged) unchanged\(left)"
  }
}
