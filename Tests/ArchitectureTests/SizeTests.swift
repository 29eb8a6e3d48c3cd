import Testing

@Suite("Sizes")
struct SizeTests {
  @Test func `a source file has at most 400 lines and a test file at most 500`() throws {
    var broken: [String] = []
    for (folder, limit) in [("Sources", 400), ("Tests", 500), ("Plugins-docs", 400)] {
      for path in Repository.files(below: folder, ending: ".swift") {
        let count = try Repository.text(path).split(
          separator: "\n",
          omittingEmptySubsequences: false
        )
        .count
        if count > limit + 1 { broken.append("\(path) has \(count) lines") }
      }
    }
    #expect(broken.isEmpty)
  }

  @Test func `a migration has at most 60 lines and 5 KB, and says why`() throws {
    for path in Repository.files(below: "Sources", ending: ".sql") {
      let text = try Repository.text(path)
      #expect(text.utf8.count <= 5 << 10, "\(path)")
      #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 61, "\(path)")
      #expect(text.hasPrefix("-- "), "\(path) does not begin with a comment that says why")
    }
  }

  @Test func `the README has at most 150 lines`() throws {
    let lines = try Repository.text("README.md").split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    #expect(lines.count <= 151)
  }
}
