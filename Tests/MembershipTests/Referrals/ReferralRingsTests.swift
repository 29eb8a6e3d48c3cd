import Testing

@Suite("Invented referrals")
struct ReferralRingsTests {
  @Test(arguments: [1, 2])
  func `planted rings are found, and true referrals are left alone`(seed: Int) {
    let quality = ReferralRings(seed: UInt64(seed), honestInviters: 300).judged()
    #expect(quality.invented > 500 && quality.honest > 1_000)
    #expect(quality.recall >= 0.95, "\(quality)")
    #expect(quality.falsePositives <= 0.01, "\(quality)")
  }
}
