extension ProductRow {
  /// What a product gives for its price, with the parts that make it.
  public struct Value: Hashable, Sendable {
    /// Of what the price is.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
      /// Of 100 grams.
      case mass
      /// Of 100 millilitres.
      case volume
      /// Of a piece in a pack.
      case count
      /// Of the product as it is.
      case item
    }

    /// How many who received it rated it.
    public let reviews: Int
    /// Their mean, 1 to 5; nil without a review.
    public let stars: Double?
    /// How many pieces were sold.
    public let sold: Int
    /// How many of them came back for a fault.
    public let returned: Int
    /// How many kinds of proof hold for it now.
    public let proofs: Int
    /// Of what the price is.
    public let unit: Unit
    /// What a unit costs everybody, in minor units.
    public let unitPrice: Double
    /// Quality for the price; 100 is the middle of what is compared.
    public let index: Double

    /// Describes a product.
    public init(
      reviews: Int,
      stars: Double?,
      sold: Int,
      returned: Int,
      proofs: Int,
      unit: Unit,
      unitPrice: Double,
      index: Double
    ) {
      self.reviews = reviews
      self.stars = stars
      self.sold = sold
      self.returned = returned
      self.proofs = proofs
      self.unit = unit
      self.unitPrice = unitPrice
      self.index = index
    }
  }
}
