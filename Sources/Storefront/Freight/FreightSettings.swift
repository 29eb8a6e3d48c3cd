internal import TenantStore

extension StorefrontSettings.Freight {
  /// What delivery costs for some goods, by region.
  public struct Template: Hashable, Sendable, Codable {
    /// The merchant's name of it.
    public var name: String
    /// Short names of categories whose goods it prices; holds for what is below them.
    public var categories: [String]?
    /// Short names of products that it prices, before any template by category.
    public var products: [String]?
    /// What is counted: `weight` in grams, or `count` of pieces.
    public var by: String
    /// The regions; exactly one, without regions of its own, is for everywhere else.
    public var zones: [Zone]
  }

  /// What delivery to some regions costs.
  public struct Zone: Hashable, Sendable, Codable {
    /// Codes of provinces or cities, `33` or `3301`; a longer code is a part of a shorter one.
    public var regions: [String]?
    /// Whether nothing is delivered there.
    public var unserved: Bool?
    /// How many grams or pieces the first fee is for.
    public var first: Int?
    /// The first fee as a decimal string.
    public var firstFee: String?
    /// For how many further grams or pieces the additional fee is.
    public var additional: Int?
    /// The additional fee as a decimal string.
    public var additionalFee: String?
    /// From which sum of these goods on delivery there is free.
    public var freeOver: String?
    /// From how many pieces of these goods on delivery there is free.
    public var freeFrom: Int?
  }
}

extension StorefrontSettings {
  /// What is wrong with the freight templates.
  func freightTemplateProblems(_ currency: Currency) -> [SettingsProblem] {
    var claimed: Set<String> = []
    return (freight.templates ?? []).enumerated().flatMap { index, template in
      let path = ["freight", "templates", "\(index)"]
      var problems: [SettingsProblem] = []
      func note(_ key: [String], _ message: String) {
        problems.append(SettingsProblem(path: path + key, message: message))
      }
      if !["weight", "count"].contains(template.by) {
        note(["by"], "must be \"weight\" or \"count\"")
      }
      let goods = (template.categories ?? []) + (template.products ?? []).map { "product \($0)" }
      if goods.isEmpty { note([], "names no categories and no products; name what it is for") }
      for name in goods where !claimed.insert(name).inserted {
        note([], "\"\(name)\" belongs to an earlier template already")
      }
      let others = template.zones.filter { $0.regions?.isEmpty ?? true }.count
      if others != 1 {
        note(["zones"], "needs exactly one zone without regions, for everywhere else")
      }
      var regions: Set<String> = []
      for (place, zone) in template.zones.enumerated() {
        let key = ["zones", "\(place)"]
        for region in zone.regions ?? [] {
          if region.isEmpty || !ContactRule.isRegion(region) {
            note(key + ["regions"], "\"\(region)\" is no code of a region")
          }
          if !regions.insert(region).inserted {
            note(key + ["regions"], "\"\(region)\" stands twice in this template")
          }
        }
        for (field, message) in zone.problems(currency) { note(key + [field], message) }
      }
      return problems
    }
  }
}

extension StorefrontSettings.Freight.Zone {
  /// The keys that are wrong, with what is wrong.
  fileprivate func problems(_ currency: Currency) -> [(String, String)] {
    if unserved == true { return [] }
    var problems: [(String, String)] = []
    for (key, value) in [("first", first), ("additional", additional)] {
      guard let value else {
        problems.append((key, "is missing"))
        continue
      }
      if !(1...1_000_000).contains(value) {
        problems.append((key, "must be a whole number from 1 to 1000000"))
      }
    }
    if let freeFrom, !(1...1_000_000).contains(freeFrom) {
      problems.append(("freeFrom", "must be a whole number from 1 to 1000000"))
    }
    let fees = [
      ("firstFee", firstFee, true), ("additionalFee", additionalFee, true),
      ("freeOver", freeOver, false),
    ]
    for (key, text, isRequired) in fees {
      guard let text else {
        if isRequired { problems.append((key, "is missing")) }
        continue
      }
      do throws(MoneyError) {
        if try Money(decimal: text, currency: currency).minorUnits < 0 {
          problems.append((key, "must not be negative"))
        }
      } catch {
        problems.append((key, error.description))
      }
    }
    return problems
  }
}
