import Foundation
import HTTPTypes
import Logging
import Metrics
import TenantStore
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Operation", .tenantDatabase([Probe.module]))
struct OperationsTests {
  @Test func `health and readiness answer on every host`() async throws {
    let server = try await ProbeServer()
    for host in ["10.0.0.1:8080", "\(server.mine.snapshot.slug).localhost"] {
      #expect(try await server.ask(.get, "/health", host: host).text == "ok\n")
      #expect(try await server.ask(.get, "/ready", host: host).status == 200)
    }
  }

  @Test func `requests are measured by route and status, never by path`() async throws {
    let server = try await ProbeServer()
    _ = try await server.ask(.put, "/api/v1/items/teapot")
    _ = try await server.ask(.get, "/unheard-of")
    let text = try await server.ask(.get, "/metrics", host: "10.0.0.1").text
    let labels = #"method="PUT",route="/api/v1/items/{slug}",status="204""#
    #expect(text.contains("# TYPE http_request_duration_seconds histogram\n"))
    #expect(text.contains("http_request_duration_seconds_count{\(labels)} 1\n"))
    #expect(text.contains("http_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} 1\n"))
    #expect(text.contains("tenants_served "))
    #expect(!text.contains("teapot") && !text.contains("unheard-of"))
  }

  @Test func `without metrics nothing answers there`() async throws {
    let server = try await ProbeServer { $0.metrics = nil }
    #expect(try await server.ask(.get, "/metrics").status == 404)
  }

  @Test(arguments: ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
  func `metrics are there for programs of this machine`(peer: String) async throws {
    let server = try await ProbeServer()
    let answer = try await server.ask(.get, "/metrics", host: "localhost:8080", peer: peer)
    #expect(answer.status == 200)
    #expect(answer.text.contains("tenants_served "))
  }

  @Test(arguments: ["203.0.113.7", "10.0.0.1", "2001:db8::1", "::ffff:203.0.113.7"])
  func `for anybody else metrics are not there`(peer: String) async throws {
    let server = try await ProbeServer { $0.trustsProxy = true }
    for headers: HTTPFields in [[:], [.forwardedFor: "127.0.0.1"]] {
      let shop = try await server.ask(.get, "/metrics", peer: peer, headers)
      #expect(shop.status == 404)
      #expect(shop.code == "web.not_found")
      let bare = try await server.ask(.get, "/metrics", host: "localhost", peer: peer, headers)
      #expect(bare.status == 404)
      #expect(try await server.ask(.get, "/health", peer: peer, headers).status == 200)
    }
  }

  @Test(arguments: [true, false], ["X-Forwarded-For", "x-forwarded-host", "Forwarded", "Via"])
  func `what a proxy of this machine passes on sees no metrics`(isTrusted: Bool, header: String)
    async throws
  {
    let server = try await ProbeServer { $0.trustsProxy = isTrusted }
    let name = try #require(HTTPField.Name(header))
    #expect(try await server.ask(.get, "/metrics", [name: "127.0.0.1"]).status == 404)
  }

  @Test func `a request leaves one line without a word about who asked or for what`()
    async throws
  {
    let server = try await ProbeServer { $0.trustsProxy = true }
    let token = try await server.startedSession()
    let before = server.log.lines.count
    let answer = try await server.submit(
      "/notes?phone=13800138000",
      "text=secretname",
      [
        .forwardedFor: "203.0.113.7", .authorization: "Bearer \(token.cookieText)",
        .userAgent: "curious",
      ]
    )
    let lines = server.log.lines.dropFirst(before)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.hasPrefix("request "))
    for part in [
      "method=POST", "route=/notes", "status=303", "tenant=\(server.mine.snapshot.slug)",
      "request_id=\(try #require(answer.headers[.requestID]))", "ms=", "bytes=0",
    ] { #expect(line.contains(part)) }
    for secret in ["13800138000", "secretname", "203.0.113.7", "curious", token.cookieText] {
      #expect(!line.contains(secret))
    }
  }
}

@Suite("Prometheus exposition")
struct PrometheusMetricsTests {
  @Test func `counters, gauges and timers are written as Prometheus reads them`() {
    let metrics = PrometheusMetrics()
    Counter(label: "orders.placed", dimensions: [("tenant", "a\"b\\c")], factory: metrics)
      .increment(by: 2)
    Counter(label: "orders.placed", dimensions: [("tenant", "a\"b\\c")], factory: metrics)
      .increment()
    Gauge(label: "queue-length", factory: metrics).record(7)
    let timer = Timer(label: "wait", factory: metrics)
    timer.recordMilliseconds(3)
    timer.recordSeconds(100)
    let text = metrics.exposition
    #expect(
      text.contains("# TYPE orders_placed counter\norders_placed{tenant=\"a\\\"b\\\\c\"} 3.0\n")
    )
    #expect(text.contains("# TYPE queue_length gauge\nqueue_length 7.0\n"))
    #expect(text.contains("wait_bucket{le=\"0.0025\"} 0\nwait_bucket{le=\"0.005\"} 1\n"))
    #expect(text.contains("wait_bucket{le=\"30.0\"} 1\nwait_bucket{le=\"+Inf\"} 2\n"))
    #expect(text.contains("wait_sum 100.003\nwait_count 2\n"))
  }

  @Test func `many writers at once lose nothing`() async {
    let metrics = PrometheusMetrics()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1000 { Counter(label: "hits", factory: metrics).increment() }
        }
      }
    }
    #expect(metrics.exposition.contains("hits 8000.0\n"))
  }
}
