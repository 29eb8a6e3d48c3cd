internal import Foundation
public import TenantStore

/// Proposes items to a tenant's visitors and says why.
///
/// ## Topics
/// ### Rows
/// - ``rows(for:_:_:_:)``
/// ### The person's own
/// - ``tags(of:_:_:)``
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

    /// Supplies ports.
    public init(
      catalogue:
        @escaping @Sendable ([String]?, TenantSnapshot, any TenantQuerying) async throws ->
        [CatalogueItem] = { _, _, _ in [] }
    ) {
      self.catalogue = catalogue
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
    if let person = visitor.person {
      isPersonal = try await querying.isPersonalised(person)
      if isPersonal { history = try await querying.history(of: person) }
    }
    let now = querying.environment.now().timeIntervalSince1970
    let drafting = RowDrafting(
      visitor: visitor,
      context: context,
      history: history,
      isPersonal: isPersonal,
      models: try await servedModels(tenant, querying),
      explorationShare: settings.explores,
      kits: settings.growthKit,
      day: Int((now / 86_400).rounded(.down))
    )
    let drafts = drafting.drafts()
    let ids = Set(drafts.flatMap { $0.entries.map(\.item) }).sorted()
    guard !ids.isEmpty else { return [] }
    let facts = try await ports.catalogue(ids, tenant, querying)
    return RowComposition.rows(drafts, facts, visitor, count: context.count)
  }
}
