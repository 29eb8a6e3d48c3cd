internal import TenantStore

/// Which keys of a document differ.
enum DocumentDifference {
  /// The change that registering a document makes, or nothing when it is registered as it is.
  static func change(from old: TenantDocument?, to new: TenantDocument) throws -> FolderChange? {
    guard let old else { return FolderChange(.create, kind: "tenant", name: new.tenant) }
    guard old != new else { return nil }
    let fields = fields(
      from: try JSONValue(encoding: old),
      to: try JSONValue(encoding: new),
      at: []
    )
    return FolderChange(.update, kind: "tenant", name: new.tenant, fields: fields)
  }

  private static func fields(from old: JSONValue?, to new: JSONValue?, at path: [String])
    -> [String]
  {
    guard old != new else { return [] }
    guard case .object(let old)? = old, case .object(let new)? = new else {
      return [path.joined(separator: ".")]
    }
    return Set(old.keys).union(new.keys).sorted()
      .flatMap { fields(from: old[$0], to: new[$0], at: path + [$0]) }
  }
}
