internal import DelimitedText
internal import Foundation
public import TenantStore

extension FolderPart {
  /// The promotions: `promotions.csv`.
  ///
  /// A folder without that file says nothing about promotions and changes none. One that is no
  /// longer in the file is ended, because orders speak of it; one that was made at the desk stays
  /// until a file names it.
  public static let promotions = Self(name: "promotions") { folder, tenant, mode, transaction in
    guard let drafts = try PromotionFile.read(folder, of: tenant) else { return [] }
    try await transaction.lockCatalogue()
    let stored = try await transaction.storedPromotions()
    let diff = try PromotionDiff(from: stored, to: drafts)
    if case .apply(let actor) = mode, !diff.changes.isEmpty {
      for (draft, id) in diff.written {
        guard try await transaction.writePromotion(draft, id: id) else {
          throw FolderProblems(
            PromotionFile.path,
            "\(draft.code): one of its codes belongs to another promotion; choose another code"
          )
        }
      }
      for id in diff.ended { try await transaction.endPromotion(id) }
      try await transaction.audit(
        diff.changes.map { change in
          AuditDraft(
            action: "storefront.promotion_applied",
            subject: change.name,
            before: nil,
            after: ["action": .string(change.action.rawValue)]
          )
        },
        by: actor
      )
    }
    return diff.changes
  } export: { tenant, transaction in
    let stored = try await transaction.storedPromotions()
    guard !stored.isEmpty else { return [] }
    return [PromotionExport.file(stored.map(\.draft), of: tenant)]
  }
}

/// What has to be written so that the database has the promotions of a folder.
struct PromotionDiff {
  private(set) var changes: [FolderChange] = []
  private(set) var written: [(PromotionDraft, PromotionID?)] = []
  private(set) var ended: [PromotionID] = []

  /// Compares.
  ///
  /// - Throws: `FolderProblems` when a limit is below what has been used already.
  init(from stored: [StoredPromotion], to drafts: [PromotionDraft]) throws(FolderProblems) {
    let known = Dictionary(stored.map { ($0.draft.code, $0) }) { $1 }
    var problems: [FolderProblem] = []
    for draft in drafts {
      guard let old = known[draft.code] else {
        written.append((draft, nil))
        changes.append(FolderChange(.create, kind: "promotion", name: draft.code))
        continue
      }
      problems += old.problems(with: draft)
      let fields = draft.differences(from: old.draft)
      guard !fields.isEmpty else { continue }
      written.append((draft, old.id))
      changes.append(
        FolderChange(.update, kind: "promotion", name: draft.code, fields: fields)
      )
    }
    let kept = Set(drafts.map(\.code))
    for old in stored where !kept.contains(old.draft.code) && old.draft.state != "ended" {
      guard !old.isOfDesk else { continue }
      ended.append(old.id)
      changes.append(FolderChange(.archive, kind: "promotion", name: old.draft.code))
    }
    guard problems.isEmpty else { throw FolderProblems(problems) }
  }
}

/// Writes promotions as the file from which they can be read back without a difference.
enum PromotionExport {
  static func file(_ drafts: [PromotionDraft], of tenant: TenantSnapshot) -> FolderFile {
    var writer = DelimitedTextWriter(
      columns: PromotionFile.columns + tenant.locales.map { "name.\($0)" }
    )
    for draft in drafts {
      writer.append(fields(draft, tenant) + tenant.locales.map { draft.name.texts[$0] ?? "" })
    }
    return FolderFile(path: PromotionFile.path, bytes: writer.bytes)
  }

  /// What the file says of a promotion, by its columns.
  static func cells(_ draft: PromotionDraft, of tenant: TenantSnapshot) -> [String: String] {
    let names = tenant.locales.map { ("name.\($0)", draft.name.texts[$0] ?? "") }
    let fields = zip(PromotionFile.columns, fields(draft, tenant))
    return Dictionary(fields.map { ($0, $1) } + names) { first, _ in first }
  }

  private static func fields(_ draft: PromotionDraft, _ tenant: TenantSnapshot) -> [String] {
    let terms = draft.terms
    let (kind, value) = PromotionValueRule.text(terms.effect, tenant.currency)
    func amount(_ units: Int64?) -> String {
      units.map { Money(minorUnits: $0, currency: tenant.currency).decimal } ?? ""
    }
    func time(_ instant: Date?) -> String {
      instant.map { CivilTimeRule.text($0, in: tenant.timeZone) } ?? ""
    }
    func ages(_ range: AgeRange?) -> String {
      range.map { "\($0.from.map(String.init) ?? "")..\($0.to.map(String.init) ?? "")" } ?? ""
    }
    func list(_ texts: [String]) -> String { texts.joined(separator: "|") }
    func limit(_ value: Int64?) -> String { value.map(String.init) ?? "" }
    let codes = draft.codes.sorted()
    return [
      draft.code, kind, value, list(terms.goods.categories), list(terms.goods.products),
      list(terms.goods.skus), ages(terms.goods.ages), draft.group,
      draft.priority == 0 ? "" : "\(draft.priority)", draft.state, time(draft.starts),
      time(draft.ends), draft.needsCode && codes.isEmpty ? PromotionFile.generated : list(codes),
      limit(draft.usesLimit), amount(draft.moneyLimit), limit(draft.piecesLimit),
      limit(draft.personLimit), terms.minimumAmount == 0 ? "" : amount(terms.minimumAmount),
      terms.minimumPieces == 0 ? "" : "\(terms.minimumPieces)", amount(terms.maximum),
      terms.audience.isFirstOrder ? "yes" : "", list(terms.audience.levels),
      list(terms.audience.tags), ages(terms.audience.childAges), list(terms.excludes),
    ]
  }
}
