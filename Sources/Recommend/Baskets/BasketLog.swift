/// Baskets that were bought: by whom, when, and what was in them.
public struct BasketLog: Sendable {
  /// The products of each basket.
  public let products: SparseRows
  /// Who bought each basket; nil for nobody known.
  public let households: [Int?]
  /// The day of each basket, counted from any day.
  public let days: [Int]
  /// How many products there are; numbers run from 0.
  public let productCount: Int

  /// Notes baskets.
  ///
  /// - Parameters:
  ///   - baskets: The products of each basket in any order; a repeated product counts once.
  ///   - households: Who bought each basket, from 0; nil for nobody known. As many as baskets.
  ///   - days: The day of each basket. As many as baskets.
  ///   - productCount: How many products there are.
  /// - Throws: ``InteractionsError`` when a product is not among `productCount`.
  public init(baskets: [[Int]], households: [Int?], days: [Int], productCount: Int)
    throws(InteractionsError)
  {
    precondition(
      baskets.count == households.count && baskets.count == days.count,
      "each basket has a household and a day"
    )
    let pairs = baskets.enumerated().flatMap { place, products in
      products.map { (user: place, item: $0) }
    }
    products = try Interactions(
      pairs: pairs,
      userCount: baskets.count,
      itemCount: productCount
    ).byUser
    self.households = households
    self.days = days
    self.productCount = productCount
  }
}
