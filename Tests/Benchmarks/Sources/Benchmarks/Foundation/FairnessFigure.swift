import Foundation
import TenantStore

/// What one tenant that floods does to the others.
enum FairnessFigure {
  static let all = [
    Figure(
      name: "foundation.fairness.p99Ratio",
      what: "p99 of selects of 999 tenants at a fixed rate, with one that floods against without",
      unit: "×",
      bounds: .value(atMost: 1.5, floor: 3),
      measure: measure
    )
  ]

  /// Selects a second of all light tenants together; about a tenth of what two cores can do.
  private static let rate = 1_000

  private static func measure(_ stage: Stage) async throws -> Outcome {
    let items = try await stage.itemDatabase()
    let windows = try await stage.plan.alternate(
      own: { seconds in try await latencies(items, seconds: seconds, isFlooded: true) },
      peer: { seconds in try await latencies(items, seconds: seconds, isFlooded: false) }
    )
    let pairs = zip(windows.own, windows.peer)
    let milliseconds = { (samples: [[Double]], share: Double) in
      samples.map { $0.percentile(share) * 1_000 }.median
    }
    return Outcome(
      values: pairs.map { $0.percentile(0.99) / $1.percentile(0.99) },
      details: [
        "p99WithMilliseconds": milliseconds(windows.own, 0.99),
        "p99WithoutMilliseconds": milliseconds(windows.peer, 0.99),
        "p50WithMilliseconds": milliseconds(windows.own, 0.5),
        "p50WithoutMilliseconds": milliseconds(windows.peer, 0.5),
      ]
    )
  }

  /// The seconds that each select of a light tenant took, from when it was due.
  private static func latencies(
    _ items: ItemDatabase,
    seconds: Int,
    isFlooded: Bool
  ) async throws -> [Double] {
    let flood = Task {
      guard isFlooded else { return }
      let scope = items.database.reading(items.tenant(0))
      _ = try await ClosedLoop.run(tasks: 64, seconds: seconds) { _ in
        let count = try await scope.items(50).count
        precondition(count > 0, "rows are missing")
      }
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let taken = try await withThrowingTaskGroup(of: Double.self) { group in
      var random = QuickRandom(seed: 7)
      for number in 0..<(rate * seconds) {
        let due = begin + .seconds(1) / rate * number
        if due > clock.now { try await Task.sleep(until: due, tolerance: .zero, clock: clock) }
        let tenant = items.tenant(Int.random(in: 1..<items.tenantCount, using: &random))
        let id = Int64.random(in: 1...items.rowsPerTenant, using: &random)
        group.addTask {
          _ = try await items.database.reading(tenant).item(id)
          return (clock.now - due) / .seconds(1)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try await flood.value
    return taken
  }
}
