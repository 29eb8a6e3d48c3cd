public import TenantStore

/// Goods that a merchant gathers by a rule instead of one by one: `collections` in the settings.
///
/// A rule is looked up like any list, so that a product belongs to it as soon as it fits. Within one
/// field any value does; all fields that are there must hold.
public struct ProductCollection: Hashable, Sendable, Codable {
  /// The short name that stands in addresses.
  public var slug: String
  /// What shoppers read.
  public var name: LocalizedText
  /// Slugs of categories; what is below them belongs to them.
  public var categories: [String]?
  /// Brands as the catalogue writes them.
  public var brands: [String]?
  /// Materials.
  public var materials: [String]?
  /// Sizes or body heights.
  public var sizes: [String]?
  /// Safety classes or standards.
  public var safetyClasses: [String]?
  /// Codes of the shop's stages; one of their months must fit.
  public var stages: [String]?
  /// The least price as a decimal string in the tenant's currency.
  public var minimumPrice: String?
  /// The greatest price as a decimal string.
  public var maximumPrice: String?

  /// The values of a facet, one of which a product must have; none when any does.
  func values(of facet: ProductFacet) -> [String] {
    switch facet {
    case .category: categories ?? []
    case .brand: brands ?? []
    case .material: materials ?? []
    case .size: sizes ?? []
    case .safetyClass: safetyClasses ?? []
    }
  }

  /// Everything that is wrong with a rule, as the name of the field and what to do.
  func problems(stages known: [StorefrontSettings.Stage], currency: Currency?) -> [(String, String)]
  {
    var problems: [(String, String)] = []
    if !SlugRule.isSlug(slug) { problems.append(("slug", SlugRule.remedy)) }
    let hasRule =
      ProductFacet.allCases.contains { !values(of: $0).isEmpty } || stages?.isEmpty == false
      || minimumPrice != nil || maximumPrice != nil
    if !hasRule { problems.append(("slug", "has no rule; name what belongs to it")) }
    let codes = Set(known.map(\.code))
    for stage in stages ?? [] where !codes.contains(stage) {
      problems.append(("stages", "\"\(stage)\" is not one of the shop's stages"))
    }
    for (field, text) in [("minimumPrice", minimumPrice), ("maximumPrice", maximumPrice)] {
      guard let text, let currency else { continue }
      do throws(MoneyError) {
        if try Money(decimal: text, currency: currency).minorUnits < 0 {
          problems.append((field, "must not be negative"))
        }
      } catch {
        problems.append((field, error.description))
      }
    }
    return problems
  }
}

extension StorefrontSettings {
  /// The rule of a collection as a list takes it; nothing when there is no such collection.
  public func collectionRule(_ slug: String, currency: Currency) -> CollectionRule? {
    guard let collection = collections?.first(where: { $0.slug == slug }) else { return nil }
    func minor(_ text: String?) -> Int64? {
      text.flatMap { try? Money(decimal: $0, currency: currency).minorUnits }
    }
    return CollectionRule(
      collection: collection,
      ages: stages.filter { collection.stages?.contains($0.code) ?? false }.map(\.ages),
      minimumPrice: minor(collection.minimumPrice),
      maximumPrice: minor(collection.maximumPrice)
    )
  }
}

/// A collection's rule with its stages as months and its prices in minor units.
public struct CollectionRule: Hashable, Sendable {
  let collection: ProductCollection
  let ages: [AgeRange]
  let minimumPrice: Int64?
  let maximumPrice: Int64?
}
