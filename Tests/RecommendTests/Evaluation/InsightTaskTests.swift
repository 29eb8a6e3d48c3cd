import Foundation
import Recommend
import RecommendEvaluation
import Testing

@Suite("The task of insight")
struct InsightTaskTests {
  private func folder(households: Int) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let products = "product,department,category,type\na,d,milk,t\nb,d,tea,t\nc,d,salt,t\n"
    try products.write(to: folder.appending(path: "p.csv"), atomically: true, encoding: .utf8)
    let lines = (0..<households).flatMap { number in
      ["\(number),5,a,1,1", number % 2 == 0 ? "\(number),6,b,1,1" : "\(number),99,b,1,1"]
    }
    let text = "household,day,product,quantity,value\n" + lines.joined(separator: "\n") + "\n"
    try text.write(to: folder.appending(path: "t.csv"), atomically: true, encoding: .utf8)
    return folder
  }

  private func counts(_ folder: URL, _ more: String...) async throws -> [String: Int] {
    let out = folder.appending(path: "out.csv").path()
    try await RecommendEvaluationTool.run(
      [
        "insight", "--transactions", folder.appending(path: "t.csv").path(), "--products",
        folder.appending(path: "p.csv").path(), "--from", "0", "--to", "10", "--out", out,
      ] + more
    )
    let rows = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").dropFirst()
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in
        let fields = row.split(separator: ",")
        return Int(fields[1]).map { (String(fields[0]), $0) }
      }
    )
  }

  @Test func `every category of the products has a count near the truth, and two runs differ`()
    async throws
  {
    let folder = try folder(households: 2_000)
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = try await counts(folder, "--cap", "3")
    #expect(Set(first.keys) == ["milk", "tea", "salt"])
    for (name, truth) in [("milk", 2_000), ("tea", 1_000), ("salt", 0)] {
      #expect(abs((first[name] ?? 0) - truth) < 100, "\(name)")
    }
    var seen: Set<[String: Int]> = [first]
    for _ in 0..<4 { seen.insert(try await counts(folder, "--cap", "3")) }
    #expect(seen.count > 1)
  }

  @Test func `too few households are refused, and so is what makes no sense`() async throws {
    let folder = try folder(households: 60)
    defer { try? FileManager.default.removeItem(at: folder) }
    await #expect(throws: (any Error).self) { try await counts(folder) }
    await #expect(throws: (any Error).self) { try await counts(folder, "--epsilon", "0") }
    await #expect(throws: (any Error).self) { try await counts(folder, "--cap", "0") }
  }
}
