internal import TenantStore

/// Finds the tenant and the place below it that a request was sent to.
struct TenantLookup: Sendable {
  let directory: TenantDirectory
  let servesNamedTenants: Bool

  /// The tenant of the host, else of `/t/NAME`, with the segments of the path below it.
  ///
  /// - Throws: A refusal when nobody answers at the host, or the address is malformed.
  func find(_ arrival: Arrival) throws -> (tenant: TenantSnapshot, place: RequestPlace, [String]) {
    let pieces = arrival.rawPath.utf8.split(
      separator: UInt8(ascii: "/"),
      omittingEmptySubsequences: false
    ).dropFirst()
    guard arrival.rawPath.hasPrefix("/"), !arrival.authority.isEmpty else {
      throw WebRefusal(.requestMalformed)
    }
    let segments = try pieces.map { try PercentCoding.decoded($0) }
    let fields = try QueryText.fields(arrival.rawQuery)
    if let tenant = directory.tenant(host: arrival.host) {
      let place = place(arrival, tenant, segments, fields, prefix: "")
      return (tenant, place, segments)
    }
    guard servesNamedTenants, segments.count >= 2, segments[0] == "t",
      let tenant = directory.tenant(slug: segments[1])
    else { throw TenancyRefusal(.hostUnknown) }
    let below = segments.count == 2 ? [""] : Array(segments.dropFirst(2))
    let place = place(arrival, tenant, below, fields, prefix: "/t/\(tenant.slug)")
    return (tenant, place, below)
  }

  private func place(
    _ arrival: Arrival,
    _ tenant: TenantSnapshot,
    _ segments: [String],
    _ fields: [(name: String, value: String)],
    prefix: String
  ) -> RequestPlace {
    let named = fields.last { $0.name == "lang" }?.value
    let written = arrival.rawPath.split(separator: "/", omittingEmptySubsequences: false)
    let rawPath = "/" + written.dropFirst(prefix.isEmpty ? 1 : 3).joined(separator: "/")
    return RequestPlace(
      origin: arrival.origin,
      isSecure: arrival.isSecure,
      prefix: prefix,
      path: "/" + segments.joined(separator: "/"),
      rawPath: rawPath,
      fields: fields,
      language: tenant.locales.first { $0.rawValue == named }
    )
  }
}
