internal import DelimitedText
internal import Foundation
internal import TenantStore

/// One table of the folder while it is read: its records, and what was found to be wrong.
struct CatalogueFile {
  let path: String
  let tenant: TenantSnapshot
  private(set) var records: [DelimitedRecord] = []
  private(set) var problems: [FolderProblem] = []
  /// Whether the table could be read at all; without it nothing can be checked against it.
  private(set) var isReadable = false

  /// Reads a table with its fixed columns, and one column per language for each text.
  ///
  /// A missing file is a problem unless it is optional; the default language's first text must have
  /// a column, the others may.
  init(
    _ path: String,
    in folder: TenantFolder,
    of tenant: TenantSnapshot,
    columns: [String],
    texts: [String] = [],
    optional: [String] = [],
    isOptional: Bool = false
  ) {
    self.path = path
    self.tenant = tenant
    let localised = texts.flatMap { text in tenant.locales.map { "\(text).\($0)" } }
    do throws(FolderProblems) {
      guard let bytes = try folder.file(path) else {
        if !isOptional { note(nil, nil, "is missing; add it to the folder") }
        isReadable = isOptional
        return
      }
      try read(bytes, required: columns + localised.prefix(1), optional: localised + optional)
    } catch {
      problems += error.problems
    }
  }

  /// A table whose records come one by one.
  init(_ path: String, of tenant: TenantSnapshot) {
    self.path = path
    self.tenant = tenant
  }

  /// What was noted since this was asked last.
  mutating func takeProblems() -> [FolderProblem] {
    defer { problems = [] }
    return problems
  }

  private mutating func read(_ bytes: [UInt8], required: [String], optional: [String])
    throws(FolderProblems)
  {
    do throws(DelimitedTextProblems) {
      records = try DelimitedTable(csv: bytes, required: required, optional: optional).records
      isReadable = true
    } catch {
      throw FolderProblems(
        error.problems.map { problem in
          FolderProblem(
            file: path,
            line: problem.line,
            field: problem.name ?? "column \(problem.column)",
            message: problem.description
          )
        }
      )
    }
  }

  mutating func note(_ line: Int?, _ field: String?, _ message: String) {
    problems.append(FolderProblem(file: path, line: line, field: field, message: message))
  }

  /// A whole number; nothing when the field is empty or, noted, no such number.
  mutating func integer(_ record: DelimitedRecord, _ column: String, in range: ClosedRange<Int>)
    -> Int?
  {
    let text = record[column]
    guard !text.isEmpty else { return nil }
    guard let value = Int(text), range.contains(value) else {
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      note(record.line, column, "must be a whole number from \(bounds)")
      return nil
    }
    return value
  }

  /// A whole number that must be there; zero when, noted, it is not.
  mutating func requiredInteger(
    _ record: DelimitedRecord,
    _ column: String,
    in range: ClosedRange<Int>
  ) -> Int {
    if record[column].isEmpty { note(record.line, column, "is empty; write a whole number") }
    return integer(record, column, in: range) ?? 0
  }

  /// An amount in minor units; nothing when the field is empty or, noted, no amount.
  mutating func amount(_ record: DelimitedRecord, _ column: String) -> Int64? {
    let text = record[column]
    guard !text.isEmpty else { return nil }
    do throws(MoneyError) {
      let amount = try Money(decimal: text, currency: tenant.currency).minorUnits
      guard amount >= 0 else {
        note(record.line, column, "must not be negative")
        return nil
      }
      guard amount <= 1_000_000_000_000 else {
        note(record.line, column, "is too large")
        return nil
      }
      return amount
    } catch {
      note(record.line, column, error.description)
      return nil
    }
  }

  /// A time with its zone, RFC 3339; nothing when the field is empty or, noted, no such time.
  mutating func time(_ record: DelimitedRecord, _ column: String) -> Date? {
    let text = record[column]
    guard !text.isEmpty else { return nil }
    guard let time = try? Date(text, strategy: .iso8601) else {
      note(record.line, column, "must be a time with its zone, such as 2026-12-01T10:00:00+08:00")
      return nil
    }
    return time
  }

  /// The names of a thing per language; the default language must have one.
  mutating func names(_ record: DelimitedRecord) -> LocalizedText {
    var names: [LanguageTag: String] = [:]
    for locale in tenant.locales {
      let name = record["name.\(locale)"]
      if !name.isEmpty { names[locale] = name }
      if name.unicodeScalars.count > 200 {
        note(record.line, "name.\(locale)", "has more than 200 characters; shorten it")
      }
    }
    if let first = tenant.locales.first, names[first] == nil {
      note(record.line, "name.\(first)", "is empty; the default language needs a name")
    }
    return LocalizedText(names)
  }

  /// A short name that must be well-formed and new.
  mutating func slug(_ record: DelimitedRecord, _ column: String, seen: inout SeenKeys)
    -> String
  {
    let slug = record[column]
    if !SlugRule.isSlug(slug) { note(record.line, column, SlugRule.remedy) }
    if let line = seen.insert(slug, line: record.line) {
      note(record.line, column, "\"\(slug)\" stands on line \(line) already; give it another name")
    }
    return slug
  }
}
