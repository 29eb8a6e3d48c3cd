/// Why a server cannot start with the modules it was given.
public struct WebSetupError: Error, Equatable, Sendable, CustomStringConvertible {
  /// All that is wrong, one sentence each.
  public let problems: [String]

  /// All problems, one a line.
  public var description: String { problems.joined(separator: "\n") }
}
