import Foundation
import Logging
import Membership
import Synchronization
import TenantStore

/// The stages of a million children.
enum TurnoverFigure {
  static let all = [
    Figure(
      name: "membership.stageTurnover1M.seconds",
      what: "one job that turns the stages of a million children of one tenant, all due at once",
      unit: "s",
      bounds: .value(atMost: 60, floor: 120),
      measure: measure
    )
  ]

  private static func measure(_ stage: Stage) async throws -> Outcome {
    let count = stage.isShort ? 20_000 : 1_000_000
    let address = try await stage.address()
    let families = try await FamilyDatabase.prepared(at: address, children: count)
    let database = families.database
    let worker = JobWorker(
      database: database,
      modules: [MembershipModule.module],
      logger: .silent
    )
    let probe = LockProbe(families)
    let probing = Task { try await probe.run() }
    let begin = ContinuousClock.now
    let running = Task { await worker.run() }
    while try await database.scope(families.tenant).hasChildrenToTurn() {
      // A child that the probe held is left for the next run, as the schedule would come to it.
      try await database.enqueue(
        JobRequest(kind: "membership.turn_stages", key: "turnover"),
        for: families.tenant
      )
      try await Task.sleep(for: .milliseconds(100))
    }
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    probe.stop()
    try await probing.value
    worker.stop()
    await running.value
    let turned = try await database.scope(families.tenant).countOfTurns()
    await database.close()
    precondition(turned == count, "every child enters one stage: \(turned) of \(count)")
    return Outcome(
      values: [seconds * 1_000_000 / Double(count)],
      details: ["longestWaitSeconds": probe.longest, "probes": Double(probe.count)],
      note: "longestWaitSeconds is the longest that another change of a child had to wait"
    )
  }
}

/// A tenant with many children, all of whom turn today.
private struct FamilyDatabase: Sendable {
  let database: TenantDatabase
  let tenant: TenantID

  static func prepared(at address: DatabaseAddress, children: Int) async throws -> Self {
    let migrator = Migrator(
      ownerConnection: address.url(role: DatabaseRoles.admin),
      modules: [MembershipModule.module],
      logger: .silent
    )
    try await migrator.migrate()
    await migrator.close()
    let database = TenantDatabase(
      TenantDatabaseConfiguration(
        application: address.url(role: DatabaseRoles.application),
        system: address.url(role: DatabaseRoles.system)
      ),
      logger: .silent
    )
    let name = "families-\(UUID().uuidString.prefix(8).lowercased())"
    let tenant = try await BenchTenants.registered(1, named: name, in: database)[0]
    try await address.execute(fill(tenant.uuid.uuidString, children))
    try await address.execute("VACUUM ANALYZE membership.child")
    try await address.execute("CHECKPOINT")
    return Self(database: database, tenant: tenant)
  }

  /// Two children a member; births spread over the last six years.
  private static func fill(_ tenant: String, _ children: Int) -> String {
    """
    CREATE TEMPORARY TABLE made AS SELECT i, (i + 1) / 2 AS family
      FROM generate_series(1, \(children)) i;
    INSERT INTO membership.member (tenant_id, id, joined_at, consents)
    SELECT '\(tenant)', ('00000000-0000-7000-8000-' || lpad(f::text, 12, '0'))::uuid, now(), 2
    FROM generate_series(1, \((children + 1) / 2)) f;
    INSERT INTO membership.consent_entry (tenant_id, member_id, number, purpose, child_id, decision,
      text_version, actor, recorded_at)
    SELECT '\(tenant)', ('00000000-0000-7000-8000-' || lpad(family::text, 12, '0'))::uuid,
      2 - i % 2, 'guardian', ('00000000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid, 'given',
      '2026-11', 'system', now() FROM made;
    INSERT INTO membership.child (tenant_id, id, member_id, siblings, nickname, sex, born_on,
      consent, turns_on, added_at)
    SELECT '\(tenant)', ('00000000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid,
      ('00000000-0000-7000-8000-' || lpad(family::text, 12, '0'))::uuid,
      ('00000000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid, '', 'female',
      current_date - 1 - i % 2190, 2 - i % 2, current_date - 1 - i % 2190, now() FROM made;
    """
  }
}

/// Changes children at random while the job runs, and remembers the longest wait.
private final class LockProbe: Sendable {
  private struct Found {
    var longest = 0.0
    var count = 0
  }

  private let families: FamilyDatabase
  private let found = Mutex(Found())
  private let isStopped = Atomic(false)

  init(_ families: FamilyDatabase) { self.families = families }

  var longest: Double { found.withLock { $0.longest } }
  var count: Int { found.withLock { $0.count } }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  func run() async throws {
    let scope = families.database.scope(families.tenant)
    while !isStopped.load(ordering: .relaxed) {
      let begin = ContinuousClock.now
      try await scope.touchEarliestChild()
      let seconds = (ContinuousClock.now - begin) / .seconds(1)
      found.withLock {
        $0.longest = max($0.longest, seconds)
        $0.count += 1
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}

extension TenantScope {
  fileprivate func hasChildrenToTurn() async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM membership.child
        WHERE tenant_id = \(tenant) AND turns_on <= current_date - 1)
      """
    ) ?? false
  }

  fileprivate func countOfTurns() async throws -> Int {
    try await value(
      "SELECT count(*) FROM membership.stage_turn WHERE tenant_id = \(tenant)"
    ) ?? 0
  }

  /// Changes the child whom the job takes next, or holds already.
  fileprivate func touchEarliestChild() async throws {
    try await execute(
      """
      UPDATE membership.child SET version = version + 1
      WHERE tenant_id = \(tenant) AND id = (SELECT id FROM membership.child
        WHERE tenant_id = \(tenant) AND turns_on <= current_date
        ORDER BY turns_on, id LIMIT 1)
      """
    )
  }
}

extension Logger {
  fileprivate static var silent: Logger {
    var logger = Logger(label: "benchmarks.families")
    logger.logLevel = .error
    return logger
  }
}
