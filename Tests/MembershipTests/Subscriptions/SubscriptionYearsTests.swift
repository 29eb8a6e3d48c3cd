import Testing

@Suite("Years of subscriptions")
struct SubscriptionYearsTests {
  @Test(arguments: [1, 2, 3])
  func `each box is charged once, none is missed, none after the end`(seed: Int) {
    var years = SubscriptionYears(contracts: 60, days: 500, seed: UInt64(seed))
    let outcome = years.run()
    #expect(outcome.violations == [])
    #expect(outcome.charges > 300 && outcome.slots > 150 && outcome.silentCharges > 5)
  }
}
