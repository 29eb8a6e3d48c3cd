internal import DelimitedText
public import TenantStore

/// Members of another system, as a table: `phone` or `email`, and perhaps `name` and `tags`.
///
/// Whoever proves the number or address later has the account. An import agrees to nothing for anybody,
/// and holds no children: their data needs a guardian who reads the text.
public struct MemberImport: Sendable {
  /// The most rows of one file.
  public static let limit = 200_000
  private static let batch = 200

  /// A row that cannot be taken.
  public struct Problem: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// What is wrong, in English, without the value.
    public let message: String
  }

  /// A row that can.
  private struct Row: Sendable {
    let channel: ContactChannel
    let address: String
    let name: String
    let tags: [String]
  }

  /// What became of the rows.
  public struct Outcome: Hashable, Sendable {
    /// Members that were not there before.
    public var added = 0
    /// Members that were.
    public var known = 0
  }

  private let rows: [Row]
  /// Everything that is wrong, by line; nothing is written while there is anything.
  public let problems: [Problem]

  /// How many rows can be taken.
  public var count: Int { rows.count }

  /// Reads a table.
  ///
  /// - `bytes`: CSV with a header; several tags of a row stand between `|`.
  public init(_ bytes: [UInt8]) {
    var (rows, problems): ([Row], [Problem]) = ([], [])
    var rest = bytes[...]
    var reader = DelimitedTextReader {
      let next = Array(rest.prefix(65_536))
      rest = rest.dropFirst(65_536)
      return next
    }
    do {
      _ = try reader.header(required: [], optional: ["phone", "email", "name", "tags"])
      var seen: Set<String> = []
      while let record = try reader.next() {
        if record.isBlank { continue }
        if rows.count == Self.limit {
          problems.append(Problem(line: record.line, message: "is one row too many"))
          break
        }
        switch Self.row(record, &seen) {
        case .success(let row): rows.append(row)
        case .failure(let wrong): problems.append(Problem(line: record.line, message: wrong.text))
        }
      }
      problems += reader.takeProblems().map { Problem(line: $0.line, message: "\($0.fault)") }
    } catch let wrong as DelimitedTextProblems {
      problems += wrong.problems.map { Problem(line: $0.line, message: "\($0.fault)") }
    } catch {
      problems.append(Problem(line: 1, message: "cannot be read"))
    }
    self.rows = rows
    self.problems = problems.sorted { $0.line < $1.line }
  }

  private struct Wrong: Error { let text: String }

  private static func row(_ record: DelimitedRecord, _ seen: inout Set<String>) -> Result<
    Row, Wrong
  > {
    let (phone, email) = (record["phone"], record["email"])
    let channel: ContactChannel = phone.isEmpty ? .email : .phone
    guard let address = ContactRule.normal(channel, phone.isEmpty ? email : phone) else {
      return .failure(Wrong(text: "has no phone number or address that can be reached"))
    }
    guard seen.insert(address).inserted else {
      return .failure(Wrong(text: "names a phone number or address that an earlier line names"))
    }
    guard record["name"].unicodeScalars.count <= 40 else {
      return .failure(Wrong(text: "has a name of more than 40 characters"))
    }
    let texts = record["tags"].split(separator: "|").map(String.init)
    let tags = texts.compactMap(MemberTagRule.tag)
    guard tags.count == texts.count else {
      return .failure(Wrong(text: "has a tag that is not allowed: 1 to 40 characters"))
    }
    return .success(Row(channel: channel, address: address, name: record["name"], tags: tags))
  }

  /// Writes the rows in batches; importing a file twice changes nothing.
  ///
  /// A name that a member has chosen stays.
  /// - `isDryRun`: Whether nothing is written.
  /// - Returns: What became, or would become, of the rows; nothing happens while there are ``problems``.
  public func write(
    to database: TenantDatabase,
    of tenant: TenantID,
    by actor: Actor,
    isDryRun: Bool
  ) async throws -> Outcome {
    var outcome = Outcome()
    guard problems.isEmpty else { return outcome }
    for start in stride(from: 0, to: rows.count, by: Self.batch) {
      let batch = Array(rows[start..<min(start + Self.batch, rows.count)])
      if isDryRun {
        for row in batch {
          let known = try await database.reading(tenant).memberBehind(row.channel, row.address)
          if known == nil { outcome.added += 1 } else { outcome.known += 1 }
        }
      } else {
        let added = try await database.transaction(for: tenant) { transaction in
          try await Self.write(batch, by: actor, in: transaction)
        }
        outcome.added += added
        outcome.known += batch.count - added
      }
    }
    return outcome
  }

  private static func write(_ rows: [Row], by actor: Actor, in transaction: TenantTransaction)
    async throws -> Int
  {
    var added = 0
    for row in rows {
      let entered = try await Families().enter(row.channel, row.address, in: transaction)
      if entered.isNew { added += 1 }
      let known = try await transaction.member(entered.member)
      if !row.name.isEmpty, known?.displayName.isEmpty == true {
        try await Families().rename(entered.member, to: row.name, in: transaction)
      }
      for tag in row.tags {
        try await Families().tag(entered.member, with: tag, by: actor, in: transaction)
      }
    }
    return added
  }
}
