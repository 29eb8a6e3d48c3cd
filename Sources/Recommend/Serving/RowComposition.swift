/// Makes rows of candidates: only what may be shown now, each item once, no empty row.
enum RowComposition {
  /// - Parameters:
  ///   - drafts: Candidates by row, the most telling row first and the best item first.
  ///   - facts: What is known now of the candidates; those without facts are not shown.
  ///   - visitor: For whom.
  ///   - count: The most items of a row.
  /// - Returns: The rows that have an item.
  static func rows(
    _ drafts: [RowDraft],
    _ facts: [CatalogueItem],
    _ visitor: Visitor,
    count: Int
  ) -> [RecommendationRow] {
    let showable = Set(
      facts.lazy.filter { ShowableRule.isShowable($0, to: visitor) }.map(\.id)
    )
    var shown = Set<String>()
    return drafts.compactMap { draft in
      var seen = Set<String>()
      let fitting = draft.entries.filter {
        showable.contains($0.item) && !shown.contains($0.item) && seen.insert($0.item).inserted
      }
      let proven = fitting.filter { $0.reason != .discovery }
      let chances = fitting.filter { $0.reason == .discovery }
      let places = min(chances.count, draft.discoveries)
      var entries = Array(proven.prefix(count - places))
      entries += chances.prefix(count - entries.count)
      guard !entries.isEmpty else { return nil }
      shown.formUnion(entries.map(\.item))
      return RecommendationRow(subject: draft.subject, entries: entries)
    }
  }
}

/// Candidates for a row.
struct RowDraft: Hashable, Sendable {
  let subject: RecommendationRow.Subject
  /// More than are shown, since some cannot be had now; those of reason `discovery` anywhere.
  let entries: [RecommendationRow.Entry]
  /// How many places are kept for discoveries.
  var discoveries = 0
}
