/// What a shop knows of how good an item is, and of how much of it there is for which price.
public struct GoodsQuality: Hashable, Sendable {
  /// One choice of the item that can be bought.
  public struct Offer: Hashable, Sendable {
    /// What it costs everybody, in minor units.
    public let price: Int64
    /// How much it holds, by how that is counted: grams, millilitres or pieces; never 0.
    public let content: [UnitBasis: Double]

    /// Describes a choice.
    public init(price: Int64, content: [UnitBasis: Double] = [:]) {
      self.price = price
      self.content = content
    }
  }

  /// The item.
  public let item: String
  /// How many who received it rated it.
  public let reviews: Int
  /// Their mean, 1 to 5; nil without a review.
  public let stars: Double?
  /// How many pieces were sold.
  public let sold: Int
  /// How many of them came back for a fault.
  public let returned: Int
  /// How many kinds of proof hold for it now: an inspection of a lot that is sold, a certificate.
  public let proofs: Int
  /// What can be bought of it.
  public let offers: [Offer]

  /// Describes an item.
  public init(
    item: String,
    reviews: Int = 0,
    stars: Double? = nil,
    sold: Int = 0,
    returned: Int = 0,
    proofs: Int = 0,
    offers: [Offer]
  ) {
    self.item = item
    self.reviews = reviews
    self.stars = stars
    self.sold = sold
    self.returned = returned
    self.proofs = proofs
    self.offers = offers
  }

  /// The lowest price of a unit in minor units; nil where no choice says how much it holds.
  func unitPrice(_ basis: UnitBasis) -> Double? {
    offers.compactMap { offer -> Double? in
      guard offer.price > 0 else { return nil }
      guard basis != .item else { return Double(offer.price) }
      guard let content = offer.content[basis], content > 0, content.isFinite else { return nil }
      return Double(offer.price) / content * basis.unit
    }
    .min()
  }
}

/// By what goods of a category are compared.
public enum UnitBasis: String, Hashable, Sendable, Codable, CaseIterable {
  /// By 100 grams.
  case mass
  /// By 100 millilitres.
  case volume
  /// By the piece in a pack.
  case count
  /// As they are.
  case item

  /// How much a unit is, in grams, millilitres or pieces.
  var unit: Double {
    switch self {
    case .mass, .volume: 100
    case .count, .item: 1
    }
  }
}
