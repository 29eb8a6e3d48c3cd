import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

/// Runs every query function of the data layer once, so that every table has rows of `tenant`.
private func exercise(_ tenant: TestTenant) async throws {
  let token = SessionToken.make(in: .live)
  let session = try await tenant.scope.startSession(token)
  try await tenant.transaction { _ = try $0.beginSession(.make(in: .live)) }
  _ = try await tenant.scope.session(token)
  try await tenant.scope.prolongSession(session.id)
  try await tenant.scope.renewSession(session.id, as: SessionToken.make(in: .live))
  try await tenant.scope.renewSession(session.id, as: token)
  let media = try Media(file: Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
  _ = try await tenant.scope.media(tenant.scope.keepMedia(media))
  try await exerciseMedia(tenant)
  let request = try IdempotentRequest(asker: "ada", key: "0123456789", operation: "x", payload: [])
  for _ in 0..<2 {
    try await tenant.transaction { transaction in
      guard try await transaction.claim(request) == nil else { return }
      try await transaction.store(StoredAnswer(status: 200, headers: [:], body: []), for: request)
      try await transaction.audit("probe.done", of: "probe", by: .shopper)
      let draft = AuditDraft(action: "probe.done", subject: "probe", before: nil, after: [:])
      try await transaction.audit([draft, draft], by: .system)
      try await transaction.emit("probe.failing", [:])
    }
  }
  _ = try await tenant.scope.auditEntries(of: "probe")
  _ = try await tenant.scope.auditEntries(AuditListQuery())
  let module = TenantModule(
    name: "probe",
    settings: ProbeSettings.self,
    migrations: [],
    handlers: [
      OutboxHandler("probe.fails", kind: "probe.failing") { _, _ in throw TestingMistake.noDatabase
      }
    ]
  )
  try await exerciseOutbox(tenant, module)
  try await exerciseQuotas(tenant)
  try await exerciseSecrets(tenant)
  try await exerciseJobs(tenant)
  try await exerciseStaff(tenant)
}

/// Leaves pictures of a visitor, one of which is shown and one withheld.
private func exerciseMedia(_ tenant: TestTenant) async throws {
  let pictures = try (0..<3).map { number in
    try Media(photograph: [0xFF, 0xD8, 0xFF, 0xDA, 0, 3, number, 0xFF, 0xD9])
  }
  try await tenant.transaction { transaction in
    var kept: [MediaID] = []
    for picture in pictures { kept.append(try await transaction.keepMedia(picture)) }
    try await transaction.settleMedia(kept) { MediaUse(shown: [kept[0]], hidden: [kept[1]]) }
  }
  let drawn = try Media(file: DrawnPicture.png(200, 150))
  let id = try await tenant.scope.keepMedia(drawn)
  #expect(try await tenant.scope.unsizedMedia(after: nil, limit: 10).contains(id))
  let maker = RenditionMaker { _, widths in
    Dictionary(uniqueKeysWithValues: widths.map { ($0, DrawnPicture.webp($0, $0)) })
  }
  let renditions = try #require(await maker.renditions(of: drawn))
  try await tenant.transaction { try await $0.keepRenditions(renditions, of: id) }
  _ = try await tenant.scope.media(id, width: 160)
}

/// Leaves a member who is signed in, and attempts that failed.
private func exerciseStaff(_ tenant: TestTenant) async throws {
  let roster = StaffRoster(of: tenant.id, in: tenant.database, by: .system)
  let entrance = StaffEntrance(of: tenant.id, in: tenant.database)
  let (first, second) = ("correct horse 7", "another long one 9")
  try await roster.add("mei", .service, password: first)
  try await roster.setRole(.owner, of: "mei")
  try await roster.disable("mei")
  try await roster.enable("mei")
  try await roster.setPassword(second, of: "mei")
  for _ in 0..<6 { _ = try? await entrance.signIn("nobody", password: first, from: "192.0.2.1") }
  await PasswordCost.$waitingLimit.withValue(0) {
    _ = try? await entrance.signIn("mei", password: second, from: "192.0.2.1")
  }
  let old = try await entrance.signIn("mei", password: second, from: "192.0.2.1")
  let token = try await entrance.signIn(
    "mei",
    password: second,
    from: "192.0.2.1",
    replacing: old
  )
  let session = try #require(try await tenant.scope.staffSession(token))
  try await tenant.scope.touchStaffSession(session.id)
  _ = try await tenant.scope.staffMembers()
}

private func exerciseQuotas(_ tenant: TestTenant) async throws {
  let quota = Quota("probe.shelves", per: .standing)
  let module = TenantModule(
    name: "probe",
    settings: ProbeSettings.self,
    migrations: [],
    quotas: [quota]
  )
  var document = TenantDocument(
    tenant: tenant.snapshot.slug,
    name: tenant.snapshot.name,
    hosts: [],
    locales: tenant.snapshot.locales,
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    market: "CN",
    modules: [:]
  )
  document.plan = TenantPlan(limits: [quota.name: 3])
  let snapshot = try TenantSnapshot(
    id: tenant.id,
    revision: 2,
    document: document,
    modules: [module]
  )
  try await tenant.transaction { transaction in
    try await transaction.consume(quota, 2, for: snapshot)
    try await transaction.release(quota)
  }
  _ = try await tenant.scope.quotaUsed(quota, for: snapshot)
}

private func exerciseSecrets(_ tenant: TestTenant) async throws {
  let keys = ["b", "a"].map { $0 + ":" + Data(repeating: 7, count: 32).base64EncodedString() }
  let old = try SecretStore(database: tenant.database, variables: ["CRADLE_SECRET_KEY": keys[1]])
  try await old.set("kept", to: Secret([1]), of: tenant.id, by: .system)
  try await old.set("gone", to: Secret([1]), of: tenant.id, by: .system)
  _ = try await old.remove("gone", of: tenant.id, by: .system)
  let both = try SecretStore(
    database: tenant.database,
    variables: ["CRADLE_SECRET_KEY": keys.joined(separator: ",")]
  )
  _ = try await both.rotate(of: tenant.id, by: .system)
  let reference = try #require(SecretReference(.store, "kept"))
  _ = try await both.secret(reference, of: tenant.snapshot)
  _ = try await tenant.scope.storedSecrets()
}

private func exerciseOutbox(_ tenant: TestTenant, _ module: TenantModule) async throws {
  let drain = OutboxDrain(database: tenant.database, modules: [module], logger: .quiet)
  try await drain.deliverDue()
  var query = OutboxListQuery()
  let listed = try await tenant.scope.outboxEntries(query)
  for state in OutboxState.allCases {
    query.state = state
    _ = try await tenant.scope.outboxEntries(query)
  }
  if let event = listed.first { _ = try await tenant.scope.outboxEvent(event.id) }
  _ = try await tenant.scope.deadLetters(after: nil, limit: 10)
  for isOfDeadLetters in [false, true] {
    try await tenant.transaction { transaction in
      var replay = OutboxReplay()
      replay.isOfDeadLetters = isOfDeadLetters
      try await transaction.replayOutbox(replay, to: [module], by: .system)
    }
  }
  try await drain.deliverDue()
}

/// Leaves a job in every state, and a schedule.
private func exerciseJobs(_ tenant: TestTenant) async throws {
  let database = tenant.database
  let kind = JobKind(name: "probe.job") { context in
    try await context.transaction { try await context.complete(in: $0) }
  }
  let module = TenantModule(
    name: "probe",
    settings: ProbeSettings.self,
    migrations: [],
    jobs: [kind]
  )
  let request = JobRequest(kind, key: "one")
  try await database.enqueue([request, request], for: tenant.id)
  var options = JobWorkerOptions()
  options.clock = .environment
  await JobWorker(database: database, modules: [module], options: options, logger: .quiet)
    .runUntilIdle()
  let id = try await tenant.transaction { try await $0.enqueue(request) }
  if let job = try await database.job(id) {
    _ = try await database.cancelJob(job, by: .system)
    _ = try await database.retryJob(job, by: .system)
  }
  let known = try await tenant.scope.consideredUntil("probe")
  _ = try await tenant.transaction {
    try await $0.takeSlots(of: "probe", from: known ?? tenant.clock.now, to: tenant.clock.now + 1)
  }
}

@Suite("Isolation of the data layer", .tenantDatabase())
struct TenancyIsolationTests {
  @Test func `no table lets another tenant read, count, change, delete or infer a row`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)
    let findings = try await PolicyIsolation(database)
      .findings(owner: pair.mine.id, intruder: pair.other.id)
    #expect(findings.isEmpty)
  }

  @Test func `no query reaches another tenant under a role that no policy binds`() async throws {
    let pair = try await TenantPair.fresh()
    let database = try #require(TestDatabase.current)
    try await exercise(pair.mine)
    let suite = PredicateIsolation(database)
    let findings = try await suite.findings(owner: pair.mine.id, mirror: pair.other.id)
    #expect(findings.isEmpty)
    #expect(suite.functions.count >= 47)
  }
}

@Suite("The isolation suites")
struct IsolationMutationTests {
  private func findings(after mutation: String) async throws -> [IsolationFinding] {
    var findings: [IsolationFinding] = []
    try await TestDatabase.withNew { database in
      try await TestDatabase.$current.withValue(database) {
        let pair = try await TenantPair.fresh()
        try await exercise(pair.mine)
        try await database.asOwner { pool in
          try await pool.withConnection { try await $0.script(mutation) }
        }
        findings = try await PolicyIsolation(database)
          .findings(owner: pair.mine.id, intruder: pair.other.id)
      }
    }
    return findings
  }

  @Test func `find a policy that was dropped`() async throws {
    // Without any policy, row-level security refuses all rows: the neighbour gains nothing, and
    // the schema linter names the table. A policy that says less is what lets a neighbour in.
    #expect(
      try await !findings(
        after: """
          DROP POLICY tenant_isolation ON tenancy.media;
          ALTER TABLE tenancy.media DISABLE ROW LEVEL SECURITY
          """
      ).isEmpty
    )
    #expect(
      try await !findings(
        after: "ALTER POLICY tenant_isolation ON tenancy.media USING (true)"
      ).isEmpty
    )
  }

  @Test func `find a table that the application owns and that is not forced`() async throws {
    #expect(
      try await !findings(
        after: """
          ALTER TABLE tenancy.media NO FORCE ROW LEVEL SECURITY;
          ALTER TABLE tenancy.media OWNER TO app_user
          """
      ).isEmpty
    )
  }

  @Test func `find a query without its predicate`() async throws {
    try await TestDatabase.withNew { database in
      try await TestDatabase.$current.withValue(database) {
        let pair = try await TenantPair.fresh()
        try await exercise(pair.mine)
        let tenant = pair.mine.id
        _ = try await pair.mine.scope.batch([
          """
          SELECT s.id FROM tenancy.session s JOIN tenancy.audit_entry a ON a.actor <> s.id::text
          WHERE s.tenant_id = \(tenant)
          """
        ])
        let findings = try await PredicateIsolation(database)
          .findings(owner: pair.mine.id, mirror: pair.other.id)
        #expect(findings.contains { $0.leak.contains("without naming the tenant") })
        #expect(findings.contains { $0.leak.contains("gives other rows") })
      }
    }
  }

  @Test func `find a query that they could not run, and so know nothing of`() async throws {
    try await TestDatabase.withNew { database in
      try await TestDatabase.$current.withValue(database) {
        let pair = try await TenantPair.fresh()
        let tenant = pair.mine.id
        _ = try await pair.mine.scope.batch([
          """
          SELECT 1 / (CASE \(tenant)::text WHEN \(tenant.uuid.uuidString.lowercased())::text
            THEN 1 ELSE 0 END)
          """
        ])
        let findings = try await PredicateIsolation(database)
          .findings(owner: pair.mine.id, mirror: pair.other.id)
        #expect(findings.map(\.leak) == ["could not be run as the mirror: 22012"])
      }
    }
  }
}
