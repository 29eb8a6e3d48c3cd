internal import DelimitedText
internal import TenantStore

/// Reads and writes `bundles.csv`: which SKUs are made of which others, one bundle per row.
enum BundleFile {
  static let path = "bundles.csv"
  static let columns = ["sku", "contents"]

  /// The bundles of a folder, checked against the SKUs of the shop.
  ///
  /// Everything that is wrong is thrown together as `FolderProblems`.
  static func read(
    _ folder: TenantFolder,
    of tenant: TenantSnapshot,
    known candidates: [String: BundleContentRule.Candidate]
  ) throws -> [BundleDraft] {
    var file = CatalogueFile(path, in: folder, of: tenant, columns: columns)
    var seen = SeenKeys()
    let drafts = file.records.compactMap { draft($0, &file, &seen) }
    // The file says which are bundles when it is applied, whatever is stored.
    let bundles = Set(drafts.map(\.draft.code))
    let parts = Set(drafts.flatMap(\.draft.parts).map(\.sku))
    for (draft, line) in drafts {
      let named = ([draft.code] + draft.parts.map(\.sku)).compactMap { code in
        candidates[code].map { known in
          (
            code,
            BundleContentRule.Candidate(
              isBundle: bundles.contains(code),
              isPart: parts.contains(code),
              hasStock: known.hasStock,
              isPresold: known.isPresold
            )
          )
        }
      }
      let known = Dictionary(named) { first, _ in first }
      guard let found = BundleContentRule.problem(draft.parts, of: draft.code, known: known) else {
        continue
      }
      let column = found.sku == draft.code && found.problem == .unknown ? "sku" : "contents"
      file.note(line, column, found.problem.remedy(found.sku))
    }
    guard file.problems.isEmpty else { throw FolderProblems(file.problems) }
    return drafts.map(\.draft)
  }

  private static func draft(
    _ record: DelimitedRecord,
    _ file: inout CatalogueFile,
    _ seen: inout SeenKeys
  ) -> (draft: BundleDraft, line: Int)? {
    let sku = record["sku"]
    if let line = seen.insert(sku, line: record.line) {
      file.note(record.line, "sku", "\"\(sku)\" stands on line \(line) already")
    }
    guard let parts = BundleContentRule.contents(record["contents"]), !parts.isEmpty else {
      file.note(record.line, "contents", "must be like SOAP-1*2|TEE-80-R*1")
      return nil
    }
    return (BundleDraft(code: sku, parts: parts), record.line)
  }

  /// The SKUs that a folder's bundles name.
  static func named(_ folder: TenantFolder, _ tenant: TenantSnapshot) -> [String] {
    CatalogueFile(path, in: folder, of: tenant, columns: columns).records.flatMap { record in
      [record["sku"]] + (BundleContentRule.contents(record["contents"]) ?? []).map(\.sku)
    }
  }

  static func file(_ drafts: [BundleDraft]) -> FolderFile {
    var writer = DelimitedTextWriter(columns: columns)
    for draft in drafts { writer.append([draft.code, BundleContentRule.text(draft.parts)]) }
    return FolderFile(path: path, bytes: writer.bytes)
  }
}
