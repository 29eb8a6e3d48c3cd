internal import Foundation

/// Where a command's results and messages go.
package struct Terminal: Sendable {
  /// Takes the result, which a script reads.
  package let writeResult: @Sendable (String) -> Void
  /// Takes messages for the person.
  package let writeMessage: @Sendable (String) -> Void
  /// Replaces the line that a watching person sees; an empty text takes it away.
  package let writeProgress: @Sendable (String) -> Void
  /// Whether a person watches, who wants to see progress.
  package let isWatched: Bool
  /// Reads a secret: all of the standard input, or one line that is not shown while it is typed.
  package let readSecret: @Sendable () -> [UInt8]

  package init(
    isWatched: Bool,
    readSecret: @escaping @Sendable () -> [UInt8] = { [] },
    writeResult: @escaping @Sendable (String) -> Void,
    writeMessage: @escaping @Sendable (String) -> Void,
    writeProgress: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.isWatched = isWatched
    self.readSecret = readSecret
    self.writeResult = writeResult
    self.writeMessage = writeMessage
    self.writeProgress = writeProgress
  }

  /// The standard output and the standard error of this process.
  package static var standard: Self {
    Self(
      isWatched: isatty(STDERR_FILENO) == 1,
      readSecret: readSecret,
      writeResult: { write($0, to: .standardOutput) },
      writeMessage: { write($0, to: .standardError) },
      writeProgress: { text in
        // Back to the first column, and away with what is left of a longer line.
        try? FileHandle.standardError.write(contentsOf: Data("\r\(text)\u{1B}[K".utf8))
      }
    )
  }

  @Sendable private static func readSecret() -> [UInt8] {
    guard isatty(STDIN_FILENO) == 1 else {
      return (try? FileHandle.standardInput.readToEnd()).map(Array.init) ?? []
    }
    guard let line = getpass("Secret (not shown): ") else { return [] }
    return Array(String(cString: line).utf8)
  }

  private static func write(_ text: String, to handle: FileHandle) {
    guard !text.isEmpty else { return }
    // A reader that went away (`| head`) is no fault of the command.
    try? handle.write(contentsOf: Data((text + "\n").utf8))
  }
}
