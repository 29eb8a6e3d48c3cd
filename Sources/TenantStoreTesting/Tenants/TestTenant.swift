public import Foundation
import Synchronization
public import TenantStore

/// A fresh merchant of a test.
public struct TestTenant: Sendable {
  /// The database with this test's clock.
  public let database: TenantDatabase
  /// The settings as the gateway sees them.
  public let snapshot: TenantSnapshot
  /// The clock that the tenant's scopes and transactions read.
  public let clock: TestClock

  /// The tenant.
  public var id: TenantID { snapshot.id }
  /// For single statements.
  public var scope: TenantScope { database.scope(id) }

  /// Runs a closure in one transaction of the tenant.
  @discardableResult
  public func transaction<Value>(
    _ body: (TenantTransaction) async throws -> Value
  ) async throws -> Value {
    try await database.transaction(for: id, body)
  }

  /// Asks for jobs of a module once, as its schedules do, and does what of this tenant is due.
  ///
  /// Tests of a suite share its database but not their clocks, so nobody else's jobs are touched.
  ///
  /// - Parameters:
  ///   - module: The module that declares the jobs.
  ///   - isAskedFor: Which kinds are asked for first.
  /// - Returns: How many attempts ended.
  /// - Throws: What asking for them throws; what a job throws is recorded with it.
  @discardableResult
  public func work(
    _ module: TenantModule,
    asking isAskedFor: (JobKind) -> Bool = { _ in false }
  ) async throws -> Int {
    for kind in module.jobs where isAskedFor(kind) {
      try await database.enqueue(JobRequest(kind), for: id)
    }
    return await worker(module).runUntilIdle()
  }

  /// A worker for this tenant's jobs alone, by this test's clock.
  public func worker(_ module: TenantModule) -> JobWorker {
    var options = JobWorkerOptions()
    options.clock = .environment
    options.tenants = [id]
    return JobWorker(database: database, modules: [module], options: options, logger: .quiet)
  }
}

/// Two merchants who share a database and must never notice it.
public struct TenantPair: Sendable {
  /// The merchant that a test acts for.
  public let mine: TestTenant
  /// The neighbour, whose rows are in reach of every query that forgets its tenant.
  public let other: TestTenant

  /// Makes two fresh tenants on the suite's database.
  ///
  /// - Parameters:
  ///   - settings: The settings of each enabled module.
  ///   - plan: What the plan of both limits.
  ///   - currency: The currency of both.
  ///   - now: What the clock says at first.
  /// - Returns: The two tenants, on one clock.
  /// - Throws: ``TestingMistake`` outside of a suite with `.tenantDatabase(…)`.
  public static func fresh(
    settings: [String: JSONValue] = [:],
    plan: TenantPlan? = nil,
    currency: String = "CNY",
    now: Date = Date(timeIntervalSince1970: 1_790_000_000)
  ) async throws -> TenantPair {
    guard let current = TestDatabase.current else { throw TestingMistake.noDatabase }
    let clock = TestClock(now: now)
    let database = current.database.with(clock.environment)
    func tenant(_ name: String) async throws -> TestTenant {
      let slug = "\(name)-\(UUID().uuidString.prefix(13).lowercased())"
      let document = TenantDocument(
        tenant: slug,
        name: LocalizedText([.zh: "\(name)的店", .en: "\(name)'s shop"]),
        hosts: ["\(slug).localhost"],
        locales: [.zh, .en],
        currency: currency,
        timeZone: "Asia/Shanghai",
        market: "CN",
        plan: plan,
        modules: settings
      )
      let registered = try await database.register(document)
      let snapshot = try TenantSnapshot(
        id: registered.id,
        revision: registered.revision,
        document: document,
        modules: current.modules
      )
      return TestTenant(database: database, snapshot: snapshot, clock: clock)
    }
    return TenantPair(mine: try await tenant("ada"), other: try await tenant("lin"))
  }
}

/// A test that asks for something that it was not given.
public enum TestingMistake: Error {
  /// The suite has no `.tenantDatabase(…)` trait.
  case noDatabase
}

extension LanguageTag {
  /// Chinese.
  public static var zh: Self { known("zh") }
  /// English.
  public static var en: Self { known("en") }

  private static func known(_ text: String) -> Self {
    guard let tag = Self(rawValue: text) else { preconditionFailure("\(text) is a language tag") }
    return tag
  }
}

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
  private let instant: Mutex<Date>

  /// Creates a clock.
  public init(now: Date) { instant = Mutex(now) }

  /// What the clock says.
  public var now: Date { instant.withLock { $0 } }

  /// Moves the clock forward by seconds.
  public func advance(by seconds: TimeInterval) { instant.withLock { $0 += seconds } }

  /// An environment on this clock, with true randomness.
  public var environment: StoreEnvironment {
    var environment = StoreEnvironment.live
    let random = environment.randomBytes
    let ids = TimeOrderedIDs(now: { self.now }, randomBytes: random)
    environment.now = { self.now }
    environment.makeID = { ids.next() }
    return environment
  }
}
