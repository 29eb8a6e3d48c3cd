internal import TenantStore

/// Words for the differences between folders and the database.
enum ChangeText {
  /// One line per difference.
  static func listed(_ tenants: [TenantChanges]) -> String {
    tenants.map { tenant in
      guard !tenant.changes.isEmpty else { return "\(tenant.tenant): no changes" }
      let lines = tenant.changes.map { change in
        let fields = change.fields.isEmpty ? "" : " (\(change.fields.joined(separator: ", ")))"
        return "  \(sign(change.action)) \(change.kind) \(change.name)\(fields)"
      }
      return (["\(tenant.tenant): \(count(tenant.changes.count))"] + lines).joined(separator: "\n")
    }
    .joined(separator: "\n")
  }

  /// One line per tenant: how many things of each kind.
  static func counted(_ tenants: [TenantChanges]) -> String {
    tenants.map { tenant in
      guard !tenant.changes.isEmpty else { return "\(tenant.tenant): no changes" }
      let groups = Dictionary(grouping: tenant.changes) { "\(done($0.action)) \($0.kind)" }
      let counts = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        .map { "\($0.key) \($0.value.count)" }
      return "\(tenant.tenant): \(counts.joined(separator: ", "))"
    }
    .joined(separator: "\n")
  }

  private static func count(_ number: Int) -> String {
    number == 1 ? "1 change" : "\(number) changes"
  }

  private static func sign(_ action: FolderChange.Action) -> String {
    switch action {
    case .create: "+"
    case .update: "~"
    case .archive: "-"
    }
  }

  private static func done(_ action: FolderChange.Action) -> String {
    switch action {
    case .create: "created"
    case .update: "updated"
    case .archive: "archived"
    }
  }
}
