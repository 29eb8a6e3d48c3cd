internal import TenantStore

/// What the operator is told when the gateway answers.
struct Announcement: Sendable {
  let host: String
  let directory: TenantDirectory

  /// The addresses of the shops, or how to register one.
  func text(port: Int) -> String {
    let tenants = directory.all
    guard !tenants.isEmpty else {
      return """
        Ready on http://\(shownHost):\(port)/, but no tenants yet.
        Register one with: tenant-admin apply FOLDER (it is served within a second)
        """
    }
    let shops = tenants.map { tenant in
      let addresses =
        tenant.hosts.isEmpty
        ? ["http://localhost:\(port)/t/\(tenant.slug)/"]
        : tenant.hosts.map { "http://\($0):\(port)/" }
      let name = tenant.name.text(in: tenant.locales)
      return "  \(name)  \(addresses.joined(separator: "  "))"
    }
    return (["Ready. The shops:"] + shops).joined(separator: "\n")
  }

  private var shownHost: String {
    if host == "0.0.0.0" || host == "::" { return "localhost" }
    return host.contains(":") ? "[\(host)]" : host
  }
}
