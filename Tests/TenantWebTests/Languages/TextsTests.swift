import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Texts")
struct TextsTests {
  private let english = LanguageTag(rawValue: "en") ?? .zh

  @Test func `a text puts values in for names in braces`() {
    let texts = Probe.texts.texts(in: english)
    #expect(texts["page.count", ["n": "3"]] == "3 notes")
    #expect(texts["page.title"] == "Hello")
  }

  @Test func `what a language lacks comes from the fallback, what all lack shows its key`() {
    let texts = Texts(files: ["Texts/zh.txt": "a = 甲\nb = 乙", "Texts/en.txt": "a = A"])
    #expect(texts.texts(in: english)["b"] == "乙")
    #expect(texts.texts(in: LanguageTag(rawValue: "ko") ?? .zh)["a"] == "甲")
    #expect(texts.texts(in: english)["c"] == "c")
  }

  @Test func `all that is wrong with the files is said`() {
    let texts = Texts(files: [
      "Texts/zh.txt": "# ok\na = 甲 {n}\nb = 乙\nb = 丙\nc.d = 丁\nc = 戊\nnonsense",
      "Texts/en.txt": "a = A {m}\nb =\nc.d = D\nc = C", "Texts/Klingon!.txt": "a = qa",
    ])
    #expect(
      texts.problems(requiring: ["zh", "ja"]) == [
        "Texts/Klingon!.txt: the file's name is no language tag",
        "Texts/zh.txt:4: b stands here twice", "Texts/zh.txt:7: is not `key = text`",
        "there is no file ja.txt", "en: b is empty",
        "a: the languages name different values in braces", "c: is a text and the start of others",
      ]
    )
    #expect(
      Texts(files: ["zh.txt": "a = 甲", "en.txt": "b = B"]).problems() == [
        "en: a is missing", "zh: b is missing",
      ]
    )
    #expect(Probe.texts.problems(requiring: ["zh", "en"]).isEmpty)
  }

  @Test func `prose in a template is found, what no one reads is not`() {
    let findings = TemplateProse.findings(in: [
      "good": """
      <!-- a comment --><a class="button" href="/x">{{text.a}}</a><script src="/a.js"></script>
      <img alt="{{alt}}"> · 24 ¥
      """,
      "bad": "<p>Hello {{name}}</p><img alt=\"Baby\"><input placeholder=\"Search\"><b>您好</b>",
    ])
    #expect(findings.sorted() == ["bad: Baby", "bad: Hello", "bad: Search", "bad: 您好"])
  }
}

@Suite("The language of an answer", .tenantDatabase([Probe.module]))
struct LanguageTests {
  @Test(arguments: [
    ("/", nil, nil, "zh"), ("/", nil, "en", "en"), ("/", nil, "en-GB, zh;q=0.9", "en"),
    ("/", nil, "fr, ja;q=0.9", "zh"), ("/", nil, "en;q=0, *", "zh"),
    ("/", nil, "zh;q=0.1,en", "en"),
    ("/", "lang=en", "zh", "en"), ("/", "lang=xx", "en", "en"),
    ("/?lang=zh", "lang=en", "en", "zh"),
    ("/?lang=fr", nil, "en", "en"), ("/", nil, ";;q=,,=;q=9", "zh"),
  ])
  func `address, cookie, browser and tenant decide in this order`(
    path: String,
    cookie: String?,
    accepted: String?,
    language: String
  ) async throws {
    let server = try await ProbeServer()
    var headers = HTTPFields()
    headers[.cookie] = cookie
    headers[.acceptLanguage] = accepted
    let answer = try await server.ask(.get, path, headers)
    #expect(answer.text.contains("<html lang=\"\(language)\">"))
    #expect(answer.headers[.vary]?.contains("Accept-Language") == true)
  }

  @Test func `a language of the address is remembered and kept in links`() async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/?lang=en")
    let cookie = try #require(answer.cookies.first)
    #expect(cookie.hasPrefix("lang=en; Path=/;"))
    #expect(answer.text.contains("limit=3&amp;lang=en"))
    #expect(try await server.ask(.get, "/?lang=en", [.cookie: "lang=en"]).cookies.isEmpty)
    #expect(try await server.ask(.get, "/?lang=fr").cookies.isEmpty)
  }
}
