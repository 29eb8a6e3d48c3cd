/// A situation of a family that goods can serve.
public enum Scenario: String, Hashable, Sendable, Codable, CaseIterable {
  /// Days at home.
  case home
  /// On the way.
  case travel
  /// Going back to work.
  case work
}
