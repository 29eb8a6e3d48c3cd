import Foundation
import TenantStore
import Testing

@Suite("JSON as it is written")
struct JSONWriterTests {
  private static func random(_ depth: Int, _ random: inout SystemRandomNumberGenerator) -> JSONValue
  {
    let letters = [
      "a", "\"", "\\", "/", "\n", "\u{1}", "\u{1f}", "\u{7f}", "宝", "é", "e\u{301}", "😀", "\r\n",
      "\t", "\u{8}\u{c}",
    ]
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? ""
      }
      .joined()
    }
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .integer([0, -1, .max, .min, 42].randomElement(using: &random) ?? 0)
    case 3: return .number([0.5, -1.25, 1e300, 1e-7, 3.0, 0.1].randomElement(using: &random) ?? 0)
    case 4: return .string(text())
    case 5:
      return .array(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.random(depth - 1, &random) }
      )
    default:
      let keys = ["b", "a", "aa", "B", "a-b", "a_b", "10", "9", "宝", "z"]
      let chosen = keys.shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random))
      return .object(
        Dictionary(uniqueKeysWithValues: chosen.map { ($0, Self.random(depth - 1, &random)) })
      )
    }
  }

  @Test func `random values are written as Foundation writes them`() throws {
    var generator = SystemRandomNumberGenerator()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for _ in 0..<500 {
      let value = Self.random(4, &generator)
      let expected = String(decoding: try encoder.encode(value), as: UTF8.self)
      #expect(value.canonicalText == expected)
      #expect(try JSONValue(json: value.canonicalText).canonicalText == value.canonicalText)
    }
  }

  @Test func `what is no number is null`() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity)]).canonicalText == "[null,null]")
  }
}
