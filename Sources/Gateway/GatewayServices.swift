internal import Logging
internal import ServiceLifecycle
internal import TenantStore

/// Keeps the served tenants like the registry.
struct DirectoryService: Service {
  let directory: TenantDirectory

  func run() async throws {
    await cancelWhenGracefulShutdown { await directory.run() }
  }
}

/// Delivers committed events to the modules' handlers.
struct OutboxService: Service {
  let drain: OutboxDrain

  func run() async throws {
    await cancelWhenGracefulShutdown { await drain.run() }
  }
}

/// Forgets what has expired: sessions, the keys of repeated requests, and delivered events.
struct SweepService: Service {
  let database: TenantDatabase
  /// How long an event is kept that every handler took.
  let outboxRetention: Duration
  let logger: Logger
  /// How long it rests between two sweeps.
  var interval: Duration = .seconds(3600)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await sweep()
        try? await Task.sleep(for: interval)
      }
    }
  }

  private func sweep() async {
    do {
      try await database.system("sweep of what has expired").sweepExpired()
      try await database.sweepOutbox(keeping: outboxRetention)
    } catch {
      logger.warning("sweep failed and is tried again later", metadata: ["error": "\(error)"])
    }
  }
}
