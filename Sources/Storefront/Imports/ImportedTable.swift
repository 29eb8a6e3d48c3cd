internal import DelimitedText
internal import TenantStore

/// Some rows of a file that make one thing.
struct ImportItem<Value: Sendable>: Sendable {
  let value: Value
  /// How many rows it takes.
  let rows: Int
  /// Whether something is wrong with one of them.
  var isBad: Bool
  /// The place of its first row, for problems that only the database shows.
  let first: DelimitedRecord
}

/// Turns records into things, noting what is wrong with them.
protocol ImportedTable {
  associatedtype Writer: ImportWriter
  /// The columns that the file must have.
  var required: [String] { get }
  /// The columns that it may have besides.
  var optional: [String] { get }
  /// Writes the things.
  var writer: Writer { get }
  /// Takes the next record, which is not blank; what is wrong with how it is written was noted.
  mutating func add(_ record: DelimitedRecord)
  /// Takes the end of the file.
  mutating func finish()
  /// The things that are complete, in the order of the file.
  mutating func takeItems() -> [ImportItem<Writer.Value>]
  /// What was noted.
  mutating func takeProblems() -> [ImportProblem]
}

/// Writes things into a shop.
protocol ImportWriter: Sendable {
  associatedtype Value: Sendable
  /// Finds what only the database shows to be wrong, at the places of the things.
  func problems(of items: [ImportItem<Value>], in scope: TenantScope) async throws
    -> [Int: ImportProblem]
  /// Writes what differs; without writing, only counts it.
  func write(_ values: [Value], isDryRun: Bool, in transaction: TenantTransaction) async throws
    -> ImportCounts
}

/// Some things of a file that are written together.
struct ImportBatch<Value: Sendable>: Sendable {
  var items: [ImportItem<Value>] = []
  var problems: [ImportProblem] = []
  /// How many rows of the file are behind the batch.
  var end = 0
  /// Whether the file ends with it; it may have no things of its own.
  var isLast = false
  var bytesRead = 0

  var rows: Int { items.reduce(0) { $0 + $1.rows } }
}

/// One reading of a file from its first row to its last.
struct ImportReading<Table: ImportedTable> {
  typealias Batch = ImportBatch<Table.Writer.Value>

  private var reader: DelimitedTextReader
  private var table: Table
  private let bytes: ByteCount
  private var rows = 0
  private var isFinished = false

  /// Opens a file and reads its header.
  ///
  /// - Throws: ``DelimitedTextProblems`` when the header is wrong; what the source throws.
  init(
    _ source: ImportSource,
    as table: Table,
    seeing see: @escaping ([UInt8]) -> Void = { _ in }
  ) throws {
    let bytes = ByteCount()
    let next = try source.open()
    reader = DelimitedTextReader(source.format) {
      let chunk = try next()
      bytes.value += chunk.count
      see(chunk)
      return chunk
    }
    self.bytes = bytes
    self.table = table
    _ = try reader.header(required: table.required, optional: table.optional)
  }

  /// The next things, at least of so many rows; nothing at the end.
  mutating func next(rows wanted: Int) throws -> Batch? {
    guard !isFinished else { return nil }
    var batch = Batch()
    var count = 0
    while count < wanted {
      guard let record = try reader.next() else {
        table.finish()
        isFinished = true
        take(into: &batch)
        break
      }
      guard !record.isBlank || !record.isSound else { continue }
      if !record.isSound { batch.problems += reader.takeProblems().map(ImportProblem.init) }
      table.add(record)
      count += 1
      if count == wanted { take(into: &batch) }
    }
    rows += batch.rows
    batch.end = rows
    batch.isLast = isFinished
    batch.bytesRead = bytes.value
    return batch
  }

  private mutating func take(into batch: inout Batch) {
    batch.items += table.takeItems()
    batch.problems += table.takeProblems()
  }
}

/// Counts what a source gave; shared by the reading and its source.
private final class ByteCount {
  var value = 0
}
