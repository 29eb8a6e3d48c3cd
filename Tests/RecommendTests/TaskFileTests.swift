import Foundation
import RecommendEvaluation
import Testing

@Suite("Files of tasks")
struct TaskFileTests {
  @Test func `a file that is not there is named`() {
    #expect(throws: (any Error).self) { try TaskFile.bytes(of: "/nowhere/lines.csv.gz") }
  }
}
