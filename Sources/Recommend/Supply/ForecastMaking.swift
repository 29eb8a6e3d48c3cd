/// Makes a shop's forecasts and what they are worth; asks nobody.
struct ForecastMaking {
  /// Weeks that are foretold.
  static let horizon = 8
  /// Weeks that a backtest holds back.
  static let heldBack = 4
  /// Weeks of a past below which nothing can be tested.
  static let leastPast = 12

  let series: [DemandSeries]
  /// Categories by article.
  let categories: [String: String]

  /// The forecasts, by article and place.
  func forecasts() -> [SeriesForecast] {
    guard !series.isEmpty else { return [] }
    let forecaster = DemandForecaster(series.map(\.units), horizon: Self.horizon)
    return series.map { series in
      let weeks = forecaster.forecasts(series.units, periods: Self.horizon)
      return SeriesForecast(
        article: series.article,
        place: series.place,
        category: categories[series.article] ?? "",
        history: series.units.suffix(SeriesForecast.kept).map { Int($0) },
        means: weeks.map(\.mean),
        quantiles: weeks.map { week in SeriesForecast.levels.map { Int(week.quantile($0)) } }
      )
    }
  }

  /// What forecasts of four weeks ago would have been worth.
  func backtest() -> ForecastReport.Backtest? {
    let known = series.filter { $0.units.count > Self.heldBack }
    guard let longest = known.map(\.units.count).max(), longest >= Self.leastPast + Self.heldBack
    else { return nil }
    let pasts = known.map { Array($0.units.dropLast(Self.heldBack)) }
    let forecaster = DemandForecaster(pasts, horizon: Self.heldBack)
    var (sold, error, usual, total, within, below, weeks) = (0.0, 0.0, 0.0, 0.0, 0, 0, 0)
    for (series, past) in zip(known, pasts) {
      let forecasts = forecaster.forecasts(past, periods: Self.heldBack)
      let habit = LevelEstimates.mean(past.suffix(4))
      for (units, forecast) in zip(series.units.suffix(Self.heldBack), forecasts) {
        sold += units
        total += forecast.mean
        error += abs(units - forecast.mean)
        usual += abs(units - habit)
        let levels = SeriesForecast.levels.map { forecast.quantile($0) }
        if levels[0] <= units, units <= levels[4] { within += 1 }
        if units <= levels[3] { below += 1 }
        weeks += 1
      }
    }
    guard sold > 0 else { return nil }
    return ForecastReport.Backtest(
      series: known.count,
      error: error / sold,
      usualError: usual / sold,
      bias: (total - sold) / sold,
      withinBand: Double(within) / Double(weeks),
      belowHigh: Double(below) / Double(weeks)
    )
  }
}
