/// What somebody said aloud, as a recogniser of speech heard it: the port by which a browser or an app
/// brings its hypotheses.
///
/// Triage reads every one of them, so that a danger which was heard second is not lost; for everything else
/// the best counts, and only where it was heard surely enough.
public struct SpokenMessage: Hashable, Sendable {
  /// The most hypotheses that are looked at.
  public static let limit = 5
  /// From this confidence on the best hypothesis is answered; below, the customer is asked.
  static let answeredFrom = 0.6

  /// What may have been said beside the best, the likelier the sooner, each once.
  public let others: [String]
  /// How sure the recogniser is of the best, 0 to 1.
  public let confidence: Double

  /// Takes a recogniser's n-best list.
  ///
  /// - Parameters:
  ///   - best: What was most likely said.
  ///   - others: What else may have been said; at most four are kept.
  ///   - confidence: How sure the recogniser is of the best; what is outside of 0 to 1, or no number, is
  ///     taken for not sure.
  public init(best: String, others: [String], confidence: Double) {
    var seen: Set<String> = [best]
    self.others = Array(
      others.map { $0.trimmingSpaces() }
        .filter {
          !$0.isEmpty && $0.unicodeScalars.count <= Message.textLimit && seen.insert($0).inserted
        }
        .prefix(Self.limit - 1)
    )
    self.confidence = (0...1).contains(confidence) ? confidence : 0
  }

  /// Whether the customer is asked what was said.
  public var isUnsure: Bool { confidence < Self.answeredFrom }
}
