import SmartService
import Testing

@Suite("The language of a message")
struct LanguageIdentifierTests {
  @Test(arguments: [
    ("宝宝几个月可以加辅食", "zh"), ("赤ちゃんの熱が下がりません", "ja"), ("아기가 열이 나요", "ko"), ("ลูกมีไข้สูง", "th"),
    ("bé bị sốt cao", "vi"), ("be nha em khong chiu bu sua", "vi"),
    ("anak saya demam tinggi", "id"),
    ("mi hijo tiene mucha fiebre", "es"), ("mon bébé a de la fièvre", "fr"),
    ("у ребенка температура", "ru"),
    ("my baby has a fever", "en"), ("where is my order?", "en"), ("dónde está mi pedido", "es"),
    ("baobao fashao le zenmeban", "zh"), ("宝宝fashao了", "zh"), ("bisa bayar tunai?", "id"),
    ("le prix du lait", "fr"), ("my baby has 发烧 since yesterday", "en"),
  ])
  func `is told from a short text`(_ text: String, _ language: String) {
    #expect(LanguageIdentifier.language(of: text) == language)
  }

  @Test(arguments: ["", "123", "👶", "?!"])
  func `is unknown where there are no letters`(_ text: String) {
    #expect(LanguageIdentifier.language(of: text) == nil)
  }
}

@Suite("Pinyin")
struct PinyinTests {
  @Test(arguments: [
    ("baobao fashao le", "宝宝发烧le"), ("宝宝 fashao", "宝宝发烧"), ("bisa bayar tunai", "bisa bayar tunai"),
    ("quel est le prix du lait", "quel est le prix du lait"),
    ("the fever is sui generis", "the fever is sui generis"),
  ])
  func `is read in Chinese messages only`(_ text: String, _ folded: String) {
    let plain = TextFolding.folded(text).replacing(/[ ,]/, with: "")
    #expect(plain == folded.replacing(" ", with: ""))
  }

  @Test func `of a word without end costs no time`() {
    #expect(TextFolding.folded(String(repeating: "ai", count: 900)).count == 1_800)
  }
}
