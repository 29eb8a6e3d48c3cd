import Foundation
import Logging
import TenantStore

/// What a gateway keeps when nobody comes.
enum IdleMemoryFigure {
  static let all = [
    Figure(
      name: "foundation.idleMemoryMegabytes",
      what: "memory (PSS) of the gateway with 1,000 tenants, 60 s after one request to each",
      unit: "MB",
      bounds: .value(atMost: 120, floor: 200),
      measure: measure
    )
  ]

  /// Measures a gateway that served nothing before.
  private static func measure(_ stage: Stage) async throws -> Outcome {
    let shop = try await ShopServer.started()
    do {
      let outcome = try await memory(of: shop, rest: .seconds(stage.isShort ? 1 : 60))
      await shop.stop()
      return outcome
    } catch {
      await shop.stop()
      throw error
    }
  }

  private static func memory(of shop: ShopServer, rest: Duration) async throws -> Outcome {
    let hosts = try await register(1_000 - 2, beside: shop) + [shop.host, "flash.localhost"]
    let visitor = Visitor(port: shop.port, host: hosts[0])
    // The gateway serves what is registered within a second or two.
    let deadline = ContinuousClock.now + .seconds(30)
    while try visitor.ask("GET", "/").status != 200, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(200))
    }
    for host in hosts {
      let status = try Visitor(port: shop.port, host: host).ask("GET", "/").status
      guard status == 200 else {
        throw Visitor.Failure(description: "\(host) answered \(status)")
      }
    }
    let before = try megabytes(shop.process)
    try await Task.sleep(for: rest)
    return Outcome(
      values: [try megabytes(shop.process)],
      details: ["rightAfterTheRequests": before, "tenants": Double(hosts.count)]
    )
  }

  /// Registers tenants with the settings of the sample; their host names.
  private static func register(_ count: Int, beside shop: ShopServer) async throws -> [String] {
    var logger = Logger(label: "benchmarks")
    logger.logLevel = .warning
    let configuration = TenantDatabaseConfiguration(
      application: shop.url(role: DatabaseRoles.application),
      system: shop.url(role: DatabaseRoles.system)
    )
    let database = TenantDatabase(configuration, logger: logger)
    guard
      var document = try await database.registeredTenants().map(\.document)
        .first(where: { $0.tenant == "nuanya" })
    else { throw Visitor.Failure(description: "the sample tenant is not registered") }
    var hosts: [String] = []
    for number in 1...count {
      document.tenant = "shop-\(number)"
      document.hosts = ["shop-\(number).localhost"]
      hosts += document.hosts
      _ = try await database.register(document)
    }
    await database.close()
    return hosts
  }

  /// The memory of a process, what it shares counted in shares.
  private static func megabytes(_ process: Int) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)
    guard let line = text.firstMatch(of: /Pss:\s+([0-9]+) kB/), let size = Double(line.1) else {
      throw Visitor.Failure(description: "the gateway's memory cannot be read")
    }
    return size / 1_024
  }
}
