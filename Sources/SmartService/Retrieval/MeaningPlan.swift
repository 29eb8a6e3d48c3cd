public import TenantStore

/// When a model reads the wordings of entries, and how much memory their points may take.
///
/// A model needs some hundredths of a second for a wording, so that a shop of a thousand takes half a
/// minute: nobody waits for it in a chat.
public struct MeaningPlan: Sendable {
  /// What became of reading a tenant's wordings beside its talks.
  public enum Event: Hashable, Sendable {
    /// From now on answers are found by meaning too.
    case ready(TenantID, wordings: Int, bytes: Int, took: Duration)
    /// The points have no room; answers are found by words until the knowledge changes.
    case tooLarge(TenantID, wordings: Int, bytes: Int, limit: Int)
  }

  let limitBytes: Int?
  let report: @Sendable (Event) -> Void

  /// Everything is read before the first question is answered; for evaluations.
  public static let before = Self(limitBytes: nil) { _ in }

  /// Questions are answered by words until all wordings of their tenant are read, one tenant after the
  /// other.
  ///
  /// - Parameters:
  ///   - bytes: What the points of all tenants may take together. Defaults to 256 MiB, which is about
  ///     75,000 wordings with both models; a tenant for whose points no room is left is answered by
  ///     words.
  ///   - report: Is told what became of each tenant's knowledge.
  /// - Returns: The plan.
  public static func beside(
    atMostBytes bytes: Int = 256 << 20,
    report: @escaping @Sendable (Event) -> Void = { _ in }
  ) -> Self {
    Self(limitBytes: bytes, report: report)
  }
}
