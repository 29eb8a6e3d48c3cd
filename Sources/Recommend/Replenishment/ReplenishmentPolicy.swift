import Foundation

/// Says how much of an article to order when orders are placed once a week.
///
/// A base stock (Silver, Pyke and Thomas, Inventory and Production Management, 6): enough for the lead
/// time and the week until the next order, at a quantile of negative binomial demand. The mean is half
/// smoothed, half that of 13 weeks; the variance is that of 26 weeks, drawn towards a usual one. How high
/// the quantile is follows what a unit more costs and saves: see ``baseStock(for:)``.
public struct ReplenishmentPolicy: Sendable {
  /// How fast the smoothed half of the mean follows; 0.1 by default.
  public var rate = 0.1
  /// Of how many weeks the usual variance has the weight; 20 by default.
  public var shrinkage = 20.0
  /// The usual variance, in means; 1.6 by default.
  public var usualDispersion = 1.6
  /// What a lack costs at a service of 0, in units held over four weeks; 8 by default.
  public var lackCost = 8.0
  /// How many times rarer than the service a lack of an article that sells every week must not be
  /// missed; 4 by default.
  public var slack = 4.0

  /// The price of a usual article; nothing by default.
  ///
  /// Dearer ones are held more sparingly, by the root of their price; without it all are held alike.
  public var typicalPrice: Double?

  /// The policy with its defaults, which were chosen by simulation.
  public init() {}

  /// Units to order now: whole packs that lift stock and pipeline to the base stock, or 0.
  public func orderQuantity(for request: ReplenishmentRequest) -> Double {
    let missing = baseStock(for: request) - max(request.onHand, 0) - request.pipeline
    guard missing > 1e-9 else { return 0 }
    return (missing / request.pack - 1e-9).rounded(.up) * request.pack
  }

  /// Units in the house and on their way right after an order.
  ///
  /// Another unit is worth its place while it prevents a lack often enough: the chance that demand over
  /// the protected weeks is just that unit, times the chance that a week has demand at all, against
  /// what a lack costs in units held. So fast articles get high quantiles and slow ones do not fill the
  /// shelf. An article with demand in every week never gets less than a quantile near the service.
  public func baseStock(for request: ReplenishmentRequest) -> Double {
    let week = weeklyDemand(request.history)
    guard week.mean > 0 else { return 0 }
    let weeks = Double(request.leadTimeWeeks + 1)
    let demand = NegativeBinomial(mean: weeks * week.mean, variance: weeks * week.variance)
    let active = 1 - week.cumulative(0)
    let lackCost = self.lackCost / (1 - request.service)
    let least = demand.quantile(max(0, 1 - slack * (1 - request.service)) * active)
    // Over more weeks demand spreads, and each count is rarer by the root of their number.
    let worth = active * lackCost * (weeks / 4).squareRoot() / dearness(request.price)
    return max(least, demand.lastCount(ofProbability: 1 / worth))
  }

  private func dearness(_ price: Double) -> Double {
    guard let typicalPrice, typicalPrice > 0, price > 0 else { return 1 }
    return (price / typicalPrice).squareRoot()
  }

  /// Expected demand of a week and how it varies; nothing is expected without a history.
  func weeklyDemand(_ history: [Double]) -> NegativeBinomial {
    guard !history.isEmpty else { return NegativeBinomial(mean: 0, variance: 0) }
    let smoothed = Smoothing.level(history[...], rate: rate)
    let mean = (smoothed + LevelEstimates.mean(history.suffix(13))) / 2
    let recent = history.suffix(26)
    let middle = LevelEstimates.mean(recent)
    let squares = recent.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let weight = Double(recent.count) + shrinkage
    return NegativeBinomial(
      mean: mean,
      variance: (squares + shrinkage * usualDispersion * mean) / weight
    )
  }
}
