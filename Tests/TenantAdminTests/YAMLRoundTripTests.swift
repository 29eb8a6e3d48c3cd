import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Writing tenant.yaml")
struct YAMLRoundTripTests {
  /// Texts that a reader of YAML may take for something else.
  static let texts = [
    "", " ", "no", "Yes", "ON", "null", "~", "true", "0571", "12", "1.50", "-3", "1e3", "0x1F",
    ".5", "5.", "1_000", "12:30", "2026-11-22", "*star", "&and", "!bang", "#c2410c", "a #b", "a: b",
    "- a", "? a", "| a", "> a", "@a", "`a", "%a", "{a}", "[a]", "a, b", "it's", "\"q\"", "\\n",
    "two\nlines", "trailing \n", "\ttab", "妈妈 & 宝宝", "👶🏻", "e\u{301}", "a\u{A0}b", "<<", "=",
    "9900 0571 2023 0142 88", String(repeating: "长", count: 300), "\u{7F}", "\u{85}", "\u{2028}",
  ]

  @Test(arguments: texts)
  func `a text comes back as it was`(_ text: String) throws {
    let document = document(name: "n" + text, setting: .string(text))

    let written = try YAMLWriter.text(of: document)

    #expect(try read(written) == document, "\(written)")
  }

  @Test func `numbers, lists and empty groups come back as they were`() throws {
    let setting: JSONValue = [
      "a": [], "b": [:], "c": [1, -2, [3, ["d": nil]]], "e": true, "f": .number(1.5), "0": "x",
      "no": "y", "a b: c": ["", "-"],
    ]
    let document = document(name: "n", setting: setting)

    let written = try YAMLWriter.text(of: document)

    #expect(try read(written) == document, "\(written)")
    #expect(try YAMLWriter.text(of: read(written)) == written)
  }

  @Test func `random damage is a mistake or another document, never a crash`() throws {
    var generator = SplitMix(state: 0x63_7261_646C_65)
    let source = Array(TenantYAMLTests.valid.utf8)
    let marks = Array("{}[]:,-?&*!|>'\"%@`# \n\t\r\u{0}~0a".utf8)
    for _ in 0..<2_000 {
      var bytes = source
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
        default: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        }
      }
      do {
        _ = try TenantYAML.document(
          bytes: bytes,
          file: "tenant.yaml",
          modules: [StorefrontModule.module]
        )
      } catch {
        #expect(!error.problems.isEmpty)
        #expect(error.problems.allSatisfy { $0.description.hasPrefix("tenant.yaml:") })
      }
    }
  }

  private struct AnySettings: ModuleSettings {
    let value: JSONValue

    init(from decoder: any Decoder) throws { value = try JSONValue(from: decoder) }
    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
  }

  /// SplitMix64, so that a failure can be repeated.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private func document(name: String, setting: JSONValue) -> TenantDocument {
    TenantDocument(
      tenant: "ada",
      name: LocalizedText([.zh: name, .en: "Ada"]),
      hosts: ["ada.localhost"],
      locales: [.zh, .en],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: ["any": ["setting": setting, "list": [["name": ["en": "E", "zh": setting]]]]]
    )
  }

  private func read(_ text: String) throws -> TenantDocument {
    let module = TenantModule(name: "any", settings: AnySettings.self, migrations: [])
    return try TenantYAML.document(bytes: Array(text.utf8), file: "tenant.yaml", modules: [module])
  }
}
