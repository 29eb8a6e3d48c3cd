internal import HTTPTypes
internal import TenantStore

/// What answers on every host: health, readiness, and assets, which all tenants share.
///
/// Metrics tell about all tenants at once: for anybody but this machine they are not there.
struct OperationsPages: Sendable {
  let directory: TenantDirectory
  let database: TenantDatabase
  let metrics: PrometheusMetrics?
  let pages: PageLibrary

  func answer(_ arrival: Arrival, _ trace: inout RequestTrace) async throws -> Reply? {
    guard let path = Self.template(of: arrival.rawPath) else { return nil }
    if path == "/metrics", metrics == nil || !arrival.isFromThisMachine { return nil }
    trace.operation = path
    guard arrival.isReading else {
      trace.allowed = ["GET", "HEAD"]
      throw WebRefusal(.methodNotAllowed)
    }
    switch path {
    case "/health": return .text("ok\n")
    case "/ready": return try await readiness()
    case "/metrics": return .text(exposition, type: "text/plain; version=0.0.4; charset=utf-8")
    default: return try asset(String(arrival.rawPath))
    }
  }

  private static func template(of path: Substring) -> String? {
    switch path {
    case "/health", "/ready", "/metrics": String(path)
    default: path.hasPrefix("/assets/") ? "/assets/{name}" : nil
    }
  }

  /// Ready means: the registry can be read and there is somebody to serve.
  private func readiness() async throws -> Reply {
    try await directory.refresh()
    guard !directory.all.isEmpty else {
      throw TenancyRefusal(.hostUnknown, details: ["reason": "no tenant is registered"])
    }
    return .text("ready\n")
  }

  private var exposition: String {
    guard let metrics else { return "" }
    let load = database.load
    metrics.series("database_connections_open", [], .gauge).set(Int64(load.openConnections))
    metrics.series("database_batches_in_flight", [], .gauge).set(Int64(load.inFlight))
    metrics.series("database_batches_queued", [], .gauge).set(Int64(load.queued))
    metrics.series("tenants_served", [], .gauge).set(Int64(directory.all.count))
    return metrics.exposition
  }

  private func asset(_ path: String) throws -> Reply {
    guard let served = pages.assets[path] else { throw WebRefusal(.notFound) }
    return .bytes(
      served.asset.bytes,
      contentType: served.asset.contentType,
      caching: .immutable
    )
  }
}

extension Reply {
  fileprivate static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Self {
    .bytes(Array(text.utf8), contentType: type, caching: .personal)
  }
}
