internal import DatabaseBootstrap
internal import Hummingbird
package import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import SmartService
internal import TenantStore
internal import TenantWeb
package import UnixSignals

/// One process that serves all tenants.
///
/// It finds the database, checks that it is fit, and runs HTTP, the directory of tenants, the
/// outbox, jobs and the sweep until it is told to stop: first no new requests, then the services, the
/// connections, and at last its share in the private server.
package struct GatewayProcess: Sendable {
  package let configuration: GatewayConfiguration
  private let modules: [GatewayModule]
  private let logger: Logger
  private let announce: @Sendable (String) -> Void

  /// Prepares a process.
  ///
  /// - Parameters:
  ///   - configuration: Where to listen and where the database is.
  ///   - modules: What is served; all of this build when it is left out.
  ///   - logger: Gets one line per request.
  ///   - announce: Gets what the operator wants to see: progress, and the addresses of the shops.
  package init(
    _ configuration: GatewayConfiguration,
    modules: [GatewayModule]? = nil,
    logger: Logger,
    announce: @escaping @Sendable (String) -> Void
  ) {
    self.configuration = configuration
    self.modules =
      modules
      ?? GatewayModule.all(
        models: configuration.models.map { ModelStore(folder: $0) },
        logger: logger
      )
    self.logger = logger
    self.announce = announce
  }

  /// Serves until a signal or a graceful shutdown ends it.
  ///
  /// - Parameters:
  ///   - signals: The signals that end it in order.
  ///   - onReady: Called with the port when requests are answered.
  /// - Throws: ``GatewayFailure``, whose description says what to do.
  package func run(
    endingOn signals: [UnixSignal] = [.sigterm, .sigint],
    onReady: @escaping @Sendable (Int) async -> Void = { _ in }
  ) async throws(GatewayFailure) {
    do {
      let home = try await DatabaseHome.open(
        configuration.location,
        logger: logger,
        report: announce
      )
      do {
        try await serve(from: home, endingOn: signals, onReady: onReady)
        await home.close()
      } catch {
        await home.close()
        throw error
      }
    } catch {
      throw GatewayFailure.described(error, configuration)
    }
  }

  private func serve(
    from home: DatabaseHome,
    endingOn signals: [UnixSignal],
    onReady: @escaping @Sendable (Int) async -> Void
  ) async throws {
    let tenantModules = modules.map(\.tenant)
    if home.isEmbedded { try await home.migrate(modules: tenantModules, logger: logger) }
    let database = TenantDatabase(home.configuration, logger: logger)
    do {
      try await database.check(modules: tenantModules)
      let directory = TenantDirectory(database: database, modules: tenantModules, logger: logger)
      try await directory.refresh()
      try await withJobDatabase(home) { jobs in
        try await services(database, jobs, directory, endingOn: signals, onReady: onReady).run()
      }
      await database.close()
    } catch {
      await database.close()
      throw error
    }
  }

  /// Lends connections for jobs alone, so that no page ever waits for one.
  private func withJobDatabase(
    _ home: DatabaseHome,
    _ body: (TenantDatabase?) async throws -> Void
  ) async throws {
    guard configuration.jobs != .off else { return try await body(nil) }
    var connections = home.configuration
    connections.sharedConnections = 2
    connections.exclusiveConnections = configuration.jobConcurrency
    let database = TenantDatabase(connections, logger: logger)
    do {
      try await body(database)
      await database.close()
    } catch {
      await database.close()
      throw error
    }
  }

  /// The services in the order of their start; they end in the reverse order.
  private func services(
    _ database: TenantDatabase,
    _ jobs: TenantDatabase?,
    _ directory: TenantDirectory,
    endingOn signals: [UnixSignal],
    onReady: @escaping @Sendable (Int) async -> Void
  ) throws -> ServiceGroup {
    let tenantModules = modules.map(\.tenant)
    var services: [any Service] = [
      DirectoryService(directory: directory),
      SweepService(
        database: database,
        outboxRetention: configuration.outboxRetention,
        logger: logger
      ),
      MemoryService(),
    ]
    if let jobs {
      services.append(jobService(jobs, wokenBy: database, tenantModules, directory))
    }
    if configuration.jobs == .only {
      services.append(ReadyService(announce: announce, onReady: onReady))
    } else {
      let drain = OutboxDrain(database: database, modules: tenantModules, logger: logger)
      services += [OutboxService(drain: drain), try server(database, directory, onReady: onReady)]
    }
    var group = ServiceGroupConfiguration(
      services: services,
      gracefulShutdownSignals: signals,
      logger: quietLogger
    )
    // A visitor on a slow line gets this long to take the last answer.
    group.maximumGracefulShutdownDuration = .seconds(20)
    return ServiceGroup(configuration: group)
  }

  private func jobService(
    _ database: TenantDatabase,
    wokenBy pages: TenantDatabase,
    _ modules: [TenantModule],
    _ directory: TenantDirectory
  ) -> JobService {
    var options = JobWorkerOptions()
    options.concurrency = configuration.jobConcurrency
    let worker = JobWorker(
      database: database,
      modules: modules,
      options: options,
      wokenBy: [pages],
      logger: logger
    )
    let scheduler = JobScheduler(
      database: database,
      modules: modules,
      tenants: { directory.all },
      logger: logger
    )
    return JobService(worker: worker, scheduler: scheduler)
  }

  private func server(
    _ database: TenantDatabase,
    _ directory: TenantDirectory,
    onReady: @escaping @Sendable (Int) async -> Void
  ) throws -> some Service {
    let responder = try TenantWebResponder(
      modules: modules.map(\.web),
      directory: directory,
      database: database,
      configuration: configuration.web,
      logger: logger
    )
    let announcement = Announcement(host: configuration.host, directory: directory)
    return Application(
      responder: responder,
      server: .http1(configuration: .init(idleTimeout: .seconds(75))),
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port),
        serverName: nil
      ),
      onServerRunning: { [announce] channel in
        let port = channel.localAddress?.port ?? 0
        announce(announcement.text(port: port))
        await onReady(port)
      },
      logger: quietLogger
    )
  }

  /// The libraries' own lines about their start and end are no use to the operator.
  private var quietLogger: Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}
