internal import Foundation
internal import Glibc
internal import Synchronization
internal import Testing

/// A program beside the tests, whose lines can be waited for.
final class OtherProcess: Sendable {
  private struct Failure: Error {
    let expected: String
    let said: [String]
  }

  let pid: pid_t
  private let process: Process
  private let input: Pipe
  private let output = SpokenLines()

  /// Starts a program that is found in PATH unless it is given as a path.
  init(_ command: [String]) throws {
    let process = Process()
    let pipe = Pipe()
    input = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(filePath: "/")
    process.standardInput = input
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    pid = process.processIdentifier
    self.process = process
    let reader = Thread { [output] in output.read(pipe.fileHandleForReading) }
    reader.start()
  }

  deinit { try? input.fileHandleForWriting.close() }

  /// Another user of a data root; of a temporary server when nil.
  static func user(of root: ScratchRoot?) throws -> OtherProcess {
    try OtherProcess([userProgram] + (root.map { [$0.path] } ?? []))
  }

  /// The helper that is built beside the tests.
  static var userProgram: String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let program = URL(filePath: bundle ?? CommandLine.arguments[0])
    return program.deletingLastPathComponent().appending(path: "EmbeddedPostgresUser").path
  }

  /// All lines up to now.
  var said: [String] { output.lines }

  /// Waits for a line, and returns it.
  @discardableResult
  func line(startingWith prefix: String) async throws -> String {
    var found: String?
    let isFound = await eventually {
      let isOver = output.isOver
      found = said.first { $0.hasPrefix(prefix) }
      return found != nil || isOver
    }
    guard isFound, let found else { throw Failure(expected: prefix, said: said) }
    return found
  }

  /// Ends its input, on which the user gives its share up and ends.
  func leave() async throws {
    try input.fileHandleForWriting.close()
    try await line(startingWith: "left")
    _ = await end()
  }

  /// Kills it so that it can do nothing about it.
  func killAtOnce() async {
    kill(pid, SIGKILL)
    _ = await end()
  }

  /// Waits for its end and returns its exit code.
  func end() async -> Int32 {
    _ = await eventually { !process.isRunning }
    return process.terminationStatus
  }

  /// Waits until it has said all it ever will.
  func allSaid() async -> [String] {
    _ = await eventually { output.isOver }
    return said
  }
}

/// What a program has said so far.
private final class SpokenLines: Sendable {
  private struct State {
    var lines: [String] = []
    var isOver = false
  }

  private let state = Mutex(State())

  var lines: [String] { state.withLock { $0.lines } }
  var isOver: Bool { state.withLock { $0.isOver } }

  func read(_ output: FileHandle) {
    var rest = Data()
    while case let chunk = output.availableData, !chunk.isEmpty {
      rest += chunk
      while let newline = rest.firstIndex(of: 10) {
        let line = String(decoding: rest[..<newline], as: UTF8.self)
        rest = Data(rest[rest.index(after: newline)...])
        state.withLock { $0.lines.append(line) }
      }
    }
    state.withLock { $0.isOver = true }
  }
}

/// Asks a server through `psql`.
func ask(_ connection: String, _ sql: String, as user: String? = nil) async throws -> [String] {
  let command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, connection]
  let asUser = user.map { ["setpriv", "--reuid=\($0)", "--clear-groups"] } ?? []
  let psql = try OtherProcess(asUser + command)
  return await psql.allSaid()
}

/// Expects an answer of a server.
func expect(
  _ answer: [String],
  from connection: String,
  _ sql: String,
  as user: String? = nil,
  at location: SourceLocation = #_sourceLocation
) async throws {
  let given = try await ask(connection, sql, as: user)
  #expect(given == answer, sourceLocation: location)
}
