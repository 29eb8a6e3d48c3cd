import Recommend
import Testing

@Suite("The rhythm that series share")
struct CommonRhythmTests {
  @Test func `its length and its size are found`() throws {
    let rhythm = CommonRhythm(
      (0..<60).map { DemandForecastTests.monthly(seed: UInt64($0), periods: 40) }
    )

    let length = try #require(rhythm.length)
    #expect(abs(length - 4.35) < 0.1)
    // The last period is number 39, and the crest nearest to it number 39.15.
    #expect(abs(rhythm.factor(0) - 1.25) < 0.06)
    #expect(rhythm.factor(2) < 0.85)
  }

  @Test func `series without one have none`() {
    let found = (0..<30).filter { draw in
      let series = (0..<40).map {
        DemandForecastTests.noisy(seed: UInt64(1_000 * draw + $0), mean: 9)
      }
      return CommonRhythm(series).length != nil
    }

    #expect(found.count <= 1, "\(found)")
  }

  @Test func `a shared growth is none`() {
    let series = (0..<40).map { seed -> [Double] in
      let steady = DemandForecastTests.noisy(seed: UInt64(seed), mean: 20)
      return steady.indices.map { steady[$0] * (1 + Double($0) / 20) }
    }

    #expect(CommonRhythm(series).length == nil)
  }

  @Test func `few series or short ones have none`() {
    let series = (0..<60).map { DemandForecastTests.monthly(seed: UInt64($0), periods: 40) }

    #expect(CommonRhythm(Array(series.prefix(19))).length == nil)
    #expect(CommonRhythm(series.map { Array($0.prefix(23)) }).length == nil)
    #expect(CommonRhythm([]).factor(3) == 1)
  }

  @Test func `a history without it is what is left when it is divided out`() {
    let rhythm = CommonRhythm(
      (0..<60).map { DemandForecastTests.monthly(seed: UInt64($0), periods: 40) }
    )

    let levelled = rhythm.levelled((-9...0).map { 50 * rhythm.factor($0) })

    #expect(levelled.allSatisfy { abs($0 - 50) < 1e-9 })
  }
}
