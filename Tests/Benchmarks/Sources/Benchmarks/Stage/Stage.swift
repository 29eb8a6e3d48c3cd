import EmbeddedPostgres
import Foundation
import Logging
import TenantStore

/// What figures are measured on: servers and data, made when the first figure needs them.
actor Stage {
  nonisolated let plan: WindowPlan
  /// Whether it only matters that everything runs.
  nonisolated let isShort: Bool
  /// Where peers are installed once and for all.
  nonisolated let cache: URL
  private let given: String?
  private var server: EmbeddedPostgres?
  private var items: Task<ItemDatabase, any Error>?
  private var shop: Task<ShopServer, any Error>?
  private var wide: Task<WideServer, any Error>?
  private var service: Task<ServiceHouse, any Error>?
  private var quality: [QualityFigures.Mode: Task<[String: Double], any Error>] = [:]
  private var scale: Task<ScaleShop, any Error>?
  private var implicit: Task<ImplicitPeer.Answer, any Error>?

  init(plan: WindowPlan, isShort: Bool, database: String?) {
    self.plan = plan
    self.isShort = isShort
    given = database
    let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
    cache = (caches ?? FileManager.default.temporaryDirectory).appending(path: "cradle-benchmarks")
  }

  /// Many tenants with few rows and one with many.
  func itemDatabase() async throws -> ItemDatabase {
    if let items { return try await items.value }
    let task = Task { try await ItemDatabase.prepared(at: address(), isShort: isShort) }
    items = task
    return try await task.value
  }

  /// A gateway process that serves the sample tenant, on a private server of its own.
  func shopServer() async throws -> ShopServer {
    if let shop { return try await shop.value }
    let task = Task { try await ShopServer.started() }
    shop = task
    return try await task.value
  }

  /// A gateway with a shop of half a million SKUs, on a private server of its own.
  func wideShop() async throws -> WideServer {
    if let wide { return try await wide.value }
    let isShort = isShort
    let task = Task { try await WideServer.started(isShort: isShort) }
    wide = task
    return try await task.value
  }

  /// A gateway with merchants who answer from thousands of entries, on a private server of its own.
  func serviceHouse() async throws -> ServiceHouse {
    if let service { return try await service.value }
    let isShort = isShort
    let task = Task { try await ServiceHouse.started(isShort: isShort) }
    service = task
    return try await task.value
  }

  /// How well customer service answers, measured once for all figures of a mode.
  func serviceQuality(_ mode: QualityFigures.Mode) async throws -> [String: Double] {
    if let known = quality[mode] { return try await known.value }
    let task = Task { try await QualityFigures.measured(mode) }
    quality[mode] = task
    return try await task.value
  }

  /// What another package makes of a split, which is the same for all figures of a run.
  func implicitAnswer(to split: AmazonBaby) async throws -> ImplicitPeer.Answer {
    if let implicit { return try await implicit.value }
    let task = Task { try await ImplicitPeer().answer(to: split) }
    implicit = task
    return try await task.value
  }

  /// A gateway with a shop of 20,000 products and a million signals, on a private server of its own.
  func scaleShop() async throws -> ScaleShop {
    if let scale { return try await scale.value }
    let isShort = isShort
    let task = Task { try await ScaleShop.started(isShort: isShort) }
    scale = task
    return try await task.value
  }

  /// Stops all that was started.
  func close() async {
    if let service = try? await service?.value { await service.stop() }
    if let scale = try? await scale?.value { await scale.server.stop() }
    if let wide = try? await wide?.value { await wide.server.stop() }
    if let shop = try? await shop?.value { await shop.stop() }
    if let items = try? await items?.value { await items.database.close() }
    await server?.stop()
  }

  /// A private server with the settings of production, which a watchdog ends with this process.
  func address() async throws -> DatabaseAddress {
    if let given { return DatabaseAddress(url: given) }
    if let server { return Self.address(of: server) }
    var configuration = EmbeddedPostgresConfiguration.temporary()
    configuration.isDurable = true
    configuration.superuser = DatabaseRoles.admin
    configuration.roles = [DatabaseRoles.application, DatabaseRoles.system, DatabaseRoles.loader]
    configuration.bootstrap =
      DatabaseRoles.creation() + ["CREATE DATABASE bench OWNER \(DatabaseRoles.admin)"]
    var logger = Logger(label: "server")
    logger.logLevel = .warning
    let server = try await EmbeddedPostgres.start(configuration, logger: logger)
    self.server = server
    return Self.address(of: server)
  }

  private static func address(of server: EmbeddedPostgres) -> DatabaseAddress {
    DatabaseAddress(socketDirectory: server.socketDirectory, port: 5432, database: "bench")
  }
}
