internal import Foundation
internal import TenantStore

/// All that a training makes of what a tenant's shoppers did; no statement runs in here.
struct TrainedModels: Sendable {
  let popularity: PopularityTable
  let ranking: ItemRanking?
  /// What the trial of the ranking said; nil where none was fitted.
  let trial: (isBetter: Bool, quality: RankingQuality, popularity: RankingQuality)?
  let partners: PartnerTable?
  let needs: NeedTable?
  /// How well needs of 90 days ago would have been foretold; nil where the past is too short.
  let needsTrial: NeedsTrial?
  /// What the data was, and so what could be fitted.
  let plan: TrainingPlan

  /// Fits what the data can bear.
  ///
  /// - Parameters:
  ///   - catalogue: What the shop sells.
  ///   - taken: What people did with items, by the kind of the signal.
  ///   - purchases: What people bought on which day.
  ///   - now: The time of the training.
  ///   - triesTaste: Whether a model of taste is fitted where the data can bear one.
  ///   - regional: How much is taken in each region, where the shop has some.
  init(
    _ catalogue: [CatalogueItem],
    taken: [String: [Interaction]],
    purchases: [DailyPurchase],
    now: Date,
    triesTaste: Bool = true,
    regional: [String: [String: Double]] = [:]
  ) {
    popularity = PopularityTable(
      catalogue,
      scores: PopularityRule.scores(taken, at: now),
      regional: regional
    )
    let table = InteractionTable(taken)
    let log = BoughtLog(purchases, catalogue)
    let today = Int((now.timeIntervalSince1970 / 86_400).rounded(.down))
    plan = TrainingPlan(
      people: table.people,
      baskets: log.baskets.count { $0.count > 1 },
      buyers: log.people.count,
      days: today - (purchases.lazy.map(\.day).min() ?? today),
      categories: log.categories.count
    )
    let tried = triesTaste && plan.learnsTaste ? table.interactions().map { RankingTrial($0) } : nil
    ranking = tried.map { ItemRanking(items: table.items, model: $0.model) }
    trial = tried.map { ($0.isBetter, $0.quality, $0.popularity) }
    partners = plan.learnsBaskets ? log.partners() : nil
    needs = plan.learnsNeeds ? log.needs(from: today) : nil
    needsTrial = plan.learnsNeeds ? log.needsTrial(at: today) : nil
  }
}

/// Who took what, with numbers for people and items.
struct InteractionTable {
  private(set) var items: [String] = []
  private var rows: [[Int]] = []

  /// How many people have at least one item.
  var people: Int { rows.count }

  init(_ taken: [String: [Interaction]]) {
    var numbers: [String: Int] = [:]
    var byPerson: [PersonID: Set<String>] = [:]
    for interaction in taken.values.joined() {
      byPerson[interaction.person, default: []].insert(interaction.item)
    }
    let people = byPerson.filter { $0.value.count <= TrainingPlan.mostItems }
      .sorted { $0.key.description < $1.key.description }
    for item in Set(people.lazy.flatMap(\.value)).sorted() {
      numbers[item] = items.count
      items.append(item)
    }
    rows = people.map { $0.value.compactMap { numbers[$0] } }
  }

  /// The matrix; nil when there are more people or items than a model holds.
  func interactions() -> Interactions? {
    let pairs = rows.enumerated().flatMap { user, items in items.map { (user: user, item: $0) } }
    return try? Interactions(pairs: pairs, userCount: rows.count, itemCount: items.count)
  }
}
