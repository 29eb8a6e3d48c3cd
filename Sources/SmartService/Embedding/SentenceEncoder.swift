/// Turns a sentence into a point, so that sentences of one meaning lie near each other.
public protocol SentenceEncoder: Sendable {
  /// How many numbers a point has.
  var dimensions: Int { get }

  /// The point of a sentence.
  ///
  /// - Parameters:
  ///   - text: Any text; what lies beyond the encoder's limit of tokens is not read.
  ///   - role: What the sentence is for; encoders that make no difference ignore it.
  /// - Returns: ``dimensions`` numbers of length one, so that ``SentenceVector/dot(_:_:)`` of two is
  ///   their cosine.
  func embed(_ text: String, as role: SentenceRole) -> [Float]
}

extension SentenceEncoder {
  /// The point of a question.
  public func embed(_ text: String) -> [Float] { embed(text, as: .query) }
}

/// What a sentence is for.
public enum SentenceRole: String, Sendable, CaseIterable {
  /// It asks.
  case query
  /// It is what may be found.
  case passage
}
