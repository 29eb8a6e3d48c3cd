public import TenantStore

/// A market that a shop serves, with what must hold of goods there.
public struct ShopRegion: Hashable, Sendable, Codable {
  /// The market, ISO 3166-1 in lower case.
  public var code: String
  /// The languages of the shop's visitors who belong to it; a language belongs to one region.
  public var locales: [String]
  /// What goods must be certified as there: some of ``GoodsRequirement/codes``.
  public var requires: [String]?
  /// One of these languages must stand on a label there; any does when it is left out.
  public var labels: [String]?
  /// The short names of categories that are not served there.
  public var closed: [String]?
  /// The regions whose families are most like those here, for what is popular.
  public var like: [String]?

  /// Describes a region.
  public init(
    code: String,
    locales: [String],
    requires: [String]? = nil,
    labels: [String]? = nil,
    closed: [String]? = nil,
    like: [String]? = nil
  ) {
    self.code = code
    self.locales = locales
    self.requires = requires
    self.labels = labels
    self.closed = closed
    self.like = like
  }

  /// Whether the market takes an item, apart from what it ``requires`` and where the item may be sold.
  func takes(_ item: CatalogueItem) -> Bool {
    let names = [item.category, item.parentCategory].compactMap(\.self)
    guard closed.map({ Set($0).isDisjoint(with: names) }) ?? true else { return false }
    return labels.map { !(item.labels?.languages ?? []).isDisjoint(with: $0) } ?? true
  }
}

/// Something that must be certified of goods of some categories.
public struct GoodsRequirement: Hashable, Sendable {
  /// What can be required.
  public static let codes = ["halal"]

  /// What must be certified, as ``ItemLabels/traits`` says it.
  public let trait: String
  /// The short names of the categories of which it is required; of all goods when empty.
  public let categories: Set<String>

  /// Requires something.
  public init(trait: String, categories: Set<String> = []) {
    self.trait = trait
    self.categories = categories
  }

  /// Whether an item may be shown where it is required.
  func isMet(by item: CatalogueItem) -> Bool {
    let names = [item.category, item.parentCategory].compactMap(\.self)
    guard categories.isEmpty || !categories.isDisjoint(with: names) else { return true }
    return item.labels?.traits.contains(trait) ?? false
  }
}

extension RecommendSettings {
  /// The region to which a visitor of a language belongs; nil where none is named for it.
  package func region(of locale: String?) -> ShopRegion? {
    guard let locale, let regions else { return nil }
    return regions.first { $0.locales.contains(locale) }
  }

  /// A visitor with what must hold of goods for them: what they wish and what their market demands.
  ///
  /// - Parameters:
  ///   - visitor: Who.
  ///   - home: The shop's own market, for whoever belongs to no region.
  /// - Returns: The visitor as rules judge it.
  package func placed(_ visitor: Visitor, home: String? = nil) -> Visitor {
    var visitor = visitor
    visitor.region = region(of: visitor.locale)
    visitor.market = visitor.region?.code ?? home
    let wanted = visitor.wishes.requires.union(visitor.region?.requires ?? [])
    visitor.requirements = Set(
      wanted.map {
        GoodsRequirement(trait: $0, categories: Set(requirements?[$0] ?? []))
      }
    )
    return visitor
  }

  /// What a visitor of the shop can require of goods.
  public var offeredRequirements: [String] {
    let named = Set((requirements ?? [:]).keys).union((regions ?? []).flatMap { $0.requires ?? [] })
    return GoodsRequirement.codes.filter(named.contains)
  }

  var regionProblems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func note(_ field: String, _ message: String) {
      problems.append(SettingsProblem(path: ["regions", field], message: message))
    }
    let known = regions ?? []
    let codes = known.map(\.code)
    if codes.contains(where: { ItemLabels(markets: [$0]).problem != nil }) {
      note("code", "must be two small letters, such as id")
    }
    if Set(codes).count != codes.count { note("code", "stands twice") }
    let locales = known.flatMap(\.locales)
    if known.contains(where: \.locales.isEmpty) || Set(locales).count != locales.count {
      note("locales", "must name languages, each in one region")
    }
    if known.contains(where: { !Set($0.requires ?? []).isSubset(of: GoodsRequirement.codes) }) {
      note("requires", "must be some of: \(GoodsRequirement.codes.joined(separator: ", "))")
    }
    if known.contains(where: { !Set($0.like ?? []).isSubset(of: codes) || $0.labels == [] }) {
      note("like", "must name regions, and labels languages")
    }
    if !Set((requirements ?? [:]).keys).isSubset(of: GoodsRequirement.codes) {
      problems.append(
        SettingsProblem(
          path: ["requirements"],
          message: "must be some of: \(GoodsRequirement.codes.joined(separator: ", "))"
        )
      )
    }
    return problems
  }
}

extension TenantSnapshot {
  /// The code of the region to which a language belongs; nil where the shop names none for it, or has no
  /// recommendations.
  public func recommendRegion(of locale: LanguageTag) -> String? {
    (try? recommend)?.region(of: locale.rawValue)?.code
  }

  /// A language as ``Visitor/locale`` has it: nil where the shop names no regions, so that it does not
  /// tell visitors apart.
  public func recommendLocale(_ locale: LanguageTag) -> String? {
    (try? recommend)?.regions == nil ? nil : locale.rawValue
  }
}
