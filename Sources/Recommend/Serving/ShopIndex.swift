internal import TenantStore

/// What a shop sells, the most taken first, ready to be asked by name, by category and by age.
///
/// Made once for a version of the table. A request then looks only at what it shows and at those ages
/// that do not fit, as numbers side by side: it takes about as long for 20,000 products as for a thousand.
struct ShopIndex: Sendable {
  private struct Ages {
    let from: Int32
    let to: Int32
    let isBounded: Bool
  }

  /// The entries of the table, each as if it could be had: that is asked for with each request.
  private let entries: [PopularityTable.Entry]
  private let ages: [Ages]
  /// A number of each name, for lots.
  private let hashes: [UInt64]
  private let places: [String: Int]
  private let byCategory: [String: [Int]]
  private let byParent: [String: [Int]]
  /// How many somebody took; those that nobody took stand behind them.
  let taken: Int

  init(_ table: PopularityTable) {
    let entries = table.entries.map { entry in
      var item = entry.item
      item.isAvailable = true
      return PopularityTable.Entry(item: item, score: entry.score)
    }
    self.entries = entries
    ages = entries.map { entry in
      let ages = entry.item.ages
      return Ages(
        from: ages.from.map { Int32(clamping: $0) } ?? .min,
        to: ages.to.map { Int32(clamping: $0) } ?? .max,
        isBounded: ages.isBounded
      )
    }
    hashes = entries.map { ExplorationRule.number(of: $0.item.id) }
    places = Dictionary(entries.enumerated().map { ($1.item.id, $0) }) { first, _ in first }
    byCategory = Dictionary(grouping: entries.indices) { entries[$0].item.category }
    byParent = Dictionary(grouping: entries.indices) {
      entries[$0].item.parentCategory ?? entries[$0].item.category
    }
    taken = entries.firstIndex { $0.score <= 0 } ?? entries.count
  }

  var count: Int { entries.count }

  func item(_ place: Int) -> CatalogueItem { entries[place].item }

  func place(of id: String) -> Int? { places[id] }

  /// The places of a category, the most taken first.
  func places(in category: String) -> [Int] { byCategory[category] ?? [] }

  /// The first open places of some categories and of what belongs to them, the most taken first.
  func places(under categories: [String], count: Int, where isOpen: (Int) -> Bool) -> [Int] {
    let all = Set(categories.flatMap { (byCategory[$0] ?? []) + (byParent[$0] ?? []) })
    var found: [Int] = []
    for place in all.sorted() where found.count < count && isOpen(place) { found.append(place) }
    return found
  }

  /// The places that may be like an item: its category and what belongs to the same.
  func neighbours(of item: CatalogueItem) -> [Int] {
    let own = item.category.isEmpty ? [] : byCategory[item.category] ?? []
    let parent = item.parentCategory ?? item.category
    guard !parent.isEmpty, let near = byParent[parent] else { return own }
    return Set(own + near).sorted()
  }

  /// Whether an item may be shown as far as is known without asking.
  func isPromising(_ place: Int, to visitor: Visitor) -> Bool {
    let span = ages[place]
    guard
      visitor.ages.isEmpty
        || visitor.ages.contains(where: { Int(span.from) <= $0 && $0 < Int(span.to) })
    else { return false }
    return ShowableRule.isShowable(entries[place].item, to: visitor)
  }

  /// Whether an item is made for an age, and not for any.
  func isMade(_ place: Int, for months: Int) -> Bool {
    let span = ages[place]
    return span.isBounded && Int(span.from) <= months && months < Int(span.to)
  }

  /// Some of those that nobody took, by lot for a person and a day.
  func lots(
    _ count: Int,
    seed: UInt64,
    day: Int,
    where isOpen: (Int) -> Bool
  ) -> [Int] {
    ExplorationRule.choose(
      taken..<entries.count,
      count: count,
      seed: seed,
      day: day,
      numbers: hashes,
      where: isOpen
    )
  }
}
