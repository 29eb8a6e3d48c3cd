import Foundation
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Ids")
struct TimeOrderedIDsTests {
  @Test func `ids grow within a millisecond and when the clock steps back`() {
    let clock = TestClock(now: Date(timeIntervalSince1970: 1_790_000_000))
    let ids = TimeOrderedIDs(
      now: { clock.now },
      randomBytes: { count in (0..<count).map { _ in .random(in: 0...255) } }
    )
    var made: [TenantID] = []
    for round in 0..<3000 {
      if round % 1000 == 999 { clock.advance(by: -5) }
      made.append(TenantID(uuid: ids.next()))
    }
    #expect(Set(made).count == made.count)
    #expect(made == made.sorted())
  }

  @Test func `the version, the variant and the time are those of RFC 9562`() {
    let ids = TimeOrderedIDs(
      now: { Date(timeIntervalSince1970: 1_645_557_742) },
      randomBytes: { [UInt8](repeating: 0xFF, count: $0) }
    )
    let text = ids.next().uuidString
    #expect(text.hasPrefix("017F22E2-79B0-7"))
    #expect(["8", "9", "A", "B"].contains(text.dropFirst(19).prefix(1)))
  }

  @Test func `the shown form is read back and no other is`() throws {
    for _ in 0..<200 {
      let id = TenantID(uuid: UUID())
      #expect(TenantID(id.description) == id)
    }
    let id = TenantID(uuid: UUID())
    let shown = id.description
    #expect(SessionID(shown) == nil)
    #expect(TenantID(shown + "0") == nil)
    #expect(TenantID(shown.uppercased()) == nil)
    #expect(TenantID("ten_zzzzzzzzzzzzzzzzzzzzzzzzzz") == nil, "more than 128 bits")
    #expect(TenantID("ten_u0000000000000000000000000") == nil, "u is not of the alphabet")
  }
}

@Suite("Calendar dates")
struct CalendarDateTests {
  @Test func `the same instant is another day in another zone`() throws {
    let evening = Date(timeIntervalSince1970: 1_790_006_400)
    let shanghai = try #require(TimeZone(identifier: "Asia/Shanghai"))
    let honolulu = try #require(TimeZone(identifier: "Pacific/Honolulu"))
    #expect(CalendarDate(evening, in: shanghai).description == "2026-09-22")
    #expect(CalendarDate(evening, in: honolulu).description == "2026-09-21")
  }

  @Test(arguments: [
    (2024, 2, 29, true), (2026, 2, 29, false), (2026, 13, 1, false), (2026, 4, 31, false),
  ])
  func `only days that exist can be made`(_ year: Int, _ month: Int, _ day: Int, _ exists: Bool) {
    #expect((CalendarDate(year: year, month: month, day: day) != nil) == exists)
  }
}
