import Foundation
import SmartService
import TenantStore
import Testing

@Suite("Settings of customer service")
struct ServiceSettingsTests {
  private func problems(_ json: String) throws -> [String] {
    let settings = try JSONDecoder().decode(SmartServiceSettings.self, from: Data(json.utf8))
    let document = TenantDocument(
      tenant: "nursery",
      name: LocalizedText([:]),
      hosts: ["nursery.localhost"],
      locales: [LanguageTag(rawValue: "zh")].compactMap { $0 },
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: [:]
    )
    return settings.problems(in: document).map { $0.path.joined(separator: ".") }
  }

  @Test func `an answer may take a tenth of a second to a minute`() throws {
    for (milliseconds, isRight) in [(99, false), (100, true), (60_000, true), (60_001, false)] {
      let found = try problems("{\"answerMilliseconds\": \(milliseconds)}")
      #expect(found == (isRight ? [] : ["answerMilliseconds"]), "\(milliseconds)")
    }
  }

  private func expert(
    code: String = "dr-lin",
    checkedOn: String = "2026-10-08",
    shift: String = "19:00-21:00"
  ) -> String {
    """
    {"code": "\(code)", "name": {"zh": "林医生"}, "profession": {"zh": "儿科主治医师"},
     "licence": {"number": "1", "issuer": "卫健委", "checkedOn": "\(checkedOn)", "checkedBy": "王"},
     "hours": [{"days": [2], "shifts": ["\(shift)"]}]}
    """
  }

  @Test func `experts are shown with a licence that somebody looked up`() throws {
    #expect(try problems("{\"experts\": [\(expert())]}") == [])
    #expect(
      try problems("{\"experts\": [\(expert(code: "Dr Lin", checkedOn: "spring"))]}")
        == ["experts.0.code", "experts.0.licence.checkedOn"]
    )
    #expect(
      try problems("{\"experts\": [\(expert(shift: "21:00-19:00"))]}")
        == ["experts.0.hours.0.shifts"]
    )
    #expect(try problems("{\"experts\": [\(expert()), \(expert())]}") == ["experts"])
    #expect(throws: DecodingError.self) {
      try problems("{\"experts\": [{\"code\": \"x\", \"name\": {}, \"profession\": {}}]}")
    }
  }

  @Test(arguments: [
    ("\"minutes\": 5", "minutes"), ("\"minutes\": 20, \"aheadDays\": 0", "aheadDays"),
    ("\"minutes\": 20, \"holdMinutes\": 4000", "holdMinutes"),
    ("\"minutes\": 20, \"noticeMinutes\": -1", "noticeMinutes"), ("\"minutes\": 20", nil),
  ])
  func `time that cannot be booked is told`(_ values: String, _ field: String?) throws {
    let talk = ", \"consultation\": {\"sku\": \"T\", \(values)}}"
    let told = try problems("{\"experts\": [\(expert().dropLast())\(talk)]}")
    #expect(told == (field.map { ["experts.0.consultation.\($0)"] } ?? []))
  }

  @Test func `an expert answers in own hours, and not on the shop's holidays`() throws {
    let json = "{\"experts\": [\(expert())], \"holidays\": [\"2026-12-01\"]}"
    let settings = try JSONDecoder().decode(SmartServiceSettings.self, from: Data(json.utf8))
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    // Monday, 30 November 2026, noon in Shanghai; the Tuesday after it is a holiday.
    let monday = Date(timeIntervalSince1970: 1_796_011_200)
    let next = settings.experts?.first?.nextMoment(after: monday, of: settings, in: zone)
    #expect(next == Date(timeIntervalSince1970: 1_796_011_200 + 8 * 86_400 + 7 * 3_600))
  }

  @Test func `ready answers have a name and words in each language`() throws {
    let good = "{\"replies\": [{\"name\": {\"zh\": \"查\"}, \"text\": {\"zh\": \"好\"}}]}"
    let bad = "{\"replies\": [{\"name\": {\"zh\": \"\"}, \"text\": {}}]}"
    #expect(try problems(good) == [])
    #expect(try problems(bad) == ["replies.0.name", "replies.0.text"])
  }
}
