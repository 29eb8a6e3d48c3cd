import Foundation
import TenantStore
import Testing

@Suite("Programs of this machine")
struct LimitedProgramTests {
  /// The niceness of this process; `proc_pid_stat(5)` names the fields.
  private func ownNiceness() throws -> Int {
    let line = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
    let fields = try #require(line.split(separator: ") ").last).split(separator: " ")
    return try #require(Int(fields[16]))
  }

  @Test func `a program works behind whatever answers people`() async throws {
    let limits = LimitedProgram.Limits(
      memory: 1 << 20,
      seconds: 5,
      patience: .seconds(60),
      file: 64
    )
    let environment = ProcessInfo.processInfo.environment
    let program = try #require(
      LimitedProgram("nice", in: environment, limits: limits, variables: [:])
    )
    let told = try await LimitedProgram.withFolder { folder in
      let file = folder.appending(path: "told")
      try Data().write(to: file)
      let output = try FileHandle(forWritingTo: file)
      #expect(try await program.run([], in: folder, output: output) == 0)
      return try String(contentsOf: file, encoding: .utf8)
    }
    let expected = min(19, try ownNiceness() + 10)
    #expect(told == "\(expected)\n")
  }
}
