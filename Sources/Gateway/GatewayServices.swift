internal import Glibc
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

/// Runs the tenants' jobs, and asks for those that are scheduled.
struct JobService: Service {
  let worker: JobWorker
  let scheduler: JobScheduler

  func run() async throws {
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await scheduler.run() }
        await worker.run()
        group.cancelAll()
      }
    } onGracefulShutdown: {
      worker.stop()
    }
  }
}

/// Forgets what has expired: sessions, the keys of repeated requests, delivered events, and jobs that
/// ended long ago.
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
      try await database.sweepJobs()
    } catch {
      logger.warning("sweep failed and is tried again later", metadata: ["error": "\(error)"])
    }
  }
}

/// Gives memory back to the system that a burst of visitors needed and the allocator keeps.
///
/// glibc returns by itself only what lies at the end of a heap; one small block that outlives a
/// burst keeps all below it. Walking a heap of 100 MB takes milliseconds.
struct MemoryService: Service {
  /// How long it rests between two rounds.
  var interval: Duration = .seconds(60)

  /// `malloc_trim`, which glibc has and other C libraries have not.
  private static let trim: (@Sendable @convention(c) (Int) -> CInt)? = dlsym(nil, "malloc_trim")
    .map { unsafeBitCast($0, to: (@Sendable @convention(c) (Int) -> CInt).self) }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await Task.sleep(for: interval)) != nil { _ = Self.trim?(0) }
    }
  }
}

/// Says that a process without pages is ready, and lives as long as the others.
struct ReadyService: Service {
  let announce: @Sendable (String) -> Void
  let onReady: @Sendable (Int) async -> Void

  func run() async throws {
    announce("Ready. This process runs jobs and serves no pages.")
    await onReady(0)
    try await gracefulShutdown()
  }
}
