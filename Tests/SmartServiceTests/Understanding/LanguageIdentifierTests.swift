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
  ])
  func `is told from a short text`(_ text: String, _ language: String) {
    #expect(LanguageIdentifier.language(of: text) == language)
  }

  @Test(arguments: ["", "123", "👶", "?!"])
  func `is unknown where there are no letters`(_ text: String) {
    #expect(LanguageIdentifier.language(of: text) == nil)
  }
}
