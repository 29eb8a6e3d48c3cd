internal import TenantStore

/// The catalogue as the database has it, with the ids behind the merchant's names.
struct StoredCatalogue {
  var draft = CatalogueDraft()
  var categoryIDs: [String: CategoryID] = [:]
  var locationIDs: [String: LocationID] = [:]
  var productIDs: [String: ProductID] = [:]
  var skuIDs: [String: SKUID] = [:]
  /// SKUs that were taken out of their product; the draft does not have them.
  var withdrawn: [String: SKUDraft] = [:]
  var stockPlaces: Set<StockPlace> = []
}
