import Testing

@Suite("Wording")
struct WordingTests {
  @Test func `SQL stands in migrations and query files only`() throws {
    let homes = ["Sources/PostgresClient/", "Sources/TenantStore/", "Sources/TenantStoreTesting/"]
    for path in Repository.files(below: "Sources", ending: ".swift")
    where !path.hasSuffix("Queries.swift") && !homes.contains(where: path.hasPrefix) {
      let text = try Repository.text(path)
      #expect(
        !text.contains(/\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|UPDATE \w+\.\w+ SET)\b/),
        "\(path)"
      )
    }
  }

  @Test func `no folder is a drawer`() {
    let drawers: Set<Substring> = [
      "Core", "Utils", "Utilities", "Helpers", "Extensions", "Models", "Services", "Common",
      "Shared",
    ]
    for path in Repository.files(below: "Sources", ending: ".swift") {
      #expect(drawers.isDisjoint(with: path.split(separator: "/")), "\(path)")
    }
  }

  @Test func `unchecked promises say why they hold`() throws {
    for path in Repository.files(below: "Sources", ending: ".swift") {
      let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated()
      where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
        let around = lines[max(0, index - 3)...min(lines.count - 1, index + 1)]
        #expect(around.contains { $0.contains("//") }, "\(path):\(index + 1)")
      }
    }
  }
}
