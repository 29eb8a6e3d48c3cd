internal import Foundation
internal import Recommend
internal import TenantStore

/// Families that never lived, who bought in a shop as families do.
///
/// By the age of their child, by cycles of their own, and each with a taste. The same seed gives the same
/// history.
struct MadeUpFamilies {
  /// How many tastes there are; one likes a quarter of what a category has.
  private static let tastes = 4

  private let catalogue: [CatalogueItem]
  private let shelf: [ShelfItem]
  private let days: Int
  private let today: Int
  private var dice: SeededDice
  /// What was done, oldest first within a family.
  private(set) var signals: [Signal] = []
  private(set) var sold: [SoldUnits] = []

  /// Lets families live.
  ///
  /// - Parameters:
  ///   - families: How many, 1 or more.
  ///   - days: For how many days until yesterday.
  ///   - catalogue: What the shop sells.
  ///   - shelf: Its articles at their places.
  ///   - now: The time of the end.
  ///   - seed: What the history follows from.
  init(
    families: Int,
    days: Int,
    catalogue: [CatalogueItem],
    shelf: [ShelfItem],
    now: Date,
    seed: UInt64
  ) {
    self.catalogue = catalogue.filter { !$0.category.isEmpty }.sorted { $0.id < $1.id }
    self.shelf = shelf.sorted { ($0.article, $0.place) < ($1.article, $1.place) }
    self.days = days
    today = Int((now.timeIntervalSince1970 / 86_400).rounded(.down))
    dice = SeededDice(seed: seed)
    for _ in 0..<families { live() }
    sell()
  }

  /// Days between purchases of a category, 16 to 105, by its name.
  private static func cycle(of category: String) -> Double {
    let mixed = category.utf8.reduce(UInt64(7)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return 16 + Double(mixed % 90)
  }

  /// One family from the day on which it comes.
  private mutating func live() {
    let person = PersonID(uuid: dice.id())
    // The child's age in months on the last day.
    let age = -2 + dice.share() * 38
    let (taste, zeal) = (Int(dice.next() % UInt64(Self.tastes)), 0.4 + dice.share() * 1.4)
    let comes = Int(dice.share() * Double(days) * 0.7)
    let byCategory = Dictionary(grouping: catalogue, by: \.category).sorted { $0.key < $1.key }
    let interests = byCategory.map { _ in dice.share() < 0.55 ? 0.5 + dice.share() : 0 }
    var usual: [String: CatalogueItem] = [:]
    for day in comes..<days {
      let months = Int((age - Double(days - 1 - day) / 30.4).rounded(.down))
      for (place, (category, items)) in byCategory.enumerated() where interests[place] > 0 {
        let chance = interests[place] * zeal / Self.cycle(of: category)
        guard dice.share() < chance else { continue }
        let fitting = items.filter { $0.ages.contains(months) }
        guard !fitting.isEmpty else { continue }
        let again = usual[category].flatMap { fitting.contains($0) ? $0 : nil }
        let chosen = dice.share() < 0.5 ? again : nil
        let item = chosen ?? pick(fitting, taste)
        usual[category] = item
        shop(item, among: fitting, person, day)
      }
    }
  }

  /// What a taste likes is taken four times as often; what stands first in the list more than the last.
  private mutating func pick(_ items: [CatalogueItem], _ taste: Int) -> CatalogueItem {
    let weights = items.enumerated().map { place, item in
      let mark = item.id.utf8.reduce(UInt64(3)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      let liking = Int(mark >> 20) % Self.tastes == taste ? 4.0 : 1
      return liking / Double(place + 2)
    }
    var left = dice.share() * weights.reduce(0, +)
    for (item, weight) in zip(items, weights) {
      left -= weight
      if left < 0 { return item }
    }
    return items[items.count - 1]
  }

  /// What rows showed, a look or two, and the purchase.
  private mutating func shop(
    _ item: CatalogueItem,
    among others: [CatalogueItem],
    _ person: PersonID,
    _ day: Int
  ) {
    let at = Double((today - days + day) * 86_400) + 25_200 + dice.share() * 50_000
    // Rows of which the first version of what is popular is the source; few are followed.
    if days - day <= 60 {
      var shown = (0..<5).map { _ in others[Int(dice.next() % UInt64(others.count))].id }
      if dice.share() < 0.2 { shown.append(item.id) }
      for id in Set(shown).sorted() {
        add(.impression(item: id, model: "popularity", modelVersion: 1), person, at - 900)
      }
    }
    let beside = others[Int(dice.next() % UInt64(others.count))]
    if dice.share() < 0.3 { add(.view(item: beside.id), person, at - 700) }
    if dice.share() < 0.6 { add(.view(item: item.id), person, at - 600) }
    let quantity = 1 + Int(dice.share() * 2.2)
    add(
      .purchase(item: item.id, quantity: quantity, amount: (item.price ?? 0) * Int64(quantity)),
      person,
      at
    )
  }

  private mutating func add(_ action: Signal.Action, _ person: PersonID, _ at: Double) {
    signals.append(
      Signal(
        id: SignalID(uuid: dice.id()),
        person: person,
        action: action,
        occurredAt: Date(timeIntervalSince1970: at)
      )
    )
  }

  /// What was bought, as pieces that left a place: an article of the same category.
  private mutating func sell() {
    let articles = Dictionary(grouping: shelf, by: \.category)
    let categories = Dictionary(catalogue.map { ($0.id, $0.category) }) { first, _ in first }
    for signal in signals {
      guard case .purchase(let item, let quantity, _) = signal.action,
        let some = categories[item].flatMap({ articles[$0] })
      else { continue }
      // The square favours the first, as shops have a few that sell and many that hardly do.
      let place = Int(dice.share() * dice.share() * Double(some.count))
      sold.append(
        SoldUnits(
          article: some[place].article,
          place: some[place].place,
          day: Int((signal.occurredAt.timeIntervalSince1970 / 86_400).rounded(.down)),
          units: quantity
        )
      )
    }
  }
}
