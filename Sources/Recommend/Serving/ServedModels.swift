internal import TenantStore

/// What is served to a tenant's visitors, ready to be asked.
struct ServedModels: Sendable {
  /// What can be shown, the most taken first.
  let shop: ShopIndex
  /// The same in the order in which all families take it.
  let everywhere: ShopIndex
  let popularityVersion: Int?
  let ranking: (model: ItemRanking, numbers: [String: Int], version: Int)?
  let partners: (table: PartnerTable, version: Int)?
  let needs: (table: NeedTable, version: Int)?
}

extension Recommender {
  /// The served models of a tenant, from the cache where they were read before.
  ///
  /// A model of another layout than this build's, or one that cannot be read, counts as none, so that a
  /// shop goes on with less until the next training. Before the first one the catalogue stands for what is popular.
  ///
  /// - Parameters:
  ///   - tenant: The tenant.
  ///   - querying: The tenant's scope or a transaction.
  ///   - region: The code of the region whose families say what is popular; nil for all of them.
  /// - Returns: The models.
  /// - Throws: What the ports and the database throw.
  func servedModels(
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying,
    in region: String? = nil
  ) async throws -> ServedModels {
    let served = try await querying.servedModels()
    let popularity = try await model(PopularityTable.self, served, querying) { RegionalShops($0) }
    let ranking = try await model(ItemRanking.self, served, querying) { NumberedRanking($0) }
    let partners = try await model(PartnerTable.self, served, querying) { $0 }
    let needs = try await model(NeedTable.self, served, querying) { $0 }
    let shops: RegionalShops
    if let popularity {
      shops = popularity.model
    } else {
      shops = RegionalShops(try await untrainedCatalogue(tenant, querying))
    }
    return ServedModels(
      shop: shops.shop(of: region),
      everywhere: shops.everywhere,
      popularityVersion: popularity?.version,
      ranking: ranking.map { ($0.model.ranking, $0.model.numbers, $0.version) },
      partners: partners.map { ($0.model, $0.version) },
      needs: needs.map { ($0.model, $0.version) }
    )
  }

  /// What the shop sells, in no order, for a shop that has not trained yet.
  private func untrainedCatalogue(_ tenant: TenantSnapshot, _ querying: any TenantQuerying)
    async throws -> ShopIndex
  {
    let now = querying.environment.now()
    if let shop = untrained.shop(of: tenant.id, at: now) { return shop }
    let items = try await facts(of: nil, tenant, querying)
    let shop = ShopIndex(PopularityTable(items, scores: [:]))
    untrained.keep(shop, of: tenant.id, at: now)
    return shop
  }

  /// What a shop sells, in the order in which each region takes it.
  private struct RegionalShops: Sendable {
    let everywhere: ShopIndex
    private let regions: [String: ShopIndex]

    init(_ table: PopularityTable) {
      everywhere = ShopIndex(table)
      let seen = (table.regions ?? [:]).keys.compactMap { code in
        table.seen(from: code).map { (code, ShopIndex($0)) }
      }
      regions = Dictionary(seen) { first, _ in first }
    }

    /// What a shop sells that has not trained yet.
    init(_ shop: ShopIndex) {
      everywhere = shop
      regions = [:]
    }

    func shop(of region: String?) -> ShopIndex { region.flatMap { regions[$0] } ?? everywhere }
  }

  /// A ranking with the numbers of its items by name, which are found once.
  private struct NumberedRanking: Sendable {
    let ranking: ItemRanking
    let numbers: [String: Int]

    init(_ ranking: ItemRanking) {
      self.ranking = ranking
      numbers = Dictionary(ranking.items.enumerated().map { ($1, $0) }) { first, _ in first }
    }
  }

  private func model<Model: TrainedModel, Ready: Sendable>(
    _ type: Model.Type,
    _ served: [ServedModel],
    _ querying: any TenantQuerying,
    _ prepare: (Model) -> Ready
  ) async throws -> (model: Ready, version: Int)? {
    guard
      let wanted = served.first(where: { $0.kind == Model.kind && $0.format == Model.format })
    else { return nil }
    let key = ModelCache.Key(
      tenant: querying.tenant,
      kind: wanted.kind,
      version: wanted.version
    )
    if let ready = cache.model(key, as: Ready.self) { return (ready, wanted.version) }
    guard let content = try await querying.modelContent(wanted.version, of: wanted.kind),
      let model = try? Model(content: content)
    else { return nil }
    let ready = prepare(model)
    cache.keep(ready, key)
    return (ready, wanted.version)
  }
}
