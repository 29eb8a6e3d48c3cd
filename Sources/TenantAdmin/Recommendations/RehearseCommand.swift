internal import ArgumentParser
internal import Recommend
internal import TenantStore

struct RehearseCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract:
      "Fills a shop without a history with made-up families, so that its pages can be tried.",
    discussion: """
      Looks, purchases and past sales of families that never lived, by the shop's own goods and their \
      ages; the same seed gives the same history. It is for a shop to try things with: where anybody \
      bought anything it refuses. Train and forecast after it.
      """
  )

  @Option(help: "How many families, 1 to 5000.") var families = 600
  @Option(help: "For how many days until yesterday, 30 to 390.") var days = 240
  @Option(help: "What the history follows from.") var seed: UInt64 = 1
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func validate() throws {
    guard (1...5_000).contains(families) else {
      throw ValidationError("--families must be 1 to 5000.")
    }
    guard (30...390).contains(days) else { throw ValidationError("--days must be 30 to 390.") }
  }

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    return try await session.withRecommendWork(of: tenant.tenant, options) { work in
      guard try await work.reading.interactions(kinds: ["purchase"]).isEmpty else {
        throw AdminError(
          .failure,
          "\(tenant.tenant) knows of purchases; made-up ones are for a shop without any"
        )
      }
      session.report("families shop …")
      let made = MadeUpFamilies(
        families: families,
        days: days,
        catalogue: try await work.recommender.ownCatalogue(work.snapshot, work.reading),
        shelf: try await work.supply.ownShelf(work.snapshot, work.reading),
        now: work.database.environment.now(),
        seed: seed
      )
      try await keep(made, work, session)
      try await work.database.transaction(for: work.snapshot.id) {
        try await $0.audit("recommend.rehearsed", of: "\(families) families", by: actor)
      }
      let counts = ["events": made.signals.count, "sales": made.sold.count]
      return try Report(
        counts,
        text:
          "\(made.signals.count) events and \(made.sold.count) sales of \(families) made-up families."
      )
    }
  }

  private func keep(_ made: MadeUpFamilies, _ work: RecommendWork, _ session: AdminSession)
    async throws
  {
    let step = SignalRule.batchLimit
    for start in stride(from: 0, to: made.signals.count, by: step) {
      session.report("\(start) of \(made.signals.count) events")
      let some = Array(made.signals[start..<min(start + step, made.signals.count)])
      try await work.database.transaction(for: work.snapshot.id) { transaction in
        _ = try await transaction.takePast(some)
      }
    }
    try await work.database.transaction(for: work.snapshot.id) { transaction in
      // Days of an article are added up here, since one that is told again is replaced.
      try await work.supply.recordPastSales(made.sold, in: transaction)
    }
  }
}
