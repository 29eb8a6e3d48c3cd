import TenantStore

/// One row by its key in a transaction of its tenant, through the layer that a module's author uses.
enum TenantSelectFigures {
  static let all = [
    Figure(
      name: "foundation.tenantSelect.vsPgbench",
      what: "tenant-scoped prepared select, 64 tasks on 4 connections, on the executor",
      unit: "1/s",
      bounds: .ratio(atLeast: 1.6, floor: 1.2),
      measure: { try await vsPgbench($0, isOnExecutor: true) }
    ),
    Figure(
      name: "foundation.tenantSelect.vsPgbench.hop",
      what: "the same with callers on the global executor",
      unit: "1/s",
      measure: { try await vsPgbench($0, isOnExecutor: false) }
    ),
    Figure(
      name: "foundation.tenantSelect.vsAsyncpg",
      what: "the same on the executor, against four round trips on 8 connections",
      unit: "1/s",
      bounds: .ratio(atLeast: 6, floor: 4),
      measure: vsAsyncpg
    ),
    Figure(
      name: "foundation.tenantSelect.clientCpuMicroseconds",
      what: "processor time of the client for one select, one in flight, on the executor",
      unit: "µs",
      bounds: .value(atMost: 10, floor: 14),
      measure: { try await clientTime($0, isOnExecutor: true) }
    ),
    Figure(
      name: "foundation.tenantSelect.clientCpuMicroseconds.hop",
      what: "the same with the caller on the global executor",
      unit: "µs",
      measure: { try await clientTime($0, isOnExecutor: false) }
    ),
  ]

  /// A window of selects.
  private struct Sample: Sendable {
    let perSecond: Double
    let clientMicroseconds: Double
    let serverMicroseconds: Double?
  }

  private static func selects(
    _ items: ItemDatabase,
    tasks: Int,
    isOnExecutor: Bool,
    seconds: Int
  ) async throws -> Sample {
    let (database, tenants, rows) = (items.database, items.tenants, items.rowsPerTenant)
    let loop: @Sendable () async throws -> ClosedLoop.Tally = {
      try await ClosedLoop.run(tasks: tasks, seconds: seconds) { random in
        let tenant = tenants[Int.random(in: 0..<tenants.count, using: &random)]
        let id = Int64.random(in: 1...rows, using: &random)
        let item = try await database.reading(tenant).item(id)
        precondition(item?.id == id, "a row is missing")
      }
    }
    let server = items.postmaster.flatMap(ProcessorTime.tree)
    let client = ProcessorTime.own
    let tally =
      isOnExecutor ? try await database.onExecutor(for: tenants[0], loop) : try await loop()
    let used = ProcessorTime.own - client
    let serverAfter = items.postmaster.flatMap(ProcessorTime.tree)
    let serverUsed = server.flatMap { before in serverAfter.map { $0 - before } }
    return Sample(
      perSecond: tally.perSecond,
      clientMicroseconds: used / Double(tally.count) * 1e6,
      serverMicroseconds: serverUsed.map { $0 / Double(tally.count) * 1e6 }
    )
  }

  private static func vsPgbench(_ stage: Stage, isOnExecutor: Bool) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let pgbench = PgbenchPeer.tenantSelect(items, clients: 8)
    let windows = try await stage.plan.alternate(
      own: { try await selects(items, tasks: 64, isOnExecutor: isOnExecutor, seconds: $0) },
      peer: { try await pgbench.run(seconds: $0) }
    )
    var details = Self.details(windows.own)
    details["peerClientMicroseconds"] = windows.peer.map(\.clientMicroseconds).median
    return Outcome(
      values: windows.own.map(\.perSecond),
      peer: pgbench.name("one implicit tenant transaction"),
      peerValues: windows.peer.map(\.perSecond),
      details: details
    )
  }

  private static func vsAsyncpg(_ stage: Stage) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let asyncpg = await Peer.asyncpg(stage)
    let windows = try await stage.plan.alternate(
      own: { try await selects(items, tasks: 64, isOnExecutor: true, seconds: $0) },
      peer: { try await asyncpg.value?.tenantSelect(items, connections: 8, seconds: $0) }
    )
    return Outcome(
      values: windows.own.map(\.perSecond),
      peer: "asyncpg, BEGIN, set_config, SELECT, COMMIT",
      peerValues: windows.peer,
      details: Self.details(windows.own),
      note: asyncpg.whyMissing
    )
  }

  private static func clientTime(_ stage: Stage, isOnExecutor: Bool) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let pgbench = PgbenchPeer.tenantSelect(items, clients: 1)
    let windows = try await stage.plan.alternate(
      own: { try await selects(items, tasks: 1, isOnExecutor: isOnExecutor, seconds: $0) },
      peer: { try await pgbench.run(seconds: $0) }
    )
    return Outcome(
      values: windows.own.map(\.clientMicroseconds),
      peer: pgbench.name("one implicit tenant transaction"),
      peerValues: windows.peer.map(\.clientMicroseconds),
      details: [
        "perSecond": windows.own.map(\.perSecond).median,
        "serverMicroseconds": windows.own.compactMap(\.serverMicroseconds).median,
      ]
    )
  }

  private static func details(_ samples: [Sample]) -> [String: Double] {
    [
      "clientMicroseconds": samples.map(\.clientMicroseconds).median,
      "serverMicroseconds": samples.compactMap(\.serverMicroseconds).median,
    ]
  }
}
