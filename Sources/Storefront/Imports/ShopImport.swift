internal import Crypto
internal import DelimitedText
public import TenantStore

/// Takes a file of products or stock over into a shop.
///
/// The whole file is read and checked first; what is wrong is told row by row, and nothing is
/// written unless the options say that what is right shall be. Then it is written batch by batch,
/// each in a transaction that also notes how far the import came: an import that was stopped,
/// however that was, goes on behind the last batch. Importing a file twice changes nothing the
/// second time. Memory is bounded by two batches and 13 bytes for each SKU, barcode and product.
public struct ShopImport: Sendable {
  private let kind: ImportKind
  private let source: ImportSource
  private let tenant: TenantSnapshot
  private let database: TenantDatabase
  private let actor: Actor
  private let folder: TenantFolder

  /// How long one statement of a batch may run.
  private static let statementLimit: Duration = .seconds(60)

  /// Prepares an import.
  ///
  /// - Parameters:
  ///   - kind: What the file holds.
  ///   - source: The file.
  ///   - tenant: Whose shop it is for.
  ///   - database: Where the shop is.
  ///   - actor: Who imports, for the audit trail.
  ///   - folder: Where the folder `pictures` is, of which rows name files.
  public init(
    of kind: ImportKind,
    from source: ImportSource,
    into tenant: TenantSnapshot,
    database: TenantDatabase,
    by actor: Actor,
    pictures folder: TenantFolder
  ) {
    self.kind = kind
    self.source = source
    self.tenant = tenant
    self.database = database
    self.actor = actor
    self.folder = folder
  }

  /// Imports the file.
  ///
  /// - Parameters:
  ///   - options: How.
  ///   - tell: Called with each problem, in the order of the file.
  ///   - progress: Called after each batch.
  /// - Returns: What came of it.
  /// - Throws: What the source, the closures or the database throw; `CancellationError` when the
  ///   task was cancelled. What was committed before stays.
  public func run(
    _ options: ImportOptions = .init(),
    problem tell: (ImportProblem) throws -> Void = { _ in },
    progress: (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportResult {
    let places = try await database.reading(tenant.id).storedPlaces()
    switch kind {
    case .products:
      let known = try await database.reading(tenant.id).pictureNames()
      return try await run(options, tell, progress) {
        try ImportedProducts(for: tenant, onto: places, pictures: known, in: folder, by: actor)
      }
    case .stock:
      return try await run(options, tell, progress) { ImportedStock(for: tenant, onto: places) }
    }
  }

  private func run<Table: ImportedTable>(
    _ options: ImportOptions,
    _ tell: (ImportProblem) throws -> Void,
    _ progress: (ImportProgress) -> Void,
    _ table: () throws -> Table
  ) async throws -> ImportResult {
    let check = try await checked(as: table(), options, tell, progress)
    guard check.problems == 0 || (options.skipsBadRows && check.isReadable) else {
      return check.result(isHeldBack: true)
    }
    var start = 0
    if options.resumes {
      let run = try await database.reading(tenant.id).importRun(kind, of: check.digest)
      start = run?.rowsDone ?? 0
      // One that was stopped between its last commit and its answer has nothing left to do.
      if run?.isFinished == true { return check.result(isHeldBack: false, resumedAfter: start) }
    }
    let counts = try await write(as: table(), check, from: start, options, progress)
    return check.result(isHeldBack: false, resumedAfter: start, counts: counts)
  }

  private struct Check {
    var rows = 0
    var badRows = 0
    var problems = 0
    var isReadable = true
    var digest: [UInt8] = []

    func result(isHeldBack: Bool, resumedAfter: Int = 0, counts: ImportCounts = .init())
      -> ImportResult
    {
      ImportResult(
        rows: rows,
        badRows: badRows,
        problems: problems,
        resumedAfter: resumedAfter,
        counts: counts,
        isHeldBack: isHeldBack
      )
    }
  }
}

extension ShopImport {
  /// Reads the whole file and tells what is wrong with it.
  private func checked<Table: ImportedTable>(
    as table: Table,
    _ options: ImportOptions,
    _ tell: (ImportProblem) throws -> Void,
    _ progress: (ImportProgress) -> Void
  ) async throws -> Check {
    var check = Check()
    let digest = RunningDigest()
    do {
      var reading = try ImportReading(source, as: table) { digest.add($0) }
      while let batch = try reading.next(rows: options.batchRows) {
        try Task.checkCancellation()
        let found = try await table.writer.problems(
          of: batch.items,
          in: database.reading(tenant.id)
        )
        let problems = (batch.problems + found.values)
          .sorted { ($0.row, $0.column ?? 0) < ($1.row, $1.column ?? 0) }
        for problem in problems { try tell(problem) }
        check.problems += problems.count
        check.rows = batch.end
        check.badRows += batch.items.enumerated()
          .reduce(0) { $0 + ($1.element.isBad || found[$1.offset] != nil ? $1.element.rows : 0) }
        progress(
          ImportProgress(phase: .checking, bytesRead: batch.bytesRead, rows: batch.end)
        )
      }
    } catch let error as DelimitedTextProblems {
      for problem in error.problems { try tell(ImportProblem(problem)) }
      check.problems += error.problems.count
      check.isReadable = false
    }
    check.digest = digest.value(of: source.format)
    return check
  }

  /// Writes batch by batch; the next one is read while the database works on the last.
  private func write<Table: ImportedTable>(
    as table: Table,
    _ check: Check,
    from start: Int,
    _ options: ImportOptions,
    _ progress: (ImportProgress) -> Void
  ) async throws -> ImportCounts {
    var counts = ImportCounts()
    var reading = try ImportReading(source, as: table)
    let writer = table.writer
    try await withThrowingTaskGroup(of: ImportCounts.self) { group in
      var last: ImportProgress?
      while let batch = try reading.next(rows: options.batchRows) {
        try Task.checkCancellation()
        guard batch.end > start || batch.isLast else { continue }
        if let done = try await group.next() {
          counts = counts + done
          if let last { progress(last) }
        }
        let behind = batch.after(start)
        group.addTask { try await commit(behind, by: writer, check, options) }
        last = ImportProgress(phase: .writing, bytesRead: batch.bytesRead, rows: batch.end)
      }
      if let done = try await group.next() {
        counts = counts + done
        if let last { progress(last) }
      }
    }
    return counts
  }

  private func commit<Writer: ImportWriter>(
    _ batch: ImportBatch<Writer.Value>,
    by writer: Writer,
    _ check: Check,
    _ options: ImportOptions
  ) async throws -> ImportCounts {
    var found: [Int: ImportProblem] = [:]
    if check.problems > 0 {
      found = try await writer.problems(of: batch.items, in: database.reading(tenant.id))
    }
    let values = batch.items.enumerated().filter { !$1.isBad && found[$0] == nil }.map(\.1.value)
    return try await database.transaction(
      for: tenant.id,
      statementLimit: Self.statementLimit
    ) { transaction in
      let counts = try await writer.write(values, isDryRun: options.isDryRun, in: transaction)
      guard !options.isDryRun else { return counts }
      try await transaction.recordImport(
        kind,
        of: check.digest,
        rows: batch.end,
        isFinished: batch.isLast
      )
      if batch.isLast {
        try await transaction.audit(
          "storefront.\(kind.rawValue)_imported",
          of: "catalogue",
          by: actor,
          after: ["rows": .integer(Int64(check.rows)), "bad": .integer(Int64(check.badRows))]
        )
      }
      return counts
    }
  }
}

extension ImportBatch {
  /// What stands behind a row.
  fileprivate func after(_ row: Int) -> Self {
    var rest = self
    var done = end - rows
    rest.items = items.filter { item in
      done += item.rows
      return done > row
    }
    return rest
  }
}

/// The SHA-256 of what is read, as it is read.
private final class RunningDigest {
  private var hash = SHA256()

  func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

  /// The digest of the file and of how it is read, without which a row number means nothing.
  func value(of format: DelimitedTextFormat) -> [UInt8] {
    var whole = hash
    whole.update(data: Array("\(format.encoding?.rawValue ?? "") \(format.delimiter ?? 0)".utf8))
    return Array(whole.finalize())
  }
}
