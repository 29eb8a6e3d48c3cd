public import Foundation
public import TenantStore

/// Proposes items to a tenant's visitors and says why.
///
/// ## Topics
/// ### Rows
/// - ``rows(for:_:_:_:)``
/// - ``values(beside:_:_:)``
/// ### The person's own
/// - ``tags(of:_:_:)``
/// - ``persona(of:_:_:)``
///
/// ### What a merchant says
/// - ``setLabels(_:by:in:)``
/// - ``setCost(_:of:in:by:in:)``
/// - ``tag(_:_:by:in:)``
///
/// ### Beside goods
/// - ``developmentShelves(for:_:_:)``
/// - ``services(beside:ages:_:_:)``
/// - ``serviceShelves(for:_:_:)``
///
/// ### What came of it
/// - ``revenueMix(_:_:_:)``
/// - ``engagement(_:_:_:)``
/// - ``productAdvice(since:_:_:)``
///
/// ### Training
/// - ``requestTraining(in:)``
///
/// What shoppers do is told by `take`, whether they want recommendations of their own by
/// `setPersonalisation`, both operations of a transaction.
public struct Recommender: Sendable {
  /// What other modules may supply.
  public struct Ports: Sendable {
    /// The items with these ids, in any order, or all that the shop sells for nil; without it nothing
    /// is known of any item, and what is not known is not shown.
    ///
    /// It is asked with ids for every request, for at most some hundred, and without for a training.
    public var catalogue:
      @Sendable ([String]?, TenantSnapshot, any TenantQuerying) async throws -> [CatalogueItem]

    /// What is known of how good these items are, in any order; without it nothing is compared by what it
    /// gives for its price.
    ///
    /// It is asked for the page of an item that the shop compares, for at most some forty.
    public var quality:
      @Sendable ([String], TenantSnapshot, any TenantQuerying) async throws -> [GoodsQuality]

    /// The categories that the merchant's knowledge names for a child of so many months, before birth
    /// negative; without it nothing is said of any.
    public var suited:
      @Sendable (Int, TenantSnapshot, any TenantQuerying) async throws -> [SuitedCategory]

    /// What was sold from one instant to another, with what of it went back; without it nothing is known
    /// of the tenant's money.
    public var sold:
      @Sendable (Range<Date>, TenantSnapshot, any TenantQuerying) async throws -> [SoldLine]

    /// What people said of the shop since an instant.
    public var satisfaction:
      @Sendable (Date, TenantSnapshot, any TenantQuerying) async throws ->
        [SatisfactionFigure]

    /// What people said of products since an instant; without it no change of a product is proposed.
    public var remarks:
      @Sendable (Date, TenantSnapshot, any TenantQuerying) async throws -> [ProductRemark]

    /// What partners of the shop do beside what its settings name, such as its own experts.
    public var services:
      @Sendable (TenantSnapshot, any TenantQuerying) async throws -> [PartnerService]

    /// Supplies ports.
    public init(
      catalogue:
        @escaping @Sendable ([String]?, TenantSnapshot, any TenantQuerying) async throws ->
        [CatalogueItem] = { _, _, _ in [] },
      quality:
        @escaping @Sendable ([String], TenantSnapshot, any TenantQuerying) async throws ->
        [GoodsQuality] = { _, _, _ in [] },
      suited:
        @escaping @Sendable (Int, TenantSnapshot, any TenantQuerying) async throws ->
        [SuitedCategory] = { _, _, _ in [] },
      sold:
        @escaping @Sendable (Range<Date>, TenantSnapshot, any TenantQuerying) async throws ->
        [SoldLine] = { _, _, _ in [] },
      satisfaction:
        @escaping @Sendable (Date, TenantSnapshot, any TenantQuerying) async throws ->
        [SatisfactionFigure] = { _, _, _ in [] },
      remarks:
        @escaping @Sendable (Date, TenantSnapshot, any TenantQuerying) async throws ->
        [ProductRemark] = { _, _, _ in [] },
      services:
        @escaping @Sendable (TenantSnapshot, any TenantQuerying) async throws ->
        [PartnerService] = { _, _ in [] }
    ) {
      self.catalogue = catalogue
      self.quality = quality
      self.suited = suited
      self.sold = sold
      self.satisfaction = satisfaction
      self.remarks = remarks
      self.services = services
    }
  }

  let ports: Ports
  let cache = ModelCache()
  let untrained = UntrainedCatalogues()

  /// A recommender with its ports; it keeps models in memory, so make one for a process.
  public init(ports: Ports = Ports()) { self.ports = ports }

  /// Rows of items for somebody, each item once.
  ///
  /// Only what ``Ports/catalogue`` says can be had, suits the age of one of the children and may be
  /// promoted is shown. What was bought is not shown again except where it is due. Whoever has switched
  /// personalisation off gets what a stranger gets at the same place who names the same age, and nothing
  /// of theirs is read.
  ///
  /// - Parameters:
  ///   - visitor: For whom.
  ///   - context: Where the rows stand.
  ///   - tenant: The tenant with its settings.
  ///   - querying: The tenant's scope or a transaction; it only reads.
  /// - Returns: Rows with at least one item each, the most telling first; none for an empty shop.
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func rows(
    for visitor: Visitor,
    _ context: RowContext = RowContext(),
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [RecommendationRow] {
    let settings = try tenant.recommend
    var (isPersonal, history) = (true, [HistoryEntry]())
    var visitor = visitor
    if let person = visitor.person {
      isPersonal = try await querying.isPersonalised(person)
      if isPersonal { history = try await querying.history(of: person) }
      if !isPersonal { visitor.wishes = .none }
    }
    visitor = settings.placed(visitor, home: tenant.market.lowercased())
    let models = try await servedModels(tenant, querying, in: visitor.region?.code)
    var serving: [String] = []
    if let scenario = visitor.wishes.scenario {
      serving = try await querying.items(serving: scenario)
    }
    var suited: [Int: [String: String]] = [:]
    for months in visitor.ages.prefix(RowDrafting.agedRows) where context.page == nil {
      let named = try await ports.suited(months, tenant, querying)
      suited[months] = Dictionary(named.map { ($0.category, $0.source) }) { first, _ in first }
    }
    let now = querying.environment.now().timeIntervalSince1970
    let drafting = RowDrafting(
      visitor: visitor,
      context: context,
      history: history,
      isPersonal: isPersonal,
      models: models,
      explorationShare: settings.explores,
      kits: settings.growthKit,
      packs: settings.packs ?? [],
      serving: serving,
      suited: suited,
      day: Int((now / 86_400).rounded(.down))
    )
    var drafts = drafting.drafts()
    let policy = settings.value
    let compared = Set(
      context.page.flatMap { page in policy.map { models.everywhere.comparable(with: page, $0) } }
        ?? []
    )
    let ids = Set(drafts.flatMap { $0.entries.map(\.item) }).union(compared).sorted()
    guard !ids.isEmpty else { return [] }
    let facts = try await facts(of: ids, tenant, querying)
    if let page = context.page, let policy, !compared.isEmpty {
      let known = facts.filter { compared.contains($0.id) }
      let scores = try await values(beside: page, known, policy, tenant, querying)
      drafts.insert(RowDraft(scores, page: page, cart: context.cart), at: 1)
    }
    return RowComposition.rows(drafts, facts, visitor, count: context.count)
  }
}
