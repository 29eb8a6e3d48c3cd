import Storefront
import TenantAdmin
import TenantStore
import Testing

@Suite("tenant.yaml")
struct TenantYAMLTests {
  static let valid = """
    tenant: ada
    name: {zh: 阿达, en: Ada}
    hosts: [ada.localhost]
    locales: [zh, en]
    currency: CNY
    timeZone: Asia/Shanghai
    market: CN
    modules:
      storefront:
        tagline: {zh: 好, en: Good}
        contact: {phone: 0571-5550}
        accent: "#c2410c"
        freight: {flat: "8.00", freeOver: "99.00"}
        stages:
          - {code: newborn, from: 0, to: 3, name: {zh: 新生儿, en: Newborn}}
        payments:
          - provider: cashOnDelivery
            name: {zh: 货到付款, en: Cash on delivery}
    """

  /// One edit of the valid document and the problem that it must give.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let place: String
    let message: String

    init(_ description: String, _ old: String, _ new: String, at place: String, _ message: String) {
      testDescription = description
      text = valid.replacing(old, with: new)
      self.place = place
      self.message = message
    }
  }

  static let mistakes = [
    Mistake("missing key", "market: CN\n", "", at: "1:1: market", "is missing"),
    Mistake("misspelt key", "currency:", "curency:", at: "5:1: curency", "did you mean currency?"),
    Mistake(
      "misspelt setting",
      "accent:",
      "acent:",
      at: "12:5: modules.storefront.acent",
      "did you mean accent?"
    ),
    Mistake(
      "misspelt optional setting",
      "freeOver",
      "freeover",
      at: "13:29: modules.storefront.freight.freeover",
      "did you mean freeOver?"
    ),
    Mistake(
      "misspelt key in a list",
      "code: newborn",
      "code: newborn, nmae: x",
      at: "15:25: modules.storefront.stages.0.nmae",
      "did you mean name?"
    ),
    Mistake(
      "unknown module",
      "  storefront:",
      "  storefrnt:",
      at: "9:3: modules.storefrnt",
      "did you mean storefront?"
    ),
    Mistake("wrong type", "hosts: [ada.localhost]", "hosts: ada", at: "3:8: hosts", "a list"),
    Mistake(
      "number for a text",
      #"flat: "8.00""#,
      "flat: 8.00",
      at: "13:21: modules.storefront.freight.flat",
      "put it in quotes"
    ),
    Mistake("bad slug", "tenant: ada", "tenant: Ada!", at: "1:9: tenant", "lower-case letters"),
    Mistake(
      "bad host",
      "[ada.localhost]",
      "[ada.localhost, 'http://x']",
      at: "3:24: hosts.1",
      "without scheme"
    ),
    Mistake(
      "host twice",
      "[ada.localhost]",
      "[ada.localhost, ada.localhost]",
      at: "3:24: hosts.1",
      "stands twice"
    ),
    Mistake("bad currency", "CNY", "XXX", at: "5:11: currency", "must be one of"),
    Mistake("bad zone", "Asia/Shanghai", "Mars", at: "6:11: timeZone", "IANA"),
    Mistake("bad locale", "[zh, en]", "[zh, En]", at: "4:15: locales.1", "such as zh or en"),
    Mistake(
      "poor contrast",
      "#c2410c",
      "#ffff00",
      at: "12:13: modules.storefront.accent",
      "contrast"
    ),
    Mistake("duplicate key", "market: CN", "market: CN\nmarket: ID", at: "market", "twice"),
    Mistake("tab", "market: CN", "\tmarket: CN", at: "7:1:", "spaces, not tabs"),
    Mistake("no YAML", "market: CN", "market: [CN", at: "8:8:", "is not YAML"),
    Mistake("two documents", "market: CN", "market: CN\n---", at: "8:1:", "second document"),
    Mistake("anchor", "market: CN", "market: &m CN", at: "7:9: market", "anchor"),
    Mistake("tag", "market: CN", "market: !!binary CN", at: "7:9: market", "tag"),
    Mistake("key that is no text", "market: CN", "? [a]\n: b", at: "7:3:", "not a plain text"),
    Mistake("empty", valid, "", at: "tenant.yaml:", "is empty"),
    Mistake("a list", valid, "- a", at: "1:1:", "keys and values"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is named with its line, column and key`(_ mistake: Mistake) throws {
    let problems = try #require(self.problems(mistake.text))

    let found = problems.map(\.description)
    #expect(
      found.contains { $0.contains(mistake.place) && $0.contains(mistake.message) },
      "\(found.joined(separator: "\n"))"
    )
  }

  @Test func `all mistakes are named at once, top to bottom`() throws {
    let text = Self.valid.replacing("tenant: ada", with: "tenant: A")
      .replacing("CNY", with: "XXX").replacing("accent:", with: "acent:")

    let problems = try #require(self.problems(text))

    #expect(problems.compactMap(\.line) == [1, 5, 10, 12])
  }

  @Test func `a valid document is read as it stands`() throws {
    let document = try self.document(Self.valid)

    #expect(document.tenant == "ada")
    #expect(document.hosts == ["ada.localhost"])
    #expect(document.modules["storefront"]?["contact"]?["phone"] == "0571-5550")
  }

  @Test func `the language no and the market NO are texts`() throws {
    let text = Self.valid.replacing("[zh, en]", with: "[zh, no]").replacing("CN\n", with: "NO\n")

    let document = try self.document(text)

    #expect(document.locales.map(\.rawValue) == ["zh", "no"])
    #expect(document.market == "NO")
  }

  @Test(.timeLimit(.minutes(1)))
  func `aliases of aliases are refused before they grow`() throws {
    let levels = (1...12).map { level in
      "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]"
    }
    let bomb = (["a0: &a0 x"] + levels + ["? *a12", ": x"]).joined(separator: "\n")

    let problems = try #require(self.problems(bomb))

    #expect(problems.first?.message.contains("alias") == true)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["[", "{a: ", "- "])
  func `deep nesting is refused`(_ opening: String) throws {
    let text = "market: " + String(repeating: opening, count: 50_000)

    #expect(problems(text)?.isEmpty == false)
  }

  @Test func `a file of more than 256 KiB is not read`() throws {
    let problems = try #require(self.problems(String(repeating: "# long\n", count: 50_000)))

    #expect(problems.first?.message.contains("262144") == true)
  }

  @Test func `a file that is not UTF-8 is refused`() throws {
    let bytes = Array("tenant: ".utf8) + [0xB0, 0xA2]

    #expect(throws: DocumentProblems.self) {
      try TenantYAML.document(bytes: bytes, file: "tenant.yaml", modules: [])
    }
  }

  private func document(_ text: String) throws -> TenantDocument {
    try TenantYAML.document(
      bytes: Array(text.utf8),
      file: "tenant.yaml",
      modules: [StorefrontModule.module]
    )
  }

  private func problems(_ text: String) -> [DocumentProblem]? {
    do {
      _ = try document(text)
      return nil
    } catch {
      return (error as? DocumentProblems)?.problems
    }
  }
}
