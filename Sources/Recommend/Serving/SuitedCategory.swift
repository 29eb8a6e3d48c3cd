/// A category that the merchant's knowledge names for children of an age.
public struct SuitedCategory: Hashable, Sendable {
  /// The category's short name.
  public let category: String
  /// Who says so.
  public let source: String

  /// Names a category.
  public init(category: String, source: String) {
    self.category = category
    self.source = source
  }
}
