/// What is wrong with a model's file, and where.
public struct ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, or the member of an archive, as a person knows it.
  public let file: String
  /// The byte that the trouble begins at, when it is at a byte.
  public let byte: Int?
  /// What is wrong.
  public let problem: String

  /// Makes the error.
  public init(file: String, byte: Int? = nil, problem: String) {
    self.file = file
    self.byte = byte
    self.problem = problem
  }

  /// The file, the place and what is wrong.
  public var description: String {
    "\(file)\(byte.map { ", byte \($0)" } ?? ""): \(problem)"
  }
}
