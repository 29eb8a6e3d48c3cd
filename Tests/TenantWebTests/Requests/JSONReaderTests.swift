import TenantStore
import TenantWeb
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

  @Test func `every kind of value is read`() throws {
    let text = #" {"a":[1,-2.5,1e3,true,false,null,""],"b":{"c":"\u4f60\n\ud83d\ude00\"\/"}} "#
    #expect(
      try read(text) == [
        "a": [1, .number(-2.5), 1000, true, false, nil, ""], "b": ["c": "你\n😀\"/"],
      ]
    )
    #expect(try read("9223372036854775807") == 9_223_372_036_854_775_807)
    #expect(try read("9223372036854775808") == .number(9_223_372_036_854_775_808))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "{\"a\":1,\"a\":2}", "01", "1.", ".5", "-", "+1", "1e", "1e999", "nul", "True", "\"a",
    "\"\\x\"",
    "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "1 2", "NaN", "'a'",
    String(repeating: "[", count: 100_000),
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(throws: WebRefusal.self) { try read(text) }
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: WebRefusal.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
  }
}
