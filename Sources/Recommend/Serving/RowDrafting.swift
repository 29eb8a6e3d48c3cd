internal import TenantStore

/// Finds candidates for rows from what the models and the visitor's history say; asks nobody.
struct RowDrafting {
  /// How many candidates a row has for each place.
  static let candidatesPerPlace = 3
  /// How many items of the history stand for the visitor where no model of taste does.
  static let anchors = 3
  /// How many items of a category are proposed as due.
  static let perNeed = 2
  /// Of how many items a slot of a kit is filled.
  static let perSlot = 10
  /// For how many children there are rows by age.
  static let agedRows = 3
  /// How likely a need must be to be spoken of.
  static let leastProbability: Float = 0.2

  let visitor: Visitor
  let context: RowContext
  /// The latest first.
  let history: [HistoryEntry]
  let isPersonal: Bool
  let models: ServedModels
  let explorationShare: Double
  let kits: GrowthKitPlan?
  let packs: [PersonaPack]
  /// What serves the situation that the visitor chose.
  let serving: [String]
  /// Who says that a category is right for an age, by months and the category's short name.
  let suited: [Int: [String: String]]
  /// Days since 1970-01-01.
  let day: Int

  var limit: Int { context.count * Self.candidatesPerPlace }
  var shop: ShopIndex { models.shop }

  /// The rows in the order in which they are shown.
  func drafts() -> [RowDraft] {
    let bought = Set(
      history.lazy.filter { $0.deed == .bought }.compactMap { shop.place(of: $0.item) }
    )
    let known = Set(history.map(\.item) + context.items)
    let isOpen = { (place: Int) in
      !bought.contains(place) && shop.isPromising(place, to: visitor)
    }
    var drafts = [boughtTogether(known), similar(isOpen)]
    if let scenario = visitor.wishes.scenario { drafts.append(serves(scenario, isOpen)) }
    if isPersonal {
      if let pack = pack(isOpen) { drafts.append(pack) }
      drafts.append(forYou(known, isOpen))
      drafts.append(dueSoon(bought))
    }
    if let kits, let months = visitor.ages.first { drafts.append(kit(kits, months, isOpen)) }
    drafts += visitor.ages.prefix(Self.agedRows).map { forAge($0, isOpen) }
    drafts.append(popular(isOpen))
    return drafts
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
  private func similar(_ isOpen: (Int) -> Bool) -> RowDraft {
    guard let id = context.page, let place = shop.place(of: id) else {
      return RowDraft(subject: .similar, entries: [])
    }
    let anchor = shop.item(place)
    let shown = Set(context.items.compactMap { shop.place(of: $0) })
    var best = LikestItems(limit: limit)
    for other in shop.neighbours(of: anchor) where !shown.contains(other) && isOpen(other) {
      best.offer(LikenessRule.likeness(of: shop.item(other), to: anchor), other, .similar(to: id))
    }
    return RowDraft(subject: .similar, entries: entries(best))
  }

  private func entries(_ likest: LikestItems) -> [RecommendationRow.Entry] {
    likest.ordered.map {
      entry($0.place, $0.reason)
    }
  }

  func entry(_ place: Int, _ reason: RecommendationReason) -> RecommendationRow.Entry {
    RecommendationRow.Entry(
      item: shop.item(place).id,
      reason: reason,
      modelVersion: models.popularityVersion
    )
  }

  /// What the model of taste proposes, or what is like the latest items where there is none.
  private func forYou(_ known: Set<String>, _ isOpen: (Int) -> Bool) -> RowDraft {
    let ranked = ranked(isOpen)
    return RowDraft(subject: .forYou, entries: ranked.isEmpty ? alike(known, isOpen) : ranked)
  }

  /// Items that something in the history speaks for, with what speaks for them most.
  private func ranked(_ isOpen: (Int) -> Bool) -> [RecommendationRow.Entry] {
    guard let (ranking, numbers, version) = models.ranking else { return [] }
    let deeds = Dictionary(history.map { ($0.item, $0.deed) }) { first, _ in first }
    let numbered = history.compactMap { numbers[$0.item] }
    guard !numbered.isEmpty else { return [] }
    let proposals = ranking.model.proposals(history: numbered, count: limit) { item in
      shop.place(of: ranking.items[item]).map(isOpen) ?? false
    }
    return proposals.compactMap { proposal in
      guard let reason = proposal.reason, let deed = deeds[ranking.items[reason]] else {
        return nil
      }
      return RecommendationRow.Entry(
        item: ranking.items[proposal.item],
        reason: .because(deed, of: ranking.items[reason]),
        modelVersion: version
      )
    }
  }

  private func alike(_ known: Set<String>, _ isOpen: (Int) -> Bool) -> [RecommendationRow.Entry] {
    let anchors = history.prefix(Self.anchors).compactMap { entry in
      shop.place(of: entry.item).map { (item: shop.item($0), deed: entry.deed) }
    }
    var best = LikestItems(limit: limit)
    let near = Set(anchors.flatMap { shop.neighbours(of: $0.item) })
    for place in near.sorted() {
      let item = shop.item(place)
      guard !known.contains(item.id), isOpen(place) else { continue }
      let likely = anchors.map { (LikenessRule.likeness(of: item, to: $0.item), $0) }
      guard let (likeness, anchor) = likely.max(by: { $0.0 < $1.0 }) else { continue }
      best.offer(likeness, place, .alike(anchor.deed, of: anchor.item.id))
    }
    return entries(best)
  }

  /// What the household is likely to need, first the items of the category that it bought before.
  private func dueSoon(_ bought: Set<Int>) -> RowDraft {
    let needs = visitor.person.flatMap { models.needs?.table.needs[$0.description] } ?? []
    // What was forgotten since the model was trained speaks for nothing any more.
    let kept = Set(bought.map { shop.item($0).category })
    let likely = needs.filter {
      $0.probability >= Self.leastProbability && kept.contains($0.category)
    }
    let entries = likely.flatMap { need -> [RecommendationRow.Entry] in
      let fitting = shop.places(in: need.category).lazy.filter {
        shop.isPromising($0, to: visitor)
      }
      let before = fitting.filter { bought.contains($0) }.prefix(Self.perNeed)
      let others = fitting.filter { !bought.contains($0) }.prefix(Self.perNeed)
      return (Array(before) + Array(others)).prefix(Self.perNeed).map {
        RecommendationRow.Entry(
          item: shop.item($0).id,
          reason: .due(category: need.category, probability: Double(need.probability)),
          modelVersion: models.needs?.version
        )
      }
    }
    return RowDraft(subject: .dueSoon, entries: Array(entries.prefix(limit)))
  }

  /// What may be in a kit, by what is taken most in each slot.
  private func kit(_ plan: GrowthKitPlan, _ months: Int, _ isOpen: (Int) -> Bool) -> RowDraft {
    let places = plan.slots.flatMap { slot in
      shop.places(under: slot.categories, count: Self.perSlot, where: isOpen)
    }
    return RowDraft(
      subject: .growthKit(months: months, price: 0),
      entries: Set(places).sorted().map { entry($0, .age(months: months)) },
      kit: RowDraft.Kit(slots: plan.slots, budget: plan.budget, months: months)
    )
  }

  /// What is made for the age or what the merchant's knowledge names for it, the most taken first; nothing
  /// else that is made for any age.
  private func forAge(_ months: Int, _ isOpen: @escaping (Int) -> Bool) -> RowDraft {
    let advised = suited[months] ?? [:]
    func source(_ place: Int) -> String? {
      guard !advised.isEmpty else { return nil }
      let item = shop.item(place)
      return advised[item.category] ?? item.parentCategory.flatMap { advised[$0] }
    }
    return withDiscoveries(.forAge(months: months)) { place in
      (shop.isMade(place, for: months) || source(place) != nil) && isOpen(place)
    } _: { place in
      source(place).map { .advised(months: months, source: $0) } ?? .age(months: months)
    }
  }

  /// What most people take; nothing where nobody took anything yet.
  private func popular(_ isOpen: @escaping (Int) -> Bool) -> RowDraft {
    guard (0..<shop.taken).contains(where: isOpen) else {
      return RowDraft(subject: .popular, entries: [])
    }
    return withDiscoveries(.popular, isOpen) { $0 < shop.taken ? .popular : .discovery }
  }

  /// The most taken items, with some places for those that nobody took yet.
  private func withDiscoveries(
    _ subject: RecommendationRow.Subject,
    _ isOpen: @escaping (Int) -> Bool,
    _ reason: (Int) -> RecommendationReason
  ) -> RowDraft {
    let places = ExplorationRule.places(of: context.count, share: explorationShare)
    let unknown = shop.lots(
      places * Self.candidatesPerPlace,
      seed: ExplorationRule.seed(of: isPersonal ? visitor.person : nil),
      day: day,
      where: isOpen
    )
    let chances = Set(unknown)
    let proven = Array(
      (0..<shop.count).lazy.filter { !chances.contains($0) && isOpen($0) }.prefix(limit)
    )
    let entries = proven.map { entry($0, reason($0)) }.filter { $0.reason != .discovery }
    return RowDraft(
      subject: subject,
      entries: entries + unknown.map { entry($0, .discovery) },
      discoveries: places
    )
  }
}

/// The likest items of many; of equal likeness what comes first in the shop, which is taken more.
private struct LikestItems {
  struct Entry {
    let likeness: Double
    let place: Int
    let reason: RecommendationReason
  }

  let limit: Int
  private(set) var ordered: [Entry] = []

  init(limit: Int) { self.limit = limit }

  /// Offers an item, in rising order of places.
  mutating func offer(
    _ likeness: Double,
    _ place: Int,
    _ reason: @autoclosure () -> RecommendationReason
  ) {
    guard likeness > 0, limit > 0 else { return }
    if ordered.count == limit, let last = ordered.last, likeness <= last.likeness { return }
    let rank = ordered.firstIndex { likeness > $0.likeness } ?? ordered.count
    ordered.insert(Entry(likeness: likeness, place: place, reason: reason()), at: rank)
    if ordered.count > limit { ordered.removeLast() }
  }
}
