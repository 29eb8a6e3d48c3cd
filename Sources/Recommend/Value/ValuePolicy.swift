public import TenantStore

/// Which goods a shop compares by what they give for their price.
public struct ValuePolicy: Hashable, Sendable, Codable {
  /// By the short name of a category, what its goods are compared by; others are not compared.
  ///
  /// What stands for breast milk and medicines are never compared, whatever stands here.
  public var categories: [String: UnitBasis]

  /// Chooses categories.
  public init(categories: [String: UnitBasis]) { self.categories = categories }

  /// By what an item is compared with those of its own category; nil where it is not.
  ///
  /// A comparison by stars and price is advertising: China's Advertising Law, article 20, and the WHO's
  /// Code, article 5, let none be made for what stands for breast milk; medicines are not compared either
  /// (Advertising Law, article 16).
  public func basis(of item: CatalogueItem) -> UnitBasis? {
    guard item.restriction == .none, !item.category.isEmpty else { return nil }
    return categories[item.category] ?? item.parentCategory.flatMap { categories[$0] }
  }
}

extension Recommender {
  /// How many goods are compared at most, those that are taken most.
  static let comparedGoods = 40
  /// How many are shown.
  static let shownValues = 4

  /// What goods that can stand for an item give for their price; none where the shop does not compare
  /// them.
  ///
  /// Compared is what is of the same category, for an age in common, and can be had now. It is the same
  /// for whoever asks.
  ///
  /// - Parameters:
  ///   - item: The item.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: The scores, the best first, the item's own among them.
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func values(
    beside item: String,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [ValueScore] {
    guard let policy = try tenant.recommend.value else { return [] }
    let shop = try await servedModels(tenant, querying).everywhere
    let ids = shop.comparable(with: item, policy)
    guard !ids.isEmpty else { return [] }
    let facts = try await facts(of: ids, tenant, querying)
    return try await values(beside: item, facts, policy, tenant, querying)
  }

  /// The same by what is known of the goods already.
  func values(
    beside item: String,
    _ facts: [CatalogueItem],
    _ policy: ValuePolicy,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [ValueScore] {
    guard let own = facts.first(where: { $0.id == item }), let basis = policy.basis(of: own) else {
      return []
    }
    let others = facts.filter {
      $0.id != item && $0.isAvailable && $0.category == own.category
        && policy.basis(of: $0) == basis && $0.ages.overlaps(own.ages)
    }
    let ids = ([own] + others.sorted { $0.id < $1.id }.prefix(Self.comparedGoods)).map(\.id)
    guard ids.count >= ValueRule.leastGoods else { return [] }
    return ValueRule.scores(try await ports.quality(ids, tenant, querying), by: basis)
  }
}

extension ShopIndex {
  /// An item and those of its category that are taken most; none where it is not compared.
  func comparable(with item: String, _ policy: ValuePolicy) -> [String] {
    guard let place = place(of: item), policy.basis(of: self.item(place)) != nil else { return [] }
    let others = places(in: self.item(place).category).lazy.filter { $0 != place }
    return [item] + others.prefix(Recommender.comparedGoods).map { self.item($0).id }
  }
}
