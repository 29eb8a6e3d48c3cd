import Foundation
import Testing

@Suite("The architecture page")
struct ArchitecturePageTests {
  @Test func `the code map has every target, and each file that it names is there`() throws {
    let page = try Repository.text("Plugins-docs/ARCHITECTURE.md")
    let targets = Set(
      Repository.files(below: "Sources", ending: ".swift").map {
        String($0.split(separator: "/")[1])
      }
    )
    let mapped = page.matches(of: /\n\| `(\w+)` \| [^|]+ \| `([\w\/]+\.swift)` \|/)
    #expect(
      Set(mapped.map { String($0.1) })
        == targets.subtracting([
          "GatewayCommand", "TenantAdminCommand", "RecommendEvaluationCommand",
        ])
    )
    for row in mapped {
      let file = Repository.root.appending(path: "Sources/\(row.1)/\(row.2)")
      #expect(FileManager.default.fileExists(atPath: file.path), "\(row.1)/\(row.2)")
    }
  }

  @Test func `decisions are numbered without a gap`() throws {
    let numbers = Repository.files(below: "Plugins-docs/Decisions", ending: ".md")
      .compactMap { $0.split(separator: "/").last?.prefix(4) }.compactMap { Int($0) }
    #expect(numbers == Array(1...max(1, numbers.count)))
  }
}
