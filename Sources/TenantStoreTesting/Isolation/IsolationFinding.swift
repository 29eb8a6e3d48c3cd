/// A way in which one tenant could reach or notice another's rows.
public struct IsolationFinding: Hashable, Sendable, CustomStringConvertible {
  /// The table or the query function.
  public let subject: String
  /// What was possible.
  public let leak: String

  /// `storefront.product: …`.
  public var description: String { "\(subject): \(leak)" }
}
