import Foundation
import Storefront
import Testing

@Suite("Rules of reviews")
struct ReviewRuleTests {
  @Test(arguments: [
    ("很好用，宝宝喜欢", []), ("2026-11-29 收到，用了 3 天", []), ("尺码 90，身高 85cm，12 个月", []),
    ("从二〇二六年一月用到现在", []), ("买了 100000 件也不后悔", []),
    ("联系我 138 0013 8000", [ReviewHold.phoneNumber]), ("电话０５７１－５５５０－０１４２", [.phoneNumber]),
    ("一三八零零一三八零零零找我", [.phoneNumber]), ("call +62 812-3456-7890", [.phoneNumber]),
    ("看 https://t.example/a", [.link]), ("mail me: a.b@mail.example", [.link]),
    ("去 taobao.com 更便宜", [.link]), ("加微信 便宜买", [.contactAccount]),
    ("vx:abc_1234", [.contactAccount]), ("用了两天湿疹治好了", [.medicalClaim]),
    ("It cured his eczema", [.medicalClaim]), ("湿疹が治りました", [.medicalClaim]),
    ("Bisa menyembuhkan ruam", [.medicalClaim]),
    ("治愈了！加微信 13800138000", [.phoneNumber, .contactAccount, .medicalClaim]),
  ])
  func `what could harm somebody waits for a person, the rest does not`(
    text: String,
    holds: [ReviewHold]
  ) {
    #expect(ReviewModerationRule.holds(text) == holds)
  }

  @Test func `a text is decided by one table, and every decision can be taken back`() {
    let table: [(ReviewEvent, ReviewState, ReviewTransition.Outcome)] = [
      (.publish, .pending, .moves(.published)), (.publish, .published, .stays),
      (.publish, .rejected, .moves(.published)), (.publish, .hidden, .moves(.published)),
      (.reject, .pending, .moves(.rejected)), (.reject, .published, .refused),
      (.reject, .rejected, .stays), (.reject, .hidden, .refused),
      (.hide, .pending, .refused), (.hide, .published, .moves(.hidden)),
      (.hide, .rejected, .refused), (.hide, .hidden, .stays),
    ]
    #expect(table.count == ReviewEvent.allCases.count * ReviewState.allCases.count)
    for (event, state, outcome) in table {
      #expect(ReviewTransition.outcome(of: event, in: state) == outcome, "\(event) \(state)")
    }
  }

  private static let noon = Date(timeIntervalSince1970: 1_800_000_000)

  private func signals(
    _ neighbours: [ReviewSignalRule.Neighbour] = [],
    saying text: String = "包装完好，味道很淡，宝宝洗完皮肤不干",
    after delivery: TimeInterval = 3 * 86_400,
    reusesPicture: Bool = false
  ) -> [ReviewSignal] {
    ReviewSignalRule.signals(
      text: text,
      writtenAt: Self.noon,
      deliveredAt: Self.noon.addingTimeInterval(-delivery),
      hasSamePicture: reusesPicture,
      among: neighbours
    )
  }

  private func neighbour(
    _ text: String = "",
    ago: TimeInterval = 60,
    product: Bool = true,
    origin: Bool = false
  ) -> ReviewSignalRule.Neighbour {
    .init(
      text: text,
      writtenAt: Self.noon.addingTimeInterval(-ago),
      isSameProduct: product,
      isSameOrigin: origin
    )
  }

  @Test func `an ordinary review has no sign of being made up`() {
    #expect(signals() == [])
    #expect(signals([neighbour("很好用", ago: 9 * 86_400)], saying: "很好用") == [])
    #expect(signals(Array(repeating: neighbour(ago: 7_200), count: 9)) == [])
  }

  @Test func `each sign has its own cause`() {
    let own = neighbour(product: false, origin: true)
    #expect(signals([own, own]) == [])
    #expect(signals([own, own, own]) == [.burst])
    #expect(signals([own, own, neighbour(ago: 90_000, product: false, origin: true)]) == [])
    let same = neighbour("包装完好，味道很淡！宝宝洗完皮肤不干。", ago: 9 * 86_400)
    #expect(signals([same]) == [.sameText])
    #expect(signals(reusesPicture: true) == [.samePicture])
    #expect(signals(after: 599) == [.tooSoon])
    #expect(signals(after: 600) == [])
    let crowd = Array(repeating: neighbour(ago: 1_800), count: 5)
    #expect(signals(crowd) == [.oddTiming])
    #expect(signals(Array(crowd.dropLast())) == [])
    let usual = Array(repeating: neighbour(ago: 5 * 86_400), count: 6)
    #expect(signals(crowd + usual) == [])
  }

  @Test func `similarity is symmetric, one for the same letters, and zero for short texts`() {
    for _ in 0..<200 {
      let letters = Array("包装味道宝宝皮肤不干完好很淡洗")
      func text() -> String { String((0..<20).map { _ in letters.randomElement() ?? "包" }) }
      let (one, other) = (text(), text())
      let value = ReviewSignalRule.similarity(one, other)
      #expect(value == ReviewSignalRule.similarity(other, one))
      #expect((0...1).contains(value))
      let itself = ReviewSignalRule.similarity(one, one)
      #expect(itself == 1 || itself == 0)
    }
    #expect(ReviewSignalRule.similarity("很好用很喜欢", "很好用很喜欢") == 0)
  }

  @Test func `only what supports a review weighs more`() {
    #expect(ReviewWeightRule.weight(hasPictures: false, hasFollowUp: false) == 100)
    #expect(ReviewWeightRule.weight(hasPictures: true, hasFollowUp: false) == 150)
    #expect(ReviewWeightRule.weight(hasPictures: true, hasFollowUp: true) == 200)
  }
}
