internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// A file that somebody sends to the desk, or takes from it.
enum DeskFile {
  /// The most bytes of a file that is sent, some 10,000 rows.
  static let limit = 2 << 20
  /// The form around it, in which a file that was checked comes again as text.
  static let body = RouteBody.upload(limit: limit / 2 * 3)
  /// How many problems of a file are shown.
  private static let shown = 50

  /// The file of a form: the one that was chosen, or the one that was checked before.
  ///
  /// - Throws: A refusal when there is none, or it is too large.
  static func sent(_ request: TenantRequest) throws -> (name: String, bytes: [UInt8]) {
    if let file = request.file("file") {
      guard file.bytes.count <= limit else {
        throw WebRefusal(.bodyTooLarge, details: ["limit_bytes": .integer(Int64(limit))])
      }
      return (String(file.name.prefix(100)), file.bytes)
    }
    let text = try request.form.required("checked")
    guard let data = Data(base64Encoded: text), data.count <= limit else {
      throw request.form.refusal("checked", "is not the file that was checked")
    }
    return (String((request.form["name"] ?? "").prefix(100)), Array(data))
  }

  /// A file for a spreadsheet, which knows UTF-8 by its mark; it shows what is the merchant's own.
  static func reply(_ bytes: [UInt8], named name: String) -> Reply {
    Reply.bytes(bytes, contentType: "text/csv; charset=utf-8", caching: .personal)
      .adding(
        HTTPField(name: .contentDisposition, value: "attachment; filename=\"\(name)\"")
      )
  }

  /// What is wrong with a file, by row and column, as lines of a section.
  ///
  /// - Parameters:
  ///   - problems: What is wrong.
  ///   - count: How much is, altogether.
  ///   - texts: The texts.
  ///   - rows: Where the rows of the file stood before it was translated, the header apart.
  /// - Returns: The section.
  static func problems(
    _ problems: [ImportProblem],
    of count: Int,
    _ texts: LocalTexts,
    rows: [Int]? = nil
  ) -> View {
    let lines = problems.prefix(shown).map { problem -> View in
      let row = rows.flatMap { $0.indices.contains(problem.row - 2) ? $0[problem.row - 2] : nil }
      let place = problem.field ?? problem.column.map { "\($0)" } ?? ""
      return [
        "name": texts[
          place.isEmpty ? "desk.file.row" : "desk.file.cell",
          ["row": "\(row ?? problem.row)", "column": place]
        ],
        "detail": words(problem.message, texts),
      ]
    }
    let more = count - lines.count
    return [
      "title": texts["desk.file.problems", ["count": "\(count)"]], "lines": lines,
      "text": more > 0 ? texts["desk.file.more", ["count": "\(more)"]] : nil,
    ]
  }

  /// The start or a part of what the file's reader says, and the text that says it to a merchant.
  private static let known: [(part: String, key: String)] = [
    ("is missing; add it to the header", "columnMissing"),
    ("is not known; remove or rename it", "columnUnknown"),
    ("fields but the header has", "fieldCount"), ("begins like a formula", "formula"),
    ("is empty", "empty"), ("must not be negative", "negative"), ("is too large", "tooLarge"),
    ("must be a whole number", "wholeNumber"), ("is not in categories.csv", "category"),
    ("is not in locations.csv", "location"), ("the shop has no SKU", "sku"),
    ("is kept by lot", "lot"), ("stands on line", "twice"),
    ("must be above the price", "listPrice"),
    ("must be one of", "choice"), ("capital letters, digits and hyphens", "skuForm"),
    ("is no carrier", "parcel"), ("is no number of a parcel", "parcel"),
    ("lower-case letters", "slug"), ("is no GTIN-13", "barcode"),
    ("short name", "nameTaken"), ("belongs to another product", "skuTaken"),
    ("greater than age_from_months", "ages"), ("one text for all languages", "labels"),
    ("the product's other SKUs", "options"), ("tell the two apart", "twin"),
    ("the same as option1", "options"), ("characters; shorten it", "tooLong"),
    ("is not a decimal number", "amount"), ("digits after the point", "amount"),
    ("must be below the price", "belowPrice"), ("must be after", "order"),
    ("must be like", "form"), ("must be written like", "form"), ("must be months like", "form"),
    ("is out of range", "range"), ("must be more than nothing", "range"),
    ("counts only for prices of pieces", "piecesOnly"), ("must be empty for", "noCode"),
    ("below what has been used", "used"),
  ]

  /// What is wrong in the reader's language, with the exact words behind it.
  static func words(_ message: String, _ texts: LocalTexts) -> String {
    guard let entry = known.first(where: { message.contains($0.part) }) else { return message }
    return texts["desk.file.problem.\(entry.key)"] + " · " + message
  }
}
