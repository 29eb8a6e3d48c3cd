import Foundation
import Membership
import Testing

@Suite("Growth against the WHO standards")
struct GrowthRuleTests {
  private func score(
    _ indicator: GrowthIndicator,
    _ measures: GrowthMeasures,
    _ sex: ChildSex,
    _ age: Int
  ) -> GrowthScore? {
    GrowthRule.scores(of: measures, sex: sex, ageInDays: age).first { $0.indicator == indicator }
  }

  @Test func `the published medians at birth have a score of nothing and lie in the middle`()
    throws
  {
    // WHO Child Growth Standards, tables at birth: 3.2322 kg and 49.1477 cm of girls, 33.8787 cm.
    let girl = GrowthMeasures(
      grams: 3_232,
      millimetres: 491,
      posture: .lying,
      headMillimetres: 339
    )
    let weight = try #require(score(.weightForAge, girl, .female, 0))
    #expect(weight.score == 0 && abs(weight.percentile - 50) < 0.1 && !weight.isImplausible)
    #expect(try #require(score(.lengthForAge, girl, .female, 0)).score == -0.03)
    #expect(try #require(score(.headForAge, girl, .female, 0)).score == 0.02)
  }

  @Test func `weight beyond three deviations is measured in the last whole one`() throws {
    // Girls of 365 days: the third deviation of weight below the median lies at 6.0 kg or so; every
    // further deviation is as wide as the one from -2 to -3.
    let light = try #require(score(.weightForAge, GrowthMeasures(grams: 5_000), .female, 365))
    let lighter = try #require(score(.weightForAge, GrowthMeasures(grams: 4_900), .female, 365))
    let lightest = try #require(score(.weightForAge, GrowthMeasures(grams: 4_800), .female, 365))
    #expect(light.score < -3)
    #expect(abs((light.score - lighter.score) - (lighter.score - lightest.score)) <= 0.011)
  }

  @Test func `a length under two years is taken lying, a height from two years on standing`()
    throws
  {
    func length(_ posture: GrowthMeasures.Posture, _ age: Int, _ millimetres: Int = 850) -> Double?
    {
      let measures = GrowthMeasures(millimetres: millimetres, posture: posture)
      return score(.lengthForAge, measures, .male, age)?.score
    }
    #expect(length(.standing, 730) == length(.lying, 730, 857))
    #expect(length(.lying, 731) == length(.standing, 731, 843))
    #expect(length(.lying, 730) != length(.lying, 731, 850))
  }

  @Test func `what no child measures is flagged`() throws {
    let heavy = try #require(score(.weightForAge, GrowthMeasures(grams: 30_000), .male, 200))
    #expect(heavy.isImplausible && heavy.score > 5)
    let short = GrowthMeasures(millimetres: 450, posture: .lying)
    #expect(try #require(score(.lengthForAge, short, .male, 400)).isImplausible)
  }

  @Test func `nothing is compared before birth, after 1,856 days, and weight not with oedema`() {
    let measures = GrowthMeasures(grams: 9_000, millimetres: 740, posture: .lying)
    #expect(GrowthRule.scores(of: measures, sex: .male, ageInDays: -1).isEmpty)
    #expect(GrowthRule.scores(of: measures, sex: .male, ageInDays: 1_857).isEmpty)
    #expect(!GrowthRule.scores(of: measures, sex: .male, ageInDays: 1_856).isEmpty)
    let swollen = GrowthRule.scores(of: measures, sex: .male, ageInDays: 365, hasOedema: true)
    #expect(swollen.map(\.indicator) == [.lengthForAge])
  }

  @Test func `a heavier child has a higher score, everywhere`() {
    var random = SeededGenerator(state: 3)
    for _ in 0..<500 {
      let age = Int.random(in: 0...1_856, using: &random)
      let sex: ChildSex = Bool.random(using: &random) ? .female : .male
      let grams = Int.random(in: 1_000...40_000, using: &random)
      let low = score(.weightForAge, GrowthMeasures(grams: grams), sex, age)
      let high = score(.weightForAge, GrowthMeasures(grams: grams + 200), sex, age)
      #expect((low?.score ?? 0) < (high?.score ?? 0), "\(age) \(sex) \(grams)")
    }
  }
}
