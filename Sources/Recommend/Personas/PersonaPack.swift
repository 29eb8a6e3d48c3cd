public import TenantStore

/// A way of living with children that a shop serves with a pack of its own, such as little time between
/// work and home, or much time together.
public struct PersonaPack: Hashable, Sendable, Codable {
  /// The most packs of a shop.
  public static let limit = 8

  /// The short name, 1 to 40 small letters, digits and hyphens.
  public var code: String
  /// What families read.
  public var name: LocalizedText
  /// The short names of categories that speak for it when a family looks into them.
  public var signs: [String]
  /// The situations that speak for it when goods serve them.
  public var scenarios: [Scenario]?
  /// The places of the pack, 1 to 8.
  public var slots: [GrowthKit.Slot]
  /// The most that it costs, in minor units.
  public var budget: Int64

  /// Describes a pack.
  public init(
    code: String,
    name: LocalizedText,
    signs: [String],
    scenarios: [Scenario]? = nil,
    slots: [GrowthKit.Slot],
    budget: Int64
  ) {
    self.code = code
    self.name = name
    self.signs = signs
    self.scenarios = scenarios
    self.slots = slots
    self.budget = budget
  }

  /// Whether an item speaks for it.
  func isSign(_ item: CatalogueItem) -> Bool {
    signs.contains(item.category) || item.parentCategory.map(signs.contains) ?? false
      || scenarios.map { !(item.labels?.scenarios ?? []).isDisjoint(with: $0) } ?? false
  }

  static func problems(_ packs: [Self]) -> [SettingsProblem] {
    func problem(_ field: String, _ message: String) -> SettingsProblem {
      SettingsProblem(path: ["packs", field], message: message)
    }
    var problems: [SettingsProblem] = []
    if packs.count > limit { problems.append(problem("code", "must be at most \(limit)")) }
    if Set(packs.map(\.code)).count != packs.count {
      problems.append(problem("code", "stands twice"))
    }
    for pack in packs {
      let isCode =
        (1...40).contains(pack.code.utf8.count) && pack.code != PersonaWish.none.text
        && pack.code.utf8.allSatisfy {
          (97...122).contains($0) || (48...57).contains($0) || $0 == 45
        }
      if !isCode { problems.append(problem("code", "must be small letters, digits and hyphens")) }
      if pack.name.texts.isEmpty { problems.append(problem("name", "must say what families read")) }
      if pack.signs.isEmpty, pack.scenarios?.isEmpty ?? true {
        problems.append(problem("signs", "must name categories, or scenarios, that speak for it"))
      }
      if !(1...8).contains(pack.slots.count) || pack.slots.contains(where: \.categories.isEmpty) {
        problems.append(problem("slots", "must be 1 to 8 with categories"))
      }
      if pack.budget <= 0 { problems.append(problem("budget", "must be above 0")) }
    }
    return problems
  }
}
