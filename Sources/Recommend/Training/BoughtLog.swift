internal import TenantStore

/// What was bought, by person and day: a day's purchases of a person are a basket.
struct BoughtLog {
  let people: [PersonID]
  private(set) var items: [String] = []
  private(set) var baskets: [[Int]] = []
  private(set) var categories: [String] = []
  private var lines: [PurchaseLine] = []

  init(_ purchases: [DailyPurchase], _ catalogue: [CatalogueItem]) {
    let kinds = Dictionary(catalogue.map { ($0.id, $0.category) }) { first, _ in first }
    var places: [String: Int] = [:]
    var groups: [String: Int] = [:]
    var people: [PersonID] = []
    var last: (person: PersonID, day: Int)?
    for purchase in purchases {
      if last?.person != purchase.person { people.append(purchase.person) }
      if last.map({ $0 != (purchase.person, purchase.day) }) ?? true { baskets.append([]) }
      last = (purchase.person, purchase.day)
      let place = Self.number(purchase.item, &places, &items)
      baskets[baskets.count - 1].append(place)
      guard let kind = kinds[purchase.item], !kind.isEmpty else { continue }
      lines.append(
        PurchaseLine(
          household: people.count - 1,
          category: Self.number(kind, &groups, &categories),
          day: purchase.day,
          quantity: Float(purchase.quantity),
          value: Float(max(1, purchase.amount))
        )
      )
    }
    self.people = people
  }

  /// What speaks for what in a basket.
  func partners() -> PartnerTable? {
    let log = try? BasketLog(
      baskets: baskets,
      households: baskets.map { _ in nil },
      days: baskets.map { _ in 0 },
      productCount: items.count
    )
    guard let model = log.map({ BasketPartners($0) }) else { return nil }
    var table: [String: [PartnerTable.Partner]] = [:]
    for product in model.products {
      let best = model.partners(of: Int(product), count: PartnerTable.kept)
      table[items[Int(product)]] = best.map {
        PartnerTable.Partner(item: items[$0.item], weight: $0.score)
      }
    }
    return PartnerTable(partners: table)
  }

  /// What everybody is likely to need from a day on.
  func needs(from day: Int) -> NeedTable {
    let history = PurchaseHistory(
      lines: lines,
      households: people.count,
      groups: categories.map { _ in 0 }
    )
    let model = NeedModel(history, at: day, horizon: NeedTable.horizon)
    var needs: [String: [NeedTable.Need]] = [:]
    for (number, person) in people.enumerated() {
      let ranked = model.probabilities(of: number).enumerated()
        .sorted { ($0.element, $1.offset) > ($1.element, $0.offset) }
      needs[person.description] = ranked.prefix(NeedTable.kept).map {
        NeedTable.Need(category: categories[$0.offset], probability: $0.element)
      }
    }
    return NeedTable(needs: needs)
  }

  /// What was foretold 90 days before a day beside what was bought since; nil where less than 60 days lie
  /// before, or nobody shopped on both sides.
  func needsTrial(at day: Int) -> NeedsTrial? {
    let cut = day - NeedTable.horizon
    guard let first = lines.lazy.map(\.day).min(), first <= cut - TrainingNeeds.days else {
      return nil
    }
    let history = PurchaseHistory(
      lines: lines,
      households: people.count,
      groups: categories.map { _ in 0 }
    )
    let model = NeedModel(history, at: cut, horizon: NeedTable.horizon)
    var pairs: [(probability: Double, isBought: Bool)] = []
    for household in people.indices
    where history.tripCount(of: household, in: first..<cut) > 0
      && history.tripCount(of: household, in: cut..<day) > 0
    {
      let bought = Set(history.categories(of: household, in: cut..<day))
      for (category, probability) in model.probabilities(of: household).enumerated() {
        pairs.append((Double(probability), bought.contains(category)))
      }
    }
    return pairs.isEmpty ? nil : NeedsTrial(pairs)
  }

  private static func number(
    _ name: String,
    _ numbers: inout [String: Int],
    _ names: inout [String]
  ) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
