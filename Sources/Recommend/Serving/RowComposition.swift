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
    let known = Dictionary(facts.map { ($0.id, $0) }) { first, _ in first }
    var shown = Set<String>()
    return drafts.compactMap { draft in
      if let kit = draft.kit { return row(kit, draft, known, visitor, &shown) }
      var seen = Set<String>()
      let fitting = draft.entries.filter {
        showable.contains($0.item) && !shown.contains($0.item) && seen.insert($0.item).inserted
      }
      let proven = fitting.filter { $0.reason != .discovery }
      let chances = fitting.filter { $0.reason == .discovery }
      let places = min(chances.count, draft.discoveries)
      let count = min(count, draft.most ?? count)
      var entries = Array(proven.prefix(count - places))
      entries += chances.prefix(count - entries.count)
      guard !entries.isEmpty else { return nil }
      shown.formUnion(entries.map(\.item))
      return RecommendationRow(subject: draft.subject, entries: entries)
    }
  }
}

extension RowComposition {
  /// The row of a kit, of what no row before it has shown.
  private static func row(
    _ kit: RowDraft.Kit,
    _ draft: RowDraft,
    _ facts: [String: CatalogueItem],
    _ visitor: Visitor,
    _ shown: inout Set<String>
  ) -> RecommendationRow? {
    let entries = draft.entries.filter { !shown.contains($0.item) }
    let goods = entries.enumerated().compactMap { place, entry in
      facts[entry.item].map { (item: $0, score: Double(entries.count - place)) }
    }
    // The kit is for one child, whoever else is in the household.
    var child = visitor
    if let months = kit.months { child.ages = [months] }
    guard
      let made = GrowthKit(
        kit.slots,
        from: goods,
        for: child,
        owned: [],
        budget: kit.budget
      ),
      made.goods.count >= min(2, kit.slots.count),
      made.goods.allSatisfy({ good in
        facts[good.item].map { ShowableRule.isShowable($0, to: visitor) } ?? false
      })
    else { return nil }
    let chosen = made.goods.compactMap { good in entries.first { $0.item == good.item } }
    shown.formUnion(chosen.map(\.item))
    return RecommendationRow(
      subject: draft.subject.priced(made.price),
      entries: chosen
    )
  }
}

/// Candidates for a row.
struct RowDraft: Hashable, Sendable {
  let subject: RecommendationRow.Subject
  /// More than are shown, since some cannot be had now; those of reason `discovery` anywhere.
  let entries: [RecommendationRow.Entry]
  /// How many places are kept for discoveries.
  var discoveries = 0
  /// What a kit is made of, where the row is one.
  var kit: Kit?
  /// The most items that the row shows, where it is fewer than others do.
  var most: Int?

  struct Kit: Hashable, Sendable {
    let slots: [GrowthKit.Slot]
    let budget: Int64
    /// For a child of which age; nil for whoever is there.
    let months: Int?
  }
}

extension RowDraft {
  /// What can stand for the item of a page, by what it gives for its price; nothing of which nothing is
  /// known.
  init(_ scores: [ValueScore], page: String, cart: [String]) {
    let others = scores.filter { $0.item != page && !cart.contains($0.item) && $0.hasEvidence }
    self.init(
      subject: .goodValue(own: scores.first { $0.item == page }),
      entries: others.map {
        RecommendationRow.Entry(item: $0.item, reason: .value($0), modelVersion: nil)
      },
      most: Recommender.shownValues
    )
  }
}

extension RecommendationRow.Subject {
  /// The same with what its goods cost together.
  fileprivate func priced(_ price: Int64) -> Self {
    switch self {
    case .growthKit(let months, _): .growthKit(months: months, price: price)
    case .pack(let code, let name, _): .pack(code: code, name: name, price: price)
    default: self
    }
  }
}
