internal import DelimitedText
internal import Foundation
internal import TenantStore

/// Reads `promotions.csv`: one promotion per row.
enum PromotionFile {
  static let path = "promotions.csv"
  static let columns = [
    "promotion", "kind", "value", "categories", "products", "skus", "ages", "group", "priority",
    "state", "from", "until", "codes", "uses_limit", "budget", "pieces_limit", "per_person",
    "min_amount", "min_pieces", "maximum", "first_order", "levels", "tags", "child_ages",
    "excludes",
  ]
  /// Stands among the codes of a promotion for which codes are generated.
  static let generated = "*"

  /// The promotions of a folder; nothing when it has no such file.
  ///
  /// - Throws: `FolderProblems` with everything that is wrong.
  static func read(_ folder: TenantFolder, of tenant: TenantSnapshot) throws -> [PromotionDraft]? {
    guard try folder.file(path) != nil else { return nil }
    var file = CatalogueFile(path, in: folder, of: tenant, columns: columns, texts: ["name"])
    var (seen, codes) = (SeenKeys(), SeenKeys())
    let drafts = file.records.map { draft($0, &file, &seen, &codes) }
    guard file.problems.isEmpty else { throw FolderProblems(file.problems) }
    return drafts
  }

  static func draft(
    _ record: DelimitedRecord,
    _ file: inout CatalogueFile,
    _ seen: inout SeenKeys,
    _ codes: inout SeenKeys
  ) -> PromotionDraft {
    let texts = list(record["codes"])
    let written = texts.filter { $0 != generated }
    for code in written {
      if PromotionCodeRule.normalised(code) != code {
        file.note(record.line, "codes", "\"\(code)\" must be 3 to 32 of A-Z, 0-9 and hyphens")
      } else if let line = codes.insert(code, line: record.line) {
        file.note(record.line, "codes", "\"\(code)\" stands on line \(line) already")
      }
    }
    let state = record["state"]
    if PromotionLifecycle(rawValue: state) == nil {
      file.note(record.line, "state", "must be draft, active, paused or ended")
    }
    let draft = PromotionDraft(
      code: file.slug(record, "promotion", seen: &seen),
      name: file.names(record),
      group: record["group"],
      priority: file.integer(record, "priority", in: 0...1_000_000) ?? 0,
      state: state,
      starts: file.instant(record, "from"),
      ends: file.instant(record, "until"),
      codes: Set(written),
      needsCode: !texts.isEmpty,
      terms: terms(record, &file),
      usesLimit: file.limit(record, "uses_limit"),
      moneyLimit: file.positiveAmount(record, "budget"),
      piecesLimit: file.limit(record, "pieces_limit"),
      personLimit: file.limit(record, "per_person")
    )
    if draft.group.unicodeScalars.count > 80 {
      file.note(record.line, "group", "has more than 80 characters; shorten it")
    }
    if let starts = draft.starts, let ends = draft.ends, starts >= ends {
      file.note(record.line, "until", "must be after \"from\"")
    }
    if draft.piecesLimit != nil, !draft.terms.effect.countsPieces {
      file.note(record.line, "pieces_limit", "counts only for prices of pieces; use uses_limit")
    }
    if draft.needsCode, draft.terms.effect.groupPrice != nil {
      file.note(record.line, "codes", "must be empty for the kind group_price")
    }
    return draft
  }

  private static func terms(_ record: DelimitedRecord, _ file: inout CatalogueFile)
    -> PromotionTerms
  {
    let currency = file.tenant.currency
    let effect = PromotionValueRule.effect(record["kind"], record["value"], currency)
    if effect == nil {
      let form = PromotionValueRule.forms[record["kind"]]
      file.note(
        record.line,
        form == nil ? "kind" : "value",
        form.map { "must be written like \($0)" }
          ?? "must be one of \(PromotionValueRule.forms.keys.sorted().joined(separator: ", "))"
      )
    }
    var terms = PromotionTerms(effect ?? .spend([]))
    terms.goods = PromotionGoods(
      categories: list(record["categories"]),
      products: list(record["products"]),
      skus: list(record["skus"]),
      ages: file.ages(record, "ages")
    )
    terms.audience = PromotionAudience(
      isFirstOrder: file.flag(record, "first_order"),
      levels: list(record["levels"]),
      tags: list(record["tags"]),
      childAges: file.ages(record, "child_ages")
    )
    terms.minimumAmount = file.amount(record, "min_amount") ?? 0
    terms.minimumPieces =
      file.integer(record, "min_pieces", in: 1...PromotionConditionRule.piecesLimit) ?? 0
    terms.maximum = file.positiveAmount(record, "maximum")
    terms.excludes = list(record["excludes"])
    if effect != nil, !PromotionConditionRule.isSound(terms) {
      file.note(record.line, "value", "is out of range, or its tiers do not rise")
    }
    return terms
  }

  static func list(_ text: String) -> [String] {
    text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }
}

extension CatalogueFile {
  /// A limit from 1 on; none when the field is empty.
  fileprivate mutating func limit(_ record: DelimitedRecord, _ column: String) -> Int64? {
    integer(record, column, in: 1...1_000_000_000).map(Int64.init)
  }

  fileprivate mutating func positiveAmount(_ record: DelimitedRecord, _ column: String) -> Int64? {
    guard let amount = amount(record, column) else { return nil }
    if amount == 0 { note(record.line, column, "must be more than nothing") }
    return amount
  }

  fileprivate mutating func flag(_ record: DelimitedRecord, _ column: String) -> Bool {
    let text = record[column]
    if !["", "yes", "no"].contains(text) { note(record.line, column, "must be yes or no") }
    return text == "yes"
  }

  /// Months like `0..6`, `-9..0` or `24..`, the second one not included.
  fileprivate mutating func ages(_ record: DelimitedRecord, _ column: String) -> AgeRange? {
    let text = record[column]
    guard !text.isEmpty else { return nil }
    let bounds = text.replacing("..", with: "\n").split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    let months = bounds.map { Int($0) }
    let isRight = zip(bounds, months).allSatisfy { bound, month in
      bound.isEmpty || month.map { (-12...240).contains($0) } ?? false
    }
    guard months.count == 2, isRight, months[0] != nil || months[1] != nil,
      (months[0] ?? .min) < (months[1] ?? .max)
    else {
      note(record.line, column, "must be months like 0..6, -9..0 or 24..")
      return nil
    }
    return AgeRange(from: months[0], to: months[1])
  }

  /// A day or a minute of the tenant's clocks: `2026-12-01` or `2026-12-01 10:00`.
  mutating func instant(_ record: DelimitedRecord, _ column: String) -> Date? {
    let text = record[column]
    guard !text.isEmpty else { return nil }
    guard let instant = CivilTimeRule.instant(text, in: tenant.timeZone) else {
      note(record.line, column, "must be like 2026-12-01 or 2026-12-01 10:00")
      return nil
    }
    return instant
  }
}
