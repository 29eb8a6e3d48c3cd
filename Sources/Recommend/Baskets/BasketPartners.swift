internal import Foundation

/// How strongly products in a basket speak for others: a linear model of baskets.
///
/// Each product is foreseen from all others in the same basket by least squares with a ridge, solved
/// for all products at once: with P = (XᵀX + λI)⁻¹, the weight of i for j is −Pᵢⱼ / Pⱼⱼ (Steck,
/// "Embarrassingly Shallow Autoencoders for Sparse Data", 2019). Unlike a confidence, it does not count
/// twice what two products of the basket say together. A basket counts the less the more is in it, because
/// in a week's shopping everything stands beside everything; and what is in every second basket is held
/// back a little, because it needs no partner. Memory and time are those of a dense matrix, so only
/// products with enough baskets take part.
public struct BasketPartners: Hashable, Sendable, Codable {
  /// How the model is fitted.
  public struct Settings: Hashable, Sendable, Codable {
    /// The share of all baskets in which a product must be, at least.
    public var leastShare: Double
    /// The most products that take part, those in most baskets.
    public var productLimit: Int
    /// The ridge λ, in baskets of one product, above 0.
    public var ridge: Float
    /// The exponent by which a basket counts less the more products it has, 0 or more.
    public var sizeExponent: Float
    /// The exponent by which a product's score falls with its share of baskets, 0 or more.
    public var popularityDiscount: Float

    /// Sets how the model is fitted; the defaults did best on three later months of groceries.
    public init(
      leastShare: Double = 0.001,
      productLimit: Int = 2_000,
      ridge: Float = 50,
      sizeExponent: Float = 0.5,
      popularityDiscount: Float = 0.1
    ) {
      self.leastShare = leastShare
      self.productLimit = productLimit
      self.ridge = ridge
      self.sizeExponent = sizeExponent
      self.popularityDiscount = popularityDiscount
    }
  }

  /// The products that take part, in rising order.
  public let products: [Int32]
  /// Where a product stands among those that take part.
  let places: [Int32: Int]
  private let weights: [Float]
  private let stride: Int

  /// Fits the model; O(products² of a basket + n³) for `n` products that take part.
  public init(_ log: BasketLog, settings: Settings = Settings()) {
    products = Self.frequent(log, settings)
    places = Dictionary(uniqueKeysWithValues: products.enumerated().map { ($1, $0) })
    let size = products.count
    let stride = (size + DenseRow.lanes - 1) & ~(DenseRow.lanes - 1)
    self.stride = stride
    var matrix = Self.together(log, places, stride, settings.sizeExponent)
    for place in 0..<size { matrix[place * stride + place] += settings.ridge }
    SymmetricInverse.invert(&matrix, size: size, stride: stride)
    let diagonal = (0..<size).map { matrix[$0 * stride + $0] }
    let discounts = Self.discounts(log, places, settings.popularityDiscount)
    for row in 0..<size {
      let line = row * stride
      for column in 0..<size {
        matrix[line + column] =
          row == column ? 0 : -matrix[line + column] / diagonal[column] * discounts[column]
      }
    }
    weights = matrix
  }

  /// How many baskets hold both products, for each pair that takes part; large ones count less.
  private static func together(
    _ log: BasketLog,
    _ places: [Int32: Int],
    _ stride: Int,
    _ sizeExponent: Float
  ) -> [Float] {
    var counts = [Float](repeating: 0, count: places.count * stride)
    for basket in 0..<log.products.rowCount {
      let own = log.products[basket].compactMap { places[$0] }
      let weight = powf(Float(max(1, own.count)), -sizeExponent)
      for one in own { for other in own { counts[one * stride + other] += weight } }
    }
    return counts
  }

  /// What each product's scores are multiplied by; 1 for a product of the usual share.
  private static func discounts(
    _ log: BasketLog,
    _ places: [Int32: Int],
    _ exponent: Float
  ) -> [Float] {
    var counts = [Float](repeating: 0, count: places.count)
    for product in log.products.columns {
      guard let place = places[product] else { continue }
      counts[place] += 1
    }
    let mean = max(1, counts.reduce(0, +) / Float(max(1, counts.count)))
    return counts.map { powf($0 / mean, -exponent) }
  }

  /// The score of each product that takes part, in the order of ``products``.
  func scores(_ basket: [Int32]) -> [Float] {
    var scores = [Float](repeating: 0, count: stride)
    guard stride > 0 else { return [] }
    scores.withUnsafeMutableBufferPointer { scores in
      weights.withUnsafeBufferPointer { weights in
        let (sum, rows) = (SharedNumbers(scores), SharedVectors(weights))
        for product in basket {
          guard let place = places[product] else { continue }
          DenseRow.add(rows.row(place, stride), times: 1, stride, to: sum.part(0, stride))
        }
      }
    }
    return Array(scores[..<products.count])
  }

  /// How much one product in a basket speaks for another; 0 when either takes no part.
  public func weight(of product: Int, for other: Int) -> Float {
    guard let row = places[Int32(truncatingIfNeeded: product)],
      let column = places[Int32(truncatingIfNeeded: other)]
    else { return 0 }
    return weights[row * stride + column]
  }

  /// What a product in a basket speaks for most, by falling weight; only weights above 0.
  public func partners(of product: Int, count: Int) -> [Recommendation] {
    guard let row = places[Int32(truncatingIfNeeded: product)] else { return [] }
    var best = TopItems(limit: count)
    for (place, other) in products.enumerated() where weights[row * stride + place] > 0 {
      best.offer(Int(other), weights[row * stride + place])
    }
    return best.ordered
  }

  /// The products in enough baskets, at most the limit; at least two baskets each.
  private static func frequent(_ log: BasketLog, _ settings: Settings) -> [Int32] {
    var counts = [Int](repeating: 0, count: log.productCount)
    for product in log.products.columns { counts[Int(product)] += 1 }
    let least = max(2, Int((settings.leastShare * Double(log.products.rowCount)).rounded(.up)))
    return counts.indices.filter { counts[$0] >= least }
      .sorted { (counts[$0], $1) > (counts[$1], $0) }
      .prefix(settings.productLimit).map { Int32($0) }.sorted()
  }
}
