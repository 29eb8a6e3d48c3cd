import TenantStore
import TenantWeb
import Testing

@Suite("Schemas")
struct SchemaTests {
  private let schema = Schema.object([
    .required("day", .string(format: .date)),
    .required("kind", .choice(["cod", "bank"])),
    .optional("lines", .array(.object([.required("count", .integer(1...99))]), count: 1...2)),
    .optional("price", .money.nullable),
    .optional("slug", .string(1...5, format: .slug)),
    .optional("wanted", .boolean),
    .optional("weight", .number),
  ])

  @Test func `what fits has no problems`() {
    let value: JSONValue = [
      "day": "2024-02-29", "kind": "cod", "lines": [["count": 1], ["count": 99]], "price": nil,
      "slug": "a-1", "wanted": false, "weight": 2,
    ]
    #expect(schema.problems(in: value).isEmpty)
  }

  @Test func `each thing that does not fit is pointed at`() {
    let value: JSONValue = [
      "day": "2023-02-29", "lines": [["count": 0], ["count": "1"]], "price": ["minor": 1],
      "slug": "-", "wanted": 1, "weight": "2", "x": 1,
    ]
    let pointers = schema.problems(in: value).map(\.name)
    #expect(
      pointers == [
        "/day", "/kind", "/lines/0/count", "/lines/1/count", "/price/currency", "/price/text",
        "/slug", "/wanted", "/weight", "/x",
      ]
    )
    #expect(schema.problems(in: []).map(\.message) == ["must be an object"])
    #expect(schema.problems(in: ["day": "2024-01-01", "kind": "cod", "lines": []]).count == 1)
  }

  @Test func `lengths are counted in characters of Unicode, not in bytes`() {
    #expect(Schema.string(1...2).problems(in: "宝宝").isEmpty)
    #expect(Schema.string(1...2).problems(in: "宝宝乐").count == 1)
    #expect(Schema.string().problems(in: "a\0b").count == 1)
  }

  @Test(arguments: [
    ("2024-13-01", false), ("2024-1-01", false), ("24-01-01", false), ("2024-01-01x", false),
    ("", false), ("2024-12-31", true), ("+024-01-01", false),
  ])
  func `a date is a day that exists`(text: String, fits: Bool) {
    #expect(Schema.string(format: .date).problems(in: .string(text)).isEmpty == fits)
  }

  @Test(arguments: [
    ("", false), ("iVBO", true), ("iVA=", true), ("iQ==", true), ("iVB", false), ("iV=B", false),
    ("i===", false), ("i-B_", false), ("iVBO\n", false), ("iVBOiQ==", true),
    ("iVBOiVBOiVBO", false),
  ])
  func `bytes come in base64`(text: String, fits: Bool) {
    #expect(Schema.bytes(1...6).problems(in: .string(text)).isEmpty == fits)
  }

  @Test func `an id of another kind does not fit`() {
    let id = SessionID.make(in: .live)
    #expect(Schema.id(SessionID.self).problems(in: .string("\(id)")).isEmpty)
    #expect(Schema.id(TenantID.self).problems(in: .string("\(id)")).count == 1)
  }
}
