import SmartService
import Testing

/// What takes the urgency from a word, and what does not.
@Suite("Scopes of triage")
struct TriageScopeTests {
  @Test(arguments: [
    "没有抽搐", "不发烧也没吐，嘴唇不紫", "No fever, vomiting or rash", "抽过吗？没有", "Il ne vomit pas, pas de fièvre",
    "けいれんはありません", "경련은 없어요", "ไม่ชัก ไม่หอบ", "bé không co giật", "tidak kejang",
    "sin fiebre ni convulsiones",
    "судорог нет",
  ])
  func `what is denied raises nothing`(_ text: String) {
    #expect(assess(text).level < .urgent)
  }

  @Test(arguments: [
    "去年惊厥过一次，现在好好的", "两岁时吞过硬币，早拉出来了", "He had a seizure last year but is fine now",
    "hace dos años tuvo una convulsión",
  ])
  func `what is long over raises nothing`(_ text: String) {
    #expect(assess(text).level < .urgent)
  }

  @Test(arguments: [
    "如果误吞了纽扣电池怎么办", "怎么预防宝宝溺水", "What if my baby chokes?", "新生儿抽搐有哪些表现",
    "我家狗狗抽搐了", "洋娃娃发烧四十度不会动了", "纽扣电池的小夜灯还有货吗", "雾化器不出气没反应，能换吗",
  ])
  func `what is imagined, somebody else's or about goods raises nothing`(_ text: String) {
    #expect(assess(text).level < .urgent)
  }

  @Test(arguments: [
    "以前也抽过，可这回七八分钟了还没停下来", "没发烧，但是嘴唇发紫", "退货的事等会儿再说，娃现在喘得脖子窝都陷下去了",
    "不去碰他他就一动不动，两周大的宝宝，不吃奶", "快递的事先不说，孩子刚把纽扣电池吞了",
    "no fever but his lips are blue", "叫不醒", "Not breathing!",
  ])
  func `a sign beside them still counts`(_ text: String) {
    #expect(assess(text).level == .emergency)
  }

  @Test func `an age of one message and a fever of the next are read together`() {
    let result = Triage.assess(conversation: ["宝宝才两个月", "有点鼻塞", "刚才测了38.4"])
    #expect(result.ruleID == "fever.under3months")
    #expect(result.ageDays == 61)
    #expect(result.highestCelsius == 38.4)
  }

  @Test func `nothing that is said later lowers the level`() {
    let result = Triage.assess(conversation: ["孩子刚吞了纽扣电池", "没事了，订单什么时候发货"])
    #expect(result.level == .emergency)
  }

  @Test func `nothing that was told in a long conversation or message is forgotten`() {
    let turns = ["孩子刚吞了纽扣电池"] + Array(repeating: "在吗", count: 60)
    #expect(Triage.assess(conversation: turns).level == .emergency)
    let talk = String(repeating: "订单的事情等一下再说。", count: 180)
    #expect(assess(talk + "宝宝嘴唇发紫。" + talk.prefix(1_500)).level == .emergency)
  }

  @Test func `an older child of the profile does not hide a newborn of the text`() {
    let result = Triage.assess(conversation: ["小的才两个月，38.5度"], childAgeDays: 1_500)
    #expect(result.ruleID == "fever.under3months")
  }

  @Test(arguments: ["我家新生儿发烧38.5", "才生下来没几天就烧到38.5度"])
  func `an older child of the profile does not hide a newborn told in words`(_ text: String) {
    #expect(Triage.assess(conversation: [text], childAgeDays: 1_100).ruleID == "fever.under3months")
    #expect(
      Triage.assess(conversation: ["老大3岁", text]).ruleID == "fever.under3months"
    )
  }

  @Test func `a feast of long ago makes no child younger`() {
    let text = "满月的时候打过疫苗，现在38.5度"
    #expect(Triage.assess(conversation: [text], childAgeDays: 1_100).ageDays == 1_100)
    #expect(Triage.assess(conversation: ["刚出生的时候有点黄疸"], childAgeDays: 900).ageDays == 900)
  }

  /// What fires while no age is known fires too where only an end of it is told.
  @Test func `an upper end of an age silences no rule`() {
    for text in ["大便灰白", "宝宝大便灰白"] {
      let unknown = assess(text)
      for end in ["不到一岁", "两岁以内", "under 2 years old"] {
        #expect(assess("\(end)，\(text)").ruleID == unknown.ruleID, "\(end)，\(text)")
      }
      #expect(unknown.ruleID == "stool.pale")
    }
  }

  private func assess(_ text: String) -> TriageResult {
    Triage.assess(conversation: [text])
  }
}
