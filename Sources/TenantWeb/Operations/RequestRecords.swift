internal import HTTPTypes
internal import Logging
internal import TenantStore

/// One line and one measurement per request, without a word about who asked or for what.
struct RequestRecords: Sendable {
  let logger: Logger
  let metrics: PrometheusMetrics?

  func record(_ reply: Reply, _ arrival: Arrival, _ trace: RequestTrace, took: Duration) {
    let method = Self.methods.contains(arrival.method) ? arrival.method.rawValue : "OTHER"
    let seconds = took / .seconds(1)
    metrics?.series(
      "http_request_duration_seconds",
      [("method", method), ("route", trace.template), ("status", "\(reply.status.code)")],
      .histogram
    ).record(seconds)
    logger.info(
      "request",
      metadata: [
        "method": "\(method)",
        "route": "\(trace.template)",
        "status": "\(reply.status.code)",
        "ms": "\((seconds * 100_000).rounded() / 100)",
        "bytes": "\(reply.body.count)",
        "tenant": "\(trace.tenant?.slug ?? "-")",
        "request_id": "\(arrival.id)",
      ]
    )
  }

  /// Other methods are whatever somebody typed, and must not make series.
  private static let methods: Set<HTTPRequest.Method> = [
    .get, .head, .post, .put, .patch, .delete, .options,
  ]
}
