import TenantStore
import Testing

@Suite("What is worked out from a key alone")
struct PureMemoTests {
  private struct Unreadable: Error {}

  @Test func `a value is made once for a key, and anew for a changed one`() {
    let memo = PureMemo<String, Int>()
    var made: [String] = []
    func length(_ text: String) -> Int {
      memo.value(of: text) { text in
        made.append(text)
        return text.count
      }
    }

    #expect(["ten", "three", "ten", "ten", "three"].map(length) == [3, 5, 3, 3, 5])
    #expect(made == ["ten", "three"])
  }

  @Test func `of a making that fails nothing is kept`() throws {
    let memo = PureMemo<String, Int>()
    #expect(throws: Unreadable.self) { try memo.value(of: "a") { _ in throw Unreadable() } }
    #expect(memo.value(of: "a") { _ in 1 } == 1)
    #expect(try memo.value(of: "a") { _ in throw Unreadable() } == 1)
  }

  @Test func `it forgets all before it holds more than it may`() {
    let memo = PureMemo<Int, Int>(capacity: 2)
    var made = 0
    func value(_ key: Int) {
      _ = memo.value(of: key) { key in
        made += 1
        return key
      }
    }

    for key in [1, 2, 1, 2] { value(key) }
    #expect(made == 2)
    value(3)
    for key in [3, 1] { value(key) }
    #expect(made == 4)
  }
}
