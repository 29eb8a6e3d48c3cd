public import TenantStore

/// What waits for members of staff, as a tile of the desk's first page.
public struct DeskTask: Sendable {
  /// The key of its text in the module's ``WebModule/texts``.
  public let textKey: String
  /// How many wait; none still shows the tile.
  public let count: Int64
  /// The most that the tile shows as a number; above it stands a plus.
  public let ceiling: Int64
  /// Who sees the tile.
  public let permission: StaffPermission
  /// The address that it leads to, of ``TenantRequest/url(_:_:)``.
  public let url: String

  /// Describes a task.
  public init(
    textKey: String,
    count: Int64,
    ceiling: Int64 = 99,
    permission: StaffPermission,
    url: String
  ) {
    self.textKey = textKey
    self.count = count
    self.ceiling = ceiling
    self.permission = permission
    self.url = url
  }

  /// The tasks of one module at the moment of a request.
  public typealias Source = @Sendable (TenantRequest) async throws -> [DeskTask]

  func tile(_ texts: LocalTexts) -> View {
    [
      "name": texts[textKey], "href": url, "isWaiting": count > 0,
      "count": count > ceiling ? "\(ceiling)+" : "\(count)",
    ]
  }
}
