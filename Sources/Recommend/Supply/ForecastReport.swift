/// How far a shop's forecasts can be trusted, by what they would have said of weeks that have passed.
public struct ForecastReport: Hashable, Sendable, Codable {
  /// Four weeks that were held back.
  public struct Backtest: Hashable, Sendable, Codable {
    /// Series that had a past before.
    public let series: Int
    /// Sum of the distances between forecast and sale, by the sales.
    public let error: Double
    /// The same of the mean of the four weeks before, as many a merchant reckons.
    public let usualError: Double
    /// Forecasts less sales, by the sales.
    public let bias: Double
    /// The share of weeks within the band that should hold nine of ten.
    public let withinBand: Double
    /// The share of weeks at or below the level that four of five should not exceed.
    public let belowHigh: Double
  }

  /// What a way of ordering would have cost in stock and lost in sales.
  public struct FrontierPoint: Hashable, Sendable, Codable {
    /// The service that was asked for; nil for the rule of thumb.
    public let service: Double?
    /// The share of weeks with demand in which it was not met.
    public let stockOuts: Double
    /// Stock by what sells in a week.
    public let weeks: Double
  }

  /// Nothing when the past is too short.
  public let backtest: Backtest?
  /// From the leanest to the fullest, the rule of thumb last; empty when the past is too short.
  public let frontier: [FrontierPoint]
}
