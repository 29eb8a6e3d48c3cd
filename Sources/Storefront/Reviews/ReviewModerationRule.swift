internal import Foundation

/// Why a person has to look at a text before others read it.
public enum ReviewHold: String, CaseIterable, Sendable {
  /// It holds what looks like a telephone number.
  case phoneNumber = "phone_number"
  /// It holds an address of the web or of mail.
  case link
  /// It asks readers to get in touch elsewhere.
  case contactAccount = "contact_account"
  /// It says that goods heal or prevent an illness.
  case medicalClaim = "medical_claim"
  /// Another rule of the shop wants a person.
  case other
  /// A person said no to an earlier text of it.
  case refusedBefore = "refused_before"
  /// The shop wants a picture with each review, and this one has none yet.
  case pictureMissing = "picture_missing"
}

/// What the shop looks for by itself before a text is read by others.
///
/// A text that is held is not refused: a person decides. The Advertising Law, article 17, forbids
/// claims that goods other than medicine treat illnesses, also in words of buyers that a merchant
/// shows; telephone numbers and accounts are personal information of families (PIPL, article 4).
public enum ReviewModerationRule {
  /// Why a person has to look at a text; nothing for a text that may be read at once.
  public static func holds(_ text: String) -> [ReviewHold] {
    // Full-width and circled digits and letters become plain ones.
    let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
    var holds: [ReviewHold] = []
    if hasPhoneNumber(plain) { holds.append(.phoneNumber) }
    if plain.contains(link) { holds.append(.link) }
    if contactWords.contains(where: plain.contains) || plain.contains(account) {
      holds.append(.contactAccount)
    }
    if medicalWords.contains(where: plain.contains) { holds.append(.medicalClaim) }
    return holds
  }

  /// Whether seven digits or more stand together, if only with separators between them.
  ///
  /// Eleven Chinese numerals are a mobile number as well; fewer of them are ordinary words.
  private static func hasPhoneNumber(_ text: String) -> Bool {
    var digits = 0
    var numerals = 0
    for character in text.replacing(date, with: " / ") {
      if character.isASCII, character.isNumber {
        digits += 1
        numerals += 1
      } else if "零〇一二三四五六七八九幺".contains(character) {
        digits = 0
        numerals += 1
      } else if !" -.()_+·".contains(character) {
        digits = 0
        numerals = 0
      }
      if digits >= 7 || numerals >= 11 { return true }
    }
    return false
  }

  nonisolated(unsafe) private static let date =
    // Immutable, and matching keeps no state in it.
    /(19|20)\d\d[-.\/年]\d{1,2}[-.\/月]\d{1,2}/
  nonisolated(unsafe) private static let link =
    // Immutable, and matching keeps no state in it.
    /https?:|www\.|[a-z0-9-]+\.(com|cn|net|org|shop|top|xyz|io|me|id|jp|co)\b|[a-z0-9._-]+@[a-z0-9-]+\./
  nonisolated(unsafe) private static let account =
    // Immutable, and matching keeps no state in it.
    /(qq|vx|wx|wechat|whatsapp|telegram|line id)[ :：号群]*[a-z0-9_-]{4,}/

  private static let contactWords = [
    "加微信", "微信号", "加我微", "加v", "加薇", "私聊我", "加群", "扫码加", "hubungi wa",
  ]

  private static let medicalWords = [
    "治疗", "治愈", "根治", "治好", "疗效", "药效", "药用", "消炎", "退烧", "止咳", "抗癌", "防癌",
    "杀菌率", "包治", "治湿疹", "治黄疸", "代替母乳", "替代母乳", "cures", "cured", "heals", "healed",
    "treats eczema", "clinically proven", "better than breast milk", "治りました", "治療", "完治",
    "menyembuhkan", "mengobati", "obat untuk", "sembuh",
  ]
}

/// How much a review counts in the weighted mean.
public enum ReviewWeightRule {
  /// 100 for a verified purchase, 50 more for pictures, 50 more for words that were added later.
  ///
  /// Only what supports a review counts; what speaks against one is for a person.
  public static func weight(hasPictures: Bool, hasFollowUp: Bool) -> Int {
    100 + (hasPictures ? 50 : 0) + (hasFollowUp ? 50 : 0)
  }
}

/// What is shown of a buyer's name.
enum ReviewNameRule {
  /// The first letter, or nothing when the name begins with none; never more of a family's name.
  static func displayName(of name: String, showsInitial: Bool) -> String {
    guard showsInitial, let first = name.first(where: { !$0.isWhitespace }), first.isLetter,
      first.unicodeScalars.count == 1
    else { return "" }
    return "\(first)**"
  }
}
