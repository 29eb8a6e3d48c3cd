/// How a worker goes about its jobs.
public struct JobWorkerOptions: Sendable {
  /// Whose clock decides what is due and when a lease ends.
  public enum Clock: Sendable {
    /// The database server's, on which all processes agree.
    case server
    /// That of the database's environment, for tests that move it.
    case environment
  }

  /// How many jobs run beside each other.
  ///
  /// Defaults to 8.
  public var concurrency = 8
  /// How many of them may belong to one tenant.
  ///
  /// Defaults to three quarters, so that no tenant's long jobs fill all places.
  public var concurrencyPerTenant: Int?
  /// How many short jobs may be claimed beyond those that run.
  ///
  /// Defaults to 256; jobs of a second and more are never claimed ahead.
  public var mostAhead = 256
  /// How often running jobs give a sign of life.
  ///
  /// Defaults to 2 seconds.
  public var heartbeat: Duration = .seconds(2)
  /// How often it looks for jobs that other processes asked for.
  ///
  /// Defaults to 1 second.
  public var poll: Duration = .seconds(1)
  /// How long short jobs may gather before they are claimed and recorded together, while others are
  /// worked on.
  ///
  /// A round trip claims of up to sixteen tenants with a statement for each, however few jobs there
  /// are. The first job after a quiet moment does not wait. Defaults to 10 milliseconds.
  public var gathering: Duration = .milliseconds(10)
  /// How long running jobs may go on after a shutdown began, before they are cancelled.
  ///
  /// Defaults to 10 seconds.
  public var grace: Duration = .seconds(10)
  /// How long jobs that are done or cancelled are kept.
  ///
  /// Defaults to 7 days.
  public var keepsFinished: Duration = .seconds(7 * 86_400)
  /// How long dead jobs are kept.
  ///
  /// Defaults to 90 days.
  public var keepsDead: Duration = .seconds(90 * 86_400)
  /// Whose clock is asked.
  public var clock = Clock.server
  /// Whose jobs are run.
  ///
  /// Defaults to nothing, which means every tenant's. A process that is kept for some tenants, and a
  /// test with a clock of its own, leave the jobs of others to others.
  public var tenants: Set<TenantID>?

  /// The defaults.
  public init() {}

  var perTenant: Int { min(concurrency, concurrencyPerTenant ?? max(1, concurrency * 3 / 4)) }
}
