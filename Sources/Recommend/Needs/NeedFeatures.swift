import Foundation

/// The numbers by which a pair of household and category is judged.
struct NeedFeatures {
  /// The place of the feature that is 1 when the household has bought the category before.
  static let isKnown = 0
  /// The place of the log-odds by purchases per trip alone.
  static let priorLogOdds = 4
  /// How many features there are.
  static let width = 48

  let history: PurchaseHistory
  let snapshot: NeedSnapshot
  let future: FutureRegression
  /// Days ahead that are asked for.
  let horizon: Float

  /// Fills the rows of all categories of one household.
  func fill(_ household: Int, _ rows: inout [Float]) {
    let width = Self.width
    let count = history.groups.count
    let person = snapshot.statistics.households[household]
    var foresight = [Float](repeating: 0, count: count)
    future.scores(snapshot.signals, row: household, household: household, into: &foresight)
    var (strongest, mean) = (foresight, foresight)
    snapshot.lift.fill(snapshot.signals, row: household, strongest: &strongest, mean: &mean)
    rows.withUnsafeMutableBufferPointer { rows in
      for category in 0..<count {
        let row = UnsafeMutableBufferPointer(
          rebasing: rows[category * width..<(category + 1) * width]
        )
        row.update(repeating: 0)
        fillCommon(household, person, category, foresight[category], row)
        fillPair(nil, person, category, household, row)
        row[46] = strongest[category]
        row[47] = mean[category]
      }
      PairHistory.forEach(history.events(of: household), before: snapshot.statistics.day) {
        let row = UnsafeMutableBufferPointer(rebasing: rows[$0 * width..<($0 + 1) * width])
        fillPair($1, person, $0, household, row)
      }
    }
  }

  private func fillCommon(
    _ household: Int,
    _ person: PanelStatistics.Household,
    _ category: Int,
    _ foresight: Float,
    _ row: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = snapshot.statistics.categories[category]
    row[20] = logOdds(kind.share90)
    row[21] = log(kind.share30 / kind.share90)
    row[22] = logOdds(kind.repeatShare)
    row[23] = logOdds(kind.adoption)
    row[24] = log(kind.purchasesPerBuyer + 0.1)
    row[25] = log1p(person.trips30)
    row[26] = log1p(person.trips90)
    row[27] = log1p(person.tripsPerQuarter)
    row[28] = log1p(person.daysSinceTrip)
    row[29] = log1p(person.breadth90)
    row[30] = log((person.discoveries + 1) / (person.breadth90 + 5))
    row[31] = log1p(person.valuePerTrip)
    row[32] = log1p(min(person.daysSinceFirstTrip, 90))
    let affinity = snapshot.affinity.scores[household * history.groups.count + category]
    row[33] = affinity
    row[34] = log(max(affinity, 0) + 0.01)
    row[35] = foresight
    row[36] = logOdds(min(max(foresight, 0.002), 0.998))
    row[39] = log1p(person.trips90 * kind.share90)
  }

  private func fillPair(
    _ pair: PairHistory?,
    _ person: PanelStatistics.Household,
    _ category: Int,
    _ household: Int,
    _ row: UnsafeMutableBufferPointer<Float>
  ) {
    let kind = snapshot.statistics.categories[category]
    let group = history.groups[category]
    let inGroup =
      snapshot.groupPurchases[household * snapshot.groups + group]
      - (pair?.decayed90 ?? 0)
    row[37] = log1p(max(inGroup, 0))
    row[38] = log(
      (max(inGroup, 0) + 0.3) / (snapshot.groupShares[group] * person.decayedTrips + 0.3)
    )
    let decayed = pair?.decayed90 ?? 0
    let exposure = PairHistory.exposure(
      days: min(snapshot.statistics.length, person.daysSinceFirstTrip + 7)
    )
    let perDay = (kind.dayShape + decayed) / (kind.dayRate + exposure)
    let perTrip = (kind.tripShape + decayed) / (kind.tripRate + person.decayedTrips)
    let expectedTrips = (person.decayedTrips + 1) / (exposure + 8) * horizon
    row[1] = log(perDay * horizon)
    row[2] = log(perTrip * expectedTrips)
    row[3] = logOdds(1 - pow(1 + horizon / (kind.dayRate + exposure), -(kind.dayShape + decayed)))
    row[4] = logOdds(
      1
        - pow(
          1 + expectedTrips / (kind.tripRate + person.decayedTrips),
          -(kind.tripShape + decayed)
        )
    )
    let total = pair?.count ?? 0
    row[42] = log((kind.tripShape + total) / (kind.tripRate + person.trips) * expectedTrips)
    guard let pair else {
      row[6] = log1p(Float(180))
      return
    }
    row[Self.isKnown] = 1
    let quarter = 90 / min(max(30, snapshot.statistics.length), 365)
    row[43] = log1p(pair.count * quarter)
    row[44] = log1p(pair.decayed365 * quarter)
    row[45] = log1p(pair.countBefore90)
    row[5] = min(pair.count, 3)
    row[6] = log1p(min(pair.daysSinceLast, 180))
    row[7] = log1p(pair.decayed30)
    row[8] = log1p(decayed)
    row[9] = log1p(pair.count45)
    row[10] = pair.count > 1 ? min(pair.daysSinceLast / max(pair.meanGap, 3), 8) : 2
    row[11] = pair.count > 1 ? log1p(min(pair.meanGap, 60)) : log1p(Float(60))
    row[12] = pair.count > 2 ? pair.gapDeviation / max(pair.meanGap, 1) : 1
    row[13] = pair.months
    row[14] = log1p(pair.count90)
    row[15] = log1p(pair.count30)
    row[16] = min(pair.count14, 2)
    row[17] = log(pair.quantity / pair.count + 0.5)
    row[18] = log(pair.value / pair.count + 0.5)
    row[19] = log((pair.count45 + 0.5) / (pair.count90 - pair.count45 + 0.5))
    row[40] = log1p(min(pair.daysSinceFirst, 90))
    row[41] = pair.count == 1 ? 1 : 0
  }

  private func logOdds(_ probability: Float) -> Float {
    let bounded = min(max(probability, 1e-5), 1 - 1e-5)
    return log(bounded / (1 - bounded))
  }
}
