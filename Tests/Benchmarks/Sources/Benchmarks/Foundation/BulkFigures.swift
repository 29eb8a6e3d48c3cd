import TenantStore

/// Many rows at once.
enum BulkFigures {
  static let all = [
    Figure(
      name: "foundation.bulkFetch.vsAsyncpg",
      what: "fetch and decode 500k rows of five columns of one tenant",
      unit: "rows/s",
      bounds: .ratio(atLeast: 4, floor: 3),
      measure: fetch
    )
  ]

  private static func fetch(_ stage: Stage) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let asyncpg = await Peer.asyncpg(stage)
    let scope = items.database.reading(items.bulkTenant)
    let clock = ContinuousClock()
    let windows = try await stage.plan.alternate(
      own: { _ in
        let begin = clock.now
        let count = try await scope.allItems().count
        precondition(count == items.bulkRows, "rows are missing")
        return Double(count) / ((clock.now - begin) / .seconds(1))
      },
      peer: { _ in try await asyncpg.value?.fetch(items) }
    )
    return Outcome(
      values: windows.own,
      peer: "asyncpg, one fetch",
      peerValues: windows.peer,
      note: asyncpg.whyMissing
    )
  }
}
