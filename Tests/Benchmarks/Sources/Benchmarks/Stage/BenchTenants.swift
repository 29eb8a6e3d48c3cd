import TenantStore

/// Tenants that are in the registry, for figures whose tables refer to it.
enum BenchTenants {
  /// Registers tenants, or finds those of an earlier run.
  static func registered(_ count: Int, named name: String, in database: TenantDatabase) async throws
    -> [TenantID]
  {
    guard let english = LanguageTag(rawValue: "en") else { return [] }
    var tenants: [TenantID] = []
    for number in 0..<count {
      let document = TenantDocument(
        tenant: "\(name)-\(number)",
        name: LocalizedText([english: "\(name) \(number)"]),
        hosts: [],
        locales: [english],
        currency: "CNY",
        timeZone: "Asia/Shanghai",
        market: "CN",
        modules: [:]
      )
      tenants.append(try await database.register(document).id)
    }
    return tenants
  }
}
