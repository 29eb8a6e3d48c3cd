import SmartService
import Testing

@Suite("Hostile and random messages")
struct UnderstandingPropertyTests {
  static let alphabet: [Unicode.Scalar] = Array(
    "没不发烧抽搐三十八点五度个月岁天，。！？ 120.5:/%孩子吞了电池嘴唇紫fever 38é가나ไข้дыхание\u{202E}\u{200B}\u{FE0F}\u{301}👶🏽🚑ＡＢ１２"
      .unicodeScalars
  )

  @Test func `folding twice changes nothing`() {
    var random = SplitMix(seed: 7)
    for _ in 0..<300 {
      let text = random.text(of: Self.alphabet, upTo: 60)
      let once = TextFolding.folded(text)
      #expect(TextFolding.folded(once) == once, "\(text.unicodeScalars.map(\.value))")
    }
  }

  @Test func `any message is assessed`() {
    var random = SplitMix(seed: 8)
    for _ in 0..<40 {
      let turns = (0..<3).map { _ in random.text(of: Self.alphabet, upTo: 80) }
      let whole = Triage.assess(conversation: turns)
      #expect(whole.level >= Triage.assess(conversation: Array(turns.prefix(2))).level)
    }
  }

  @Test func `what may have been said last is assessed as if it alone had been said`() {
    let earlier = ["宝宝才两个月", "有点鼻塞"]
    let said = ["刚才测了38.4", "没发烧", "叫不醒"]
    let together = Triage.assess(earlier: earlier, alternatives: said)
    for (last, found) in zip(said, together) {
      let alone = Triage.assess(conversation: earlier + [last])
      #expect(found.ruleID == alone.ruleID && found.newest?.id == alone.newest?.id)
      #expect(found.signs == alone.signs && found.highestCelsius == alone.highestCelsius)
    }
    #expect(Set(together.map(\.level)).count > 1)
  }

  @Test func `turns are read together up to a limit, always with the last`() {
    let long = String(repeating: "啊", count: ServiceQuestion.readLimit - 3)
    let cases: [([String], [String])] = [
      ([], []), (["a"], ["a"]), ([long, "bcd"], [long, "bcd"]), ([long, "bcde"], ["bcde"]),
      (["a", long + "bcde"], [long + "bcde"]), (["a", long, "b", "cd"], [long, "b", "cd"]),
    ]
    for (turns, expected) in cases { #expect(ServiceQuestion.newest(turns) == expected) }
  }

  @Test(arguments: [
    "", " ", "。。。", "👶🏽👶🏽🚑🔥", "\u{202E}\u{2066}\u{200F}", "38", "9".repeated(500),
    "。".repeated(900),
    "没".repeated(600), "孩子发烧38.5。".repeated(14_000), "\u{301}".repeated(300), "\0\u{1}\u{7F}",
  ])
  func `hostile messages do no harm`(_ text: String) {
    let result = Triage.assess(conversation: [text])
    #expect(result.level < .emergency)
  }

  @Test func `emergencies are found through width, case, tradition, marks and slips`() {
    for text in [
      "孩子吞了紐扣電池", "宝宝嘴唇发\u{200B}紫", "ＨＥ ＩＳ ＮＯＴ ＢＲＥＡＴＨＩＮＧ", "娃抽蓄了", "宝宝吞了扭扣电池",
      "bébé ne respire plus",
    ] {
      #expect(Triage.assess(conversation: [text]).level == .emergency, "\(text)")
    }
  }
}

extension String {
  /// The text many times.
  func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}

/// A small random source with a seed.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func text(of alphabet: [Unicode.Scalar], upTo length: Int) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int(next() % UInt64(length)) {
      text.append(alphabet[Int(next() % UInt64(alphabet.count))])
    }
    return String(text)
  }
}
