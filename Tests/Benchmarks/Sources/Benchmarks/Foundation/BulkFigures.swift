import Foundation
import TenantStore

/// Many rows at once.
enum BulkFigures {
  static let all = [
    Figure(
      name: "foundation.bulkFetch.vsAsyncpg",
      what: "fetch and decode 500k rows of five columns of one tenant",
      unit: "rows/s",
      bounds: .ratio(atLeast: 4, floor: 3),
      measure: { try await fetch($0, isStreamed: false) }
    ),
    Figure(
      name: "foundation.bulkFetch.vsAsyncpg.stream",
      what: "the same rows as a stream, which needs the memory of a few hundred of them",
      unit: "rows/s",
      measure: { try await fetch($0, isStreamed: true) }
    ),
    Figure(
      name: "foundation.copyIn.vsAsyncpg",
      what: "COPY in of 300k rows of six columns, of which the layer writes tenant_id",
      unit: "rows/s",
      bounds: .ratio(atLeast: 1.7, floor: 1.2),
      measure: copy
    ),
  ]

  private static func fetch(_ stage: Stage, isStreamed: Bool) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let asyncpg = await Peer.asyncpg(stage)
    let scope = items.database.reading(items.bulkTenant)
    let clock = ContinuousClock()
    let windows = try await stage.plan.alternate(
      own: { _ in
        let begin = clock.now
        let count =
          isStreamed ? try await scope.countOfStreamedItems() : try await scope.allItems().count
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

  private static let loaded = BulkTable(
    "bench.loaded",
    columns: ["id", "name", "price", "created", "body"]
  )

  private static func copy(_ stage: Stage) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let asyncpg = await Peer.asyncpg(stage)
    let rows = stage.isShort ? 20_000 : 300_000
    let windows = try await stage.plan.alternate(
      own: { _ in
        try await items.address.execute("TRUNCATE bench.loaded")
        return try await load(rows, into: items)
      },
      peer: { _ in
        try await items.address.execute("TRUNCATE bench.loaded")
        return try await asyncpg.value?.copy(items, rows: rows)
      }
    )
    return Outcome(
      values: windows.own,
      peer: "asyncpg, copy_records_to_table",
      peerValues: windows.peer,
      note: asyncpg.whyMissing
    )
  }

  /// Loads rows that are in memory already, as the peer does; rows a second.
  private static func load(_ count: Int, into items: ItemDatabase) async throws -> Double {
    struct Source {
      let id: Int64
      let name: String
      let body: String
    }
    let created = Date.now
    let sources = (1...Int64(count)).map {
      Source(id: $0, name: "item \($0)", body: String(repeating: "x", count: 100))
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let loadedCount = try await items.database.load(for: items.bulkTenant, into: loaded) { loader in
      for source in sources {
        try await loader.row { row in
          row.append(source.id)
          row.append(source.name)
          row.append(source.id)
          row.append(created)
          row.append(source.body)
        }
      }
    }
    precondition(loadedCount == count, "rows were not loaded")
    return Double(count) / ((clock.now - begin) / .seconds(1))
  }
}
