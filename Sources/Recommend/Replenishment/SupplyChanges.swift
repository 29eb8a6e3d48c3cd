public import TenantStore

extension SupplyPlanner {
  /// Notes how an article is bought; what is nil is as the shop usually has it.
  ///
  /// - Throws: ``RecommendRefusal`` with the code `supply_term_invalid` (`field`).
  public func setTerms(_ terms: SupplyTerms, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    if let field = terms.wrongField {
      throw RecommendRefusal(.supplyTermInvalid, details: ["field": .string(field)])
    }
    try await transaction.writeTerms(terms)
    func number(_ value: (some BinaryInteger)?) -> JSONValue {
      value.map { .integer(Int64($0)) } ?? .null
    }
    try await transaction.audit(
      "recommend.supply_terms_set",
      of: terms.article,
      by: actor,
      after: [
        "lead_days": number(terms.leadDays), "pack": number(terms.pack),
        "shelf_life_days": number(terms.shelfLifeDays), "unit_cost": number(terms.unitCost),
      ]
    )
  }

  /// Notes that goods were ordered and when they should come.
  ///
  /// - Parameters:
  ///   - article: The merchant's own number of the article.
  ///   - place: The short name of the place that they go to.
  ///   - units: Pieces, 1 to 1,000,000.
  ///   - days: Days until they should come, 0 to 365.
  ///   - tenant: The tenant, whose calendar counts.
  ///   - actor: Who ordered.
  ///   - transaction: Where it happens.
  /// - Returns: The order.
  /// - Throws: ``RecommendRefusal`` with the code `supply_term_invalid` (`field`).
  @discardableResult
  public func noteOrdered(
    _ article: String,
    to place: String,
    units: Int,
    inDays days: Int,
    _ tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> GoodsOnWayID {
    let checks = [
      ("article", (1...80).contains(article.unicodeScalars.count)),
      ("place", (1...80).contains(place.unicodeScalars.count)),
      ("units", (1...1_000_000).contains(units)), ("days", (0...365).contains(days)),
    ]
    if let field = checks.first(where: { !$0.1 })?.0 {
      throw RecommendRefusal(.supplyTermInvalid, details: ["field": .string(field)])
    }
    let id = GoodsOnWayID.make(in: transaction.environment)
    let today = SalesWeek.day(of: transaction.environment.now(), in: tenant.timeZone)
    try await transaction.insertGoods(id, article, place, units, today + days)
    try await transaction.audit(
      "recommend.goods_ordered",
      of: article,
      by: actor,
      after: [
        "id": .string(id.description), "place": .string(place), "units": .integer(Int64(units)),
      ]
    )
    return id
  }

  /// Notes that goods have come or will never come; what lies on the shelf is counted by the shop itself.
  ///
  /// Saying so again is refused.
  ///
  /// - Throws: ``RecommendRefusal`` with the code `goods_not_found`.
  public func close(_ goods: GoodsOnWayID, by actor: Actor, in transaction: TenantTransaction)
    async throws
  {
    guard try await transaction.closeGoods(goods) else { throw RecommendRefusal(.goodsNotFound) }
    try await transaction.audit("recommend.goods_closed", of: goods.description, by: actor)
  }
}
