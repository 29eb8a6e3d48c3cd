import Foundation
import Recommend
import Testing

@Suite("Which channels brought an order")
struct AttributionRuleTests {
  private static let ordered = Date(timeIntervalSince1970: 1_789_953_300)

  private func touches(_ path: [(String, days: Double)]) -> [ChannelTouch] {
    path.map {
      ChannelTouch(channel: $0.0, at: Self.ordered.addingTimeInterval(-$0.days * 86_400))
    }
  }

  private func credits(_ path: [(String, days: Double)]) -> [String: Int] {
    let credits = AttributionRule.credits(of: touches(path), orderedAt: Self.ordered)
    return Dictionary(uniqueKeysWithValues: credits.map { ($0.channel, $0.share) })
  }

  private func last(_ path: [(String, days: Double)]) -> [String] {
    AttributionRule.credits(of: touches(path), orderedAt: Self.ordered)
      .filter(\.isLast).map(\.channel)
  }

  @Test func `the last arrival within the window has the whole order, and exactly one has it`() {
    #expect(last([("xhs", 3), ("search", 1), ("xhs", 20)]) == ["search"])
    #expect(last([("xhs", 30), ("search", 31)]) == ["xhs"], "the window is 30 days")
    #expect(last([("xhs", -1)]) == ["direct"], "what came after the order did not bring it")
    #expect(last([]) == ["direct"])
    #expect(last([("xhs", 2), ("xhs", 1)]) == ["xhs"])
  }

  @Test func `by position the ends have two fifths each, and those between the rest`() {
    #expect(credits([("a", 1)]) == ["a": 1_000_000])
    #expect(credits([("a", 2), ("b", 1)]) == ["a": 500_000, "b": 500_000])
    #expect(credits([("a", 3), ("b", 2), ("c", 1)]) == ["a": 400_000, "b": 200_000, "c": 400_000])
    #expect(
      credits([("a", 5), ("b", 4), ("a", 3), ("c", 2), ("a", 1)])
        == ["a": 866_667, "b": 66_667, "c": 66_666]
    )
    #expect(credits([]) == ["direct": 1_000_000])
  }

  @Test(arguments: 1...40) func `the shares of an order are the whole of it`(_ count: Int) {
    let path = (0..<count).map { ("c\($0 % 7)", days: Double($0) / 2) }
    #expect(credits(path).values.reduce(0, +) == AttributionRule.whole)
  }

  @Test func `a link names its channel by its code, or by source and medium`() {
    let cases: [(String?, String?, String?, String?)] = [
      ("XHS 01", "google", "cpc", "xhs-01"), (nil, "Google", "CPC", "google/cpc"),
      (nil, "小红书", nil, "小红书"), ("", nil, "cpc", nil), (nil, "(direct)", "(none)", nil),
      ("<script>", nil, nil, "script"), ("/", nil, nil, nil),
      (String(repeating: "a", count: 300), nil, nil, String(repeating: "a", count: 40)),
    ]
    for (code, source, medium, channel) in cases {
      #expect(
        ChannelRule.channel(code: code, source: source, medium: medium) == channel,
        "\(code ?? "-") \(source ?? "-")"
      )
    }
    #expect(ChannelRule.channel(named: "Google / CPC") == "google/cpc")
    #expect(ChannelRule.channel(named: "direct") == nil)
  }
}
