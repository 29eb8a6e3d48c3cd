import Foundation

/// Entries and questions of merchants' knowledge, the same in every run: a thing, what is asked of it,
/// and for which age.
enum ServiceKnowledge {
  private static let things = [
    "米粉", "果泥", "肉泥", "蛋黄", "面条", "酸奶", "奶酪", "水果", "蔬菜", "钙片",
    "奶粉", "奶瓶", "奶嘴", "牙胶", "牙刷", "水杯", "吸管杯", "餐椅", "餐具", "口水巾",
    "纸尿裤", "湿巾", "护臀膏", "爽身粉", "沐浴露", "洗发水", "润肤霜", "防晒霜", "棉签", "指甲剪",
    "吸鼻器", "体温计", "蚊帐", "驱蚊液", "睡袋", "枕头", "摇篮", "围栏", "婴儿车", "安全座椅",
    "背带", "连体衣", "帽子", "袜子", "鞋子", "玩具", "绘本", "积木", "学步车", "爬行垫",
  ]
  /// As the entry asks, and as a parent does.
  private static let kinds = [
    ("什么时候可以开始用", "几个月能用上啊"), ("怎么选", "选哪种好呢"), ("一天用几次", "一天几回合适"),
    ("可以天天用吗", "天天用行不行"), ("怎么清洗", "咋洗干净"), ("要注意什么", "有啥要小心的"),
    ("多久换一次", "隔多久换新的"), ("用多大的", "买多大合适"), ("怎么保存", "放哪儿好"),
    ("宝宝不喜欢怎么办", "他不肯用咋办"),
  ]
  private static let ages = [
    ("三个月", 0, 179), ("八个月", 180, 364), ("一岁半", 365, 729), ("三岁", 730, 2_190),
  ]

  /// So many entries there are.
  static var count: Int { things.count * kinds.count * ages.count }

  private static func parts(_ number: Int) -> (thing: String, kind: (String, String), age: Int) {
    (
      things[number % things.count], kinds[number / things.count % kinds.count],
      number / (things.count * kinds.count) % ages.count
    )
  }

  /// What a parent asks that an entry answers.
  static func question(_ number: Int) -> String {
    let (thing, kind, age) = parts(number)
    return "我家娃\(ages[age].0)了，\(thing)\(kind.1)"
  }

  /// `knowledge.csv` with the first so many entries.
  static func csv(_ count: Int) -> String {
    let rows = (0..<count).map { number in
      let (thing, kind, place) = parts(number)
      let age = ages[place]
      return [
        "entry-\(number)", "\(age.0)的宝宝\(thing)\(kind.0)？",
        "\(age.0)左右，\(thing)\(kind.0)要看宝宝自己；第 \(number) 条的说明以包装为准。", "样例 \(number)",
        "\(age.0)\(thing)\(kind.1)|给宝宝用\(thing)，\(kind.0)", "\(age.1)", "\(age.2)", "样例",
      ].joined(separator: ",")
    }
    let head = "slug,question,answer,source,similar,min_age_days,max_age_days,reviewer"
    return ([head] + rows).joined(separator: "\n") + "\n"
  }
}
