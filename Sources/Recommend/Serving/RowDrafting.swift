internal import TenantStore

/// Finds candidates for rows from what the models and the visitor's history say; asks nobody.
struct RowDrafting {
  /// How many candidates a row has for each place.
  static let candidatesPerPlace = 4
  /// How many items of the history stand for the visitor where no model of taste does.
  static let anchors = 3
  /// How many items of a category are proposed as due.
  static let perNeed = 2
  /// How likely a need must be to be spoken of.
  static let leastProbability: Float = 0.2

  let visitor: Visitor
  let context: RowContext
  /// The latest first.
  let history: [HistoryEntry]
  let isPersonal: Bool
  let models: ServedModels
  let explorationShare: Double
  /// Days since 1970-01-01.
  let day: Int

  private var limit: Int { context.count * Self.candidatesPerPlace }

  /// The rows in the order in which they are shown.
  func drafts() -> [RowDraft] {
    let bought = Set(history.lazy.filter { $0.deed == .bought }.map(\.item))
    let open = models.popularity.entries.filter {
      isPromising($0.item) && !bought.contains($0.item.id)
    }
    let known = Set(history.map(\.item) + context.items)
    var drafts = [boughtTogether(known), similar(open)]
    if isPersonal {
      drafts.append(forYou(open, known))
      drafts.append(dueSoon(bought))
    }
    drafts += visitor.ages.prefix(3).map { forAge($0, open) }
    drafts.append(popular(open))
    return drafts
  }

  /// Whether an item may be shown as far as is known without asking.
  private func isPromising(_ item: CatalogueItem) -> Bool {
    var item = item
    item.isAvailable = true
    return ShowableRule.isShowable(item, to: visitor)
  }

  private func boughtTogether(_ known: Set<String>) -> RowDraft {
    var sums: [String: (sum: Float, best: Float, with: String)] = [:]
    for item in context.items.prefix(20) {
      for partner in models.partners?.table.partners[item] ?? [] where !known.contains(partner.item)
      {
        var entry = sums[partner.item] ?? (0, 0, item)
        entry.sum += partner.weight
        if partner.weight > entry.best { (entry.best, entry.with) = (partner.weight, item) }
        sums[partner.item] = entry
      }
    }
    let ranked = sums.sorted { ($0.value.sum, $1.key) > ($1.value.sum, $0.key) }
    let entries = ranked.prefix(limit).map {
      RecommendationRow.Entry(
        item: $0.key,
        reason: .boughtTogether(with: $0.value.with),
        modelVersion: models.partners?.version
      )
    }
    return RowDraft(subject: .boughtTogether, entries: entries)
  }

  /// What is like the item of the page by category, age and price.
  private func similar(_ open: [PopularityTable.Entry]) -> RowDraft {
    guard let id = context.page, let anchor = item(id) else {
      return RowDraft(subject: .similar, entries: [])
    }
    let found = open.filter { !context.items.contains($0.item.id) }
      .map { (likeness: LikenessRule.likeness(of: $0.item, to: anchor), id: $0.item.id) }
    let entries = Self.best(found.filter { $0.likeness > 0 }, limit).map {
      RecommendationRow.Entry(
        item: $0.id,
        reason: .similar(to: id),
        modelVersion: models.popularityVersion
      )
    }
    return RowDraft(subject: .similar, entries: entries)
  }

  private func item(_ id: String) -> CatalogueItem? {
    models.popularity.entries.first { $0.item.id == id }?.item
  }

  /// The likest; of equal likeness what is taken more comes first, which is the order of the table.
  private static func best<Found>(_ found: [(likeness: Double, id: Found)], _ limit: Int)
    -> [(likeness: Double, id: Found)]
  {
    found.enumerated().sorted {
      ($0.element.likeness, $1.offset) > ($1.element.likeness, $0.offset)
    }.prefix(limit).map(\.element)
  }

  /// What the model of taste proposes, or what is like the latest items where there is none.
  private func forYou(_ open: [PopularityTable.Entry], _ known: Set<String>) -> RowDraft {
    let deeds = Dictionary(history.map { ($0.item, $0.deed) }) { first, _ in first }
    let ranked = ranked(Set(open.map(\.item.id)), deeds)
    return RowDraft(
      subject: .forYou,
      entries: ranked.isEmpty ? alike(open.filter { !known.contains($0.item.id) }) : ranked
    )
  }

  /// Items that something in the history speaks for, with what speaks for them most.
  private func ranked(
    _ open: Set<String>,
    _ deeds: [String: RecommendationReason.Deed]
  ) -> [RecommendationRow.Entry] {
    guard let (ranking, numbers, version) = models.ranking else { return [] }
    let numbered = history.compactMap { numbers[$0.item] }
    guard !numbered.isEmpty else { return [] }
    let list = ranking.model.recommend(history: numbered, count: limit * 2)
    let shown = list.filter { open.contains(ranking.items[$0.item]) }.prefix(limit)
    return shown.compactMap {
      guard let reason = ranking.model.explain($0.item, history: numbered).reasons.first,
        reason.score > 0, let deed = deeds[ranking.items[reason.item]]
      else { return nil }
      return RecommendationRow.Entry(
        item: ranking.items[$0.item],
        reason: .because(deed, of: ranking.items[reason.item]),
        modelVersion: version
      )
    }
  }

  private func alike(_ open: [PopularityTable.Entry]) -> [RecommendationRow.Entry] {
    let anchors = history.prefix(Self.anchors).compactMap { entry in
      item(entry.item).map { (item: $0, deed: entry.deed) }
    }
    let found = open.compactMap { entry -> (likeness: Double, id: RecommendationRow.Entry)? in
      let likely = anchors.map { (LikenessRule.likeness(of: entry.item, to: $0.item), $0) }
      guard let (likeness, anchor) = likely.max(by: { $0.0 < $1.0 }), likeness > 0 else {
        return nil
      }
      let proposed = RecommendationRow.Entry(
        item: entry.item.id,
        reason: .alike(anchor.deed, of: anchor.item.id),
        modelVersion: models.popularityVersion
      )
      return (likeness, proposed)
    }
    return Self.best(found, limit).map(\.id)
  }

  /// What the household is likely to need, first the items of the category that it bought before.
  private func dueSoon(_ bought: Set<String>) -> RowDraft {
    let needs = visitor.person.flatMap { models.needs?.table.needs[$0.description] } ?? []
    // What was forgotten since the model was trained speaks for nothing any more.
    let kept = Set(bought.compactMap { item($0)?.category })
    let likely = needs.filter {
      $0.probability >= Self.leastProbability && kept.contains($0.category)
    }
    let entries = likely.flatMap { need -> [RecommendationRow.Entry] in
      let items = models.popularity.entries.filter {
        $0.item.category == need.category && isPromising($0.item)
      }
      let before = items.filter { bought.contains($0.item.id) }
      let others = items.filter { !bought.contains($0.item.id) }
      return (before + others).prefix(Self.perNeed).map {
        RecommendationRow.Entry(
          item: $0.item.id,
          reason: .due(category: need.category, probability: Double(need.probability)),
          modelVersion: models.needs?.version
        )
      }
    }
    return RowDraft(subject: .dueSoon, entries: Array(entries.prefix(limit)))
  }

  /// What is made for the age, the most taken first; nothing that is made for any age.
  private func forAge(_ months: Int, _ open: [PopularityTable.Entry]) -> RowDraft {
    let suited = open.filter { $0.item.ages.isBounded && $0.item.ages.contains(months) }
    return withDiscoveries(.forAge(months: months), suited) { _ in .age(months: months) }
  }

  /// What most people take; nothing where nobody took anything yet.
  private func popular(_ open: [PopularityTable.Entry]) -> RowDraft {
    guard open.contains(where: { $0.score > 0 }) else {
      return RowDraft(subject: .popular, entries: [])
    }
    return withDiscoveries(.popular, open) { $0 > 0 ? .popular : .discovery }
  }

  /// The most taken items, with some places for those that nobody took yet.
  private func withDiscoveries(
    _ subject: RecommendationRow.Subject,
    _ entries: [PopularityTable.Entry],
    _ reason: (Double) -> RecommendationReason
  ) -> RowDraft {
    let places = ExplorationRule.places(of: context.count, share: explorationShare)
    let unknown = ExplorationRule.choose(
      entries.filter { $0.score == 0 }.map(\.item.id),
      count: places * Self.candidatesPerPlace,
      seed: ExplorationRule.seed(of: isPersonal ? visitor.person : nil),
      day: day
    )
    let chances = Set(unknown)
    let isProven = { (entry: PopularityTable.Entry) in !chances.contains(entry.item.id) }
    let proven = entries.filter(isProven).prefix(limit).map {
      RecommendationRow.Entry(
        item: $0.item.id,
        reason: reason($0.score),
        modelVersion: models.popularityVersion
      )
    }
    let discoveries = unknown.map {
      RecommendationRow.Entry(
        item: $0,
        reason: .discovery,
        modelVersion: models.popularityVersion
      )
    }
    return RowDraft(
      subject: subject,
      entries: proven.filter { $0.reason != .discovery } + discoveries,
      discoveries: places
    )
  }
}
