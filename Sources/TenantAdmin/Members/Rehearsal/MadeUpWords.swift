internal import Membership
internal import TenantStore

/// What made-up families are called and say.
struct MadeUpWords: Sendable {
  /// On every one of them, so that nobody takes them for people.
  let tag: String
  let tags: [String]
  let nicknames: [String]
  let parents: [String]
  let street: String
  /// What is said with a score, by the least score for it; the highest first.
  let comments: [(from: Int, words: [String])]
  static let reasons = ["too_dear", "too_much", "moved", "other_need"]
  let campaigns: [MadeUpCampaign]
  let themes: [(title: String, source: FeedbackTheme.Source, note: String, release: String?)]

  /// Chinese where a shop is, else English.
  init(_ locales: [LanguageTag]) {
    self = locales.contains { $0.rawValue == "zh" } ? .chinese : .english
  }

  private init(
    tag: String,
    tags: [String],
    nicknames: [String],
    parents: [String],
    street: String,
    comments: [(from: Int, words: [String])],
    campaigns: [(name: String, message: String)],
    themes: [(title: String, source: FeedbackTheme.Source, note: String, release: String?)]
  ) {
    self.tag = tag
    self.tags = tags
    self.nicknames = nicknames
    self.parents = parents
    self.street = street
    self.comments = comments
    let facts = [("made-up-season", 75, 40), ("made-up-now", 12, 12)]
    self.campaigns = zip(campaigns, facts).map { words, facts in
      MadeUpCampaign(
        plan: CampaignPlan(code: facts.0, name: words.name, message: words.message),
        daysBack: facts.1,
        lasts: facts.2
      )
    }
    self.themes = themes
  }

  private static var chinese: Self {
    Self(
      tag: "示例",
      tags: ["门店", "企业微信", "老客转介"],
      nicknames: ["豆豆", "小满", "糯米", "石榴", "安安", "团团", "七七", "麦子", "晨晨", "小鱼", "桃桃", "米粒"],
      parents: ["妈妈", "妈妈", "妈妈", "爸爸", "外婆"],
      street: "示例市示例区示例路 %d 号",
      comments: [
        (9, ["客服很耐心，月龄提醒刚刚好。", "奶粉日期新，包装结实。", "第二天就到了，省心。", ""]),
        (7, ["东西不错，价格再低一点就好了。", "尺码偏小，换货倒是很快。", ""]),
        (0, ["到货比说的晚了三天。", "页面找不到退货入口。", "纸尿裤断码太久。", ""]),
      ],
      campaigns: [
        ("示例：换季关怀", "天凉了，看看宝宝这个月龄合穿的衣物。"),
        ("示例：会员日", "会员日：母乳期与辅食期的常备好物都在这里。"),
      ],
      themes: [
        ("退货入口难找", .survey, "六条评论提到", "2026.11"),
        ("大码纸尿裤常断货", .behaviour, "缺货登记最多的三个 SKU", nil),
        ("想要晚上的助产士时段", .interview, "三次访谈都提到", nil),
      ]
    )
  }

  private static var english: Self {
    Self(
      tag: "made-up",
      tags: ["shop", "chat", "by-a-friend"],
      nicknames: ["Bean", "Poppy", "Mika", "Sunny", "Teddy", "Olive", "Milo", "Pip"],
      parents: ["mum", "mum", "mum", "dad", "gran"],
      street: "%d Sample Road",
      comments: [
        (9, ["Patient service, reminders at the right time.", "Fresh dates, sturdy parcel.", ""]),
        (7, ["Good things, a little dear.", "Sizes run small.", ""]),
        (0, ["Came three days late.", "I could not find how to return.", ""]),
      ],
      campaigns: [
        ("Sample: change of season", "It gets cold: what fits your child this month."),
        ("Sample: members' day", "Members' day: what families need again and again."),
      ],
      themes: [
        ("Returns are hard to find", .survey, "six comments", "2026.11"),
        ("Large nappies are often sold out", .behaviour, "three SKUs", nil),
        ("Evening hours of the midwife", .interview, "three talks", nil),
      ]
    )
  }
}
