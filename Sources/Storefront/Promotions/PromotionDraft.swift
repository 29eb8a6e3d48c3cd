internal import Foundation
internal import TenantStore

/// A promotion as a tenant's folder says it.
struct PromotionDraft: Hashable {
  var code: String
  var name: LocalizedText
  var group: String
  var priority: Int
  var state: String
  var starts: Date?
  var ends: Date?
  /// The codes that everybody may know; with `*` beside them more are generated.
  var codes: Set<String>
  var needsCode: Bool
  var terms: PromotionTerms
  var usesLimit: Int64?
  var moneyLimit: Int64?
  var piecesLimit: Int64?
  var personLimit: Int64?

  /// The names of the fields in which another version differs.
  func differences(from other: Self) -> [String] {
    let fields: [(String, Bool)] = [
      ("name", name == other.name), ("group", group == other.group),
      ("priority", priority == other.priority), ("state", state == other.state),
      ("from", starts == other.starts), ("until", ends == other.ends),
      ("codes", codes == other.codes && needsCode == other.needsCode),
      ("terms", terms == other.terms), ("uses_limit", usesLimit == other.usesLimit),
      ("budget", moneyLimit == other.moneyLimit),
      ("pieces_limit", piecesLimit == other.piecesLimit),
      ("per_person", personLimit == other.personLimit),
    ]
    return fields.filter { !$0.1 }.map(\.0)
  }
}

/// The states of a promotion.
public enum PromotionLifecycle: String, CaseIterable, Sendable {
  /// In preparation: nobody but the merchant sees it.
  case draft
  /// It runs from its beginning to its end.
  case active
  /// It rests: it gives nothing until somebody resumes it.
  case paused
  /// It does not run any more; kept because orders speak of it.
  case ended
}
