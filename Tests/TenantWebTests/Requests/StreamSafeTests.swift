import HTTPTypes
import TenantStoreTesting
import TenantWeb
import Testing

/// Texts of one request that would keep a thread busy for hours if anything compared them.
@Suite("Runs of combining marks", .tenantDatabase([Probe.module]))
struct StreamSafeTests {
  /// Sorted by insertion: each mark of the second half passes all of the first.
  private let marks =
    String(repeating: "\u{301}", count: 120_000) + String(repeating: "\u{316}", count: 120_000)

  @Test func `a key, a value and a field with a long run are refused`() async throws {
    let server = try await ProbeServer()
    let key = try await server.send("/api/v1/notes", "{\"\(marks)\": 1}")
    let value = try await server.send("/api/v1/notes", "{\"text\": \"\(marks)\"}")
    let escaped = String(repeating: "\\u0301\\u0316", count: 40)
    let hidden = try await server.send("/api/v1/notes", "{\"text\": \"\(escaped)\"}")
    let field = try await server.submit("/notes", "\(marks)=1&text=x")
    let query = String(repeating: "%CC%81%CC%96", count: 40)
    let asked = try await server.ask(.get, "/echo?text=\(query)")
    for answer in [key, value, hidden, field, asked] { #expect(answer.status == 400) }
  }

  @Test func `headers and targets that are not ASCII mean nothing`() async throws {
    let server = try await ProbeServer()
    let short = String(marks.prefix(1)) + String(repeating: "-a", count: 10_000)
    let odd: HTTPFields = [.acceptLanguage: short, .cookie: "\(marks)=1; lang=en"]
    #expect(try await server.ask(.get, "/", odd).status == 200)
    let long: HTTPFields = [.acceptLanguage: String(repeating: "a-", count: 20_000) + "a, en"]
    #expect(try await server.ask(.get, "/", long).status == 200)
    #expect(try await server.ask(.get, "/\(marks)").status == 400)
  }

  @Test(arguments: ["Nguyễn Thị Hằng", "สวัสดีค่ะ", "हिन्दी", "妈妈 👩‍👧", "Z\u{301}\u{316}\u{304}algo"])
  func `what people write is taken`(_ text: String) async throws {
    let server = try await ProbeServer()
    let bytes = text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    #expect(try await server.ask(.get, "/echo?text=\(bytes.joined())").status == 200)
  }
}
