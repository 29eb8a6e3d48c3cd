/// What of a product people complain of.
public enum ComplaintAttribute: String, Hashable, Sendable, CaseIterable {
  /// It lets out what it should hold.
  case leak
  /// It is too large or too small.
  case size
  /// It smells.
  case smell
  /// Skin does not bear it.
  case skin
  /// It does not taste good.
  case taste
  /// It is packed badly.
  case packing
  /// It breaks, or came broken.
  case strength
  /// It is old, spoilt or near its date.
  case freshness
  /// It is hard to use or to understand.
  case use
  /// It is not what was said of it.
  case description
}

/// The words by which people complain, by attribute; each of them is a complaint by itself.
///
/// Chinese words are looked for as they stand. English ones are whole words; a star at the end stands for
/// any ending.
enum ComplaintLexicon {
  static let chinese: [ComplaintAttribute: [String]] = [
    .leak: [
      "侧漏", "后漏", "漏尿", "漏奶", "漏水", "漏液", "漏了", "会漏", "漏出", "渗漏", "总漏", "老漏", "还漏", "渗出", "渗尿",
      "反渗",
    ],
    .size: [
      "偏大", "偏小", "太大", "太小", "不合身", "尺码不准", "尺寸不对", "太紧", "太松", "勒肚", "勒腿", "勒痕",
    ],
    .smell: ["异味", "臭味", "很臭", "发臭", "味道刺鼻", "刺鼻", "难闻", "怪味", "味道大", "味道很大", "味太大", "塑料味"],
    .skin: ["红屁", "过敏了", "引起过敏", "皮肤过敏", "起疹", "红疹", "湿疹", "发红", "痒", "起泡", "破皮", "刺激皮肤"],
    .taste: ["难吃", "不好吃", "太甜", "太咸", "发苦", "口感差", "宝宝不吃", "不爱吃", "不肯吃", "吐出来"],
    .packing: ["包装破", "包装差", "包装简陋", "包装烂", "盒子破", "压扁", "封口不严", "没有密封", "漏气"],
    .strength: [
      "坏了", "断了", "开裂", "裂开", "裂了", "掉色", "起球", "脱线", "开胶", "破损", "碎了", "质量差", "不结实", "掉漆",
    ],
    .freshness: ["过期", "临期", "变质", "发霉", "结块", "日期不新鲜", "不新鲜", "胀袋"],
    .use: ["不好用", "难用", "看不懂", "说明不清", "打不开", "难清洗", "不好洗", "装不上", "不会用"],
    .description: ["与描述不符", "描述不符", "和图片不一样", "跟图片不一样", "色差", "不是正品", "假货", "货不对板"],
  ]

  static let english: [ComplaintAttribute: [String]] = [
    .leak: ["leak*", "seep*", "soaks through", "soaked through"],
    .size: [
      "too small", "too big", "too large", "too tight", "too loose", "runs small", "runs large",
      "does not fit", "doesn't fit", "didn't fit", "wrong size",
    ],
    .smell: ["smelly", "stink*", "bad smell", "strong smell", "chemical smell", "odour", "odor"],
    .skin: ["rash*", "redness", "itch*", "allerg*", "eczema", "blister*", "irritat*"],
    .taste: [
      "tastes bad", "bad taste", "too sweet", "too salty", "bitter", "refuses to eat",
      "won't eat it", "spits it out",
    ],
    .packing: [
      "badly packed", "poorly packed", "torn box", "damaged box", "crushed", "not sealed",
      "unsealed",
    ],
    .strength: [
      "broke", "broken", "cracked", "fell apart", "falls apart", "peeling", "faded", "poor quality",
      "flimsy", "tore",
    ],
    .freshness: [
      "expired", "mould*", "mold*", "spoiled", "spoilt", "stale", "clumps", "near expiry",
    ],
    .use: [
      "hard to use", "difficult to use", "hard to clean", "hard to open", "confusing instructions",
      "unclear instructions",
    ],
    .description: ["not as described", "not as pictured", "different from the picture", "fake"],
  ]
}
