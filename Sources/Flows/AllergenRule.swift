internal import Foundation

/// Allergens by what a product's list of ingredients says.
///
/// The eight groups of GB 7718-2011, 4.4.3.1, which are also those of the United States' FALCPA of 2004 with
/// gluten for wheat. A word decides: what an ingredient list does not name is not found, so a label is still to be read.
public enum AllergenRule {
  /// The groups by their codes, in the order in which people choose among them.
  public static let codes = [
    "milk", "egg", "peanut", "nuts", "soy", "gluten", "fish", "crustacean",
  ]

  /// Words without spaces between them, in Chinese and Japanese: found anywhere.
  private static let glyphs: [String: [String]] = [
    "milk": [
      "牛乳", "羊乳", "牛奶", "羊奶", "奶粉", "乳清", "乳粉", "乳糖", "酸奶", "奶酪", "干酪", "乳酪", "酪蛋白",
      "黄油", "奶油", "炼乳", "鲜奶", "全脂乳", "脱脂乳", "粉乳", "ミルク", "チーズ", "ヨーグルト", "バター", "ホエイ",
    ],
    "egg": ["鸡蛋", "蛋黄", "蛋清", "全蛋", "鸭蛋", "鹌鹑蛋", "蛋液", "鶏卵", "卵白", "卵黄", "全卵", "マヨネーズ"],
    "peanut": ["花生", "落花生", "ピーナッツ"],
    "nuts": [
      "核桃", "杏仁", "扁桃仁", "榛子", "榛仁", "腰果", "开心果", "松子", "夏威夷果", "碧根果", "くるみ", "アーモンド",
      "カシューナッツ",
    ],
    "soy": ["大豆", "黄豆", "豆腐", "豆浆", "豆粉", "纳豆", "酱油", "味噌", "醤油", "納豆", "きなこ"],
    "gluten": ["小麦", "大麦", "黑麦", "燕麦", "面粉", "麦芽", "麸", "麵粉", "ライ麦", "オーツ麦"],
    "fish": [
      "鳕鱼", "三文鱼", "金枪鱼", "鲈鱼", "鱼肉", "鱼油", "鱼粉", "鱼糜", "银鱼", "たら", "さけ", "しらす", "かつお",
      "鮭", "鱈",
    ],
    "crustacean": ["虾", "蟹", "えび", "かに", "海老"],
  ]

  /// Words between spaces or marks, in English and Indonesian.
  private static let words: [String: Set<String>] = [
    "milk": [
      "milk", "whey", "lactose", "casein", "butter", "cheese", "yogurt", "yoghurt", "cream", "susu",
      "keju", "mentega",
    ],
    "egg": ["egg", "eggs", "telur"],
    "peanut": ["peanut", "peanuts", "kacang tanah"],
    "nuts": [
      "almond", "almonds", "hazelnut", "hazelnuts", "walnut", "walnuts", "cashew", "cashews",
      "pistachio", "pistachios", "pecan", "kenari", "mete", "mede",
    ],
    "soy": ["soy", "soya", "soybean", "soybeans", "tofu", "kedelai", "tahu", "tempe"],
    "gluten": ["wheat", "barley", "rye", "oat", "oats", "flour", "gluten", "gandum", "terigu"],
    "fish": ["fish", "cod", "salmon", "tuna", "ikan"],
    "crustacean": ["shrimp", "prawn", "crab", "lobster", "udang", "kepiting"],
  ]

  /// The allergens that a list of ingredients names, by their codes.
  public static func allergens(in ingredients: String) -> Set<String> {
    guard !ingredients.isEmpty else { return [] }
    let parts = ingredients.lowercased().split { !$0.isLetter }.map(String.init)
    let spaced = " \(parts.joined(separator: " ")) "
    return Set(
      codes.filter { code in
        glyphs[code, default: []].contains { ingredients.contains($0) }
          || words[code, default: []].contains { spaced.contains(" \($0) ") }
      }
    )
  }
}
