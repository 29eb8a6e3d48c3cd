import Foundation
import Storefront
import Testing

@Suite("Times that people type")
struct CivilTimeRuleTests {
  @Test(
    arguments: [
      ("2026-12-01", "2026-11-30T16:00:00Z"), ("2026-12-01 00:00", "2026-11-30T16:00:00Z"),
      ("2026-12-01 10:30", "2026-12-01T02:30:00Z"), ("2026-12-01 24:00", nil), ("2026-02-30", nil),
      ("2026-12-01 9:00", nil), ("2026-12-01 10:30:00", nil), ("", nil),
    ] as [(String, String?)]
  )
  func `midnight may be written out, as a browser does`(_ text: String, _ instant: String?) throws {
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    #expect(CivilTimeRule.instant(text, in: zone)?.ISO8601Format() == instant)
  }

  @Test func `what the clocks skip is no time`() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    #expect(CivilTimeRule.instant("2026-03-29 02:30", in: zone) == nil)
    #expect(CivilTimeRule.instant("2026-03-29 03:30", in: zone) != nil)
  }
}
