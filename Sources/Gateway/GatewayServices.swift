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

/// Keeps the allocator's memory near what is used.
///
/// glibc returns by itself only what lies at the end of a heap; one small block that outlives a
/// burst keeps all below it. Walking a heap of 100 MB takes milliseconds.
struct MemoryService: Service {
  /// How long it rests between two rounds.
  var interval: Duration = .seconds(60)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await Task.sleep(for: interval)) != nil { _ = Self.trim?(0) }
    }
  }

  /// Holds the process to one heap for each processor, in place of eight.
  ///
  /// A thread that is born late would otherwise open a heap of its own, which then holds what the
  /// others hold already. It has to be said before there are threads. An operator who sets
  /// `MALLOC_ARENA_MAX` is heard instead.
  static func shareHeaps() {
    guard getenv("MALLOC_ARENA_MAX") == nil else { return }
    let arenaMax: CInt = -8  // M_ARENA_MAX of glibc's malloc.h
    _ = option?(arenaMax, CInt(clamping: max(2, sysconf(CInt(_SC_NPROCESSORS_ONLN)))))
  }

  // glibc has these, other C libraries have not.
  private static let trim: (@Sendable @convention(c) (Int) -> CInt)? = dlsym(nil, "malloc_trim")
    .map { unsafeBitCast($0, to: (@Sendable @convention(c) (Int) -> CInt).self) }
  private static let option: (@Sendable @convention(c) (CInt, CInt) -> CInt)? =
    dlsym(nil, "mallopt")
    .map { unsafeBitCast($0, to: (@Sendable @convention(c) (CInt, CInt) -> CInt).self) }
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
