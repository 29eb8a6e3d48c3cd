import Foundation
import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Outbox and audit commands", .tenantDatabase([StorefrontModule.module]), .serialized)
struct OutboxCommandTests {
  /// A handler of the shop's event that a test lets fail.
  private static func failingShop() -> TenantModule {
    TenantModule(
      name: "storefront",
      settings: NoSettings.self,
      migrations: [],
      handlers: [
        OutboxHandler(
          "storefront.count_sold_products",
          kind: "storefront.order_placed",
          maximumAttempts: 1
        ) { _, _ in throw CancelledByTest() }
      ]
    )
  }

  private struct CancelledByTest: Error {}

  private struct NoSettings: ModuleSettings {
    func problems(in document: TenantDocument) -> [SettingsProblem] { [] }
  }

  @Test func `a dead letter is shown, replayed and gone, and the trail says by whom`() async throws
  {
    let tool = try await Tool.onSuiteDatabase()
    let pair = try await TenantPair.fresh()
    let slug = pair.mine.snapshot.slug
    let event = try await pair.mine.transaction {
      try await $0.emit("storefront.order_placed", ["order": "none"])
    }
    let modules = [Self.failingShop()]
    try await OutboxDrain(database: pair.mine.database, modules: modules, logger: .quiet)
      .deliverDue()

    let counts = await tool.run("outbox", "dead")
    let dead = await tool.run("outbox", "dead", "--tenant", slug)
    let replay = await tool.run("outbox", "replay", "--dead", "--tenant", slug)
    let again = await tool.run("outbox", "replay", "--dead", "--tenant", slug)
    // The tool reads the machine's clock, which is far ahead of the test's.
    pair.mine.clock.advance(by: 100 * 365 * 24 * 3600)
    try await OutboxDrain(
      database: pair.mine.database,
      modules: [StorefrontModule.module],
      logger: .quiet
    ).deliverDue()
    let shown = await tool.run("outbox", "show", event.description, "--tenant", slug, "--json")
    let audit = await tool.run("audit", "list", "--tenant", slug, "--actor", "admin:lin")

    #expect(counts.screen.result.contains(slug))
    #expect(dead.screen.result.contains("storefront.count_sold_products"))
    #expect(replay.screen.result == "1 deliveries will be made again.", "\(replay.screen.messages)")
    #expect(again.screen.result == "Nothing to replay.")
    #expect(shown.screen.result.contains("\"state\" : \"delivered\""))
    #expect(audit.screen.result.contains("tenancy.outbox_replayed"))
  }

  @Test func `lists are paged, and an empty one says so`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let pair = try await TenantPair.fresh()
    for _ in 0..<3 {
      try await pair.mine.transaction { transaction in
        try await transaction.emit("probe.happened", [:])
        try await transaction.audit("probe.done", of: "probe", by: .system)
      }
    }
    let (slug, neighbour) = (pair.mine.snapshot.slug, pair.other.snapshot.slug)

    for (group, noun) in [("outbox", "events"), ("audit", "changes")] {
      let first = await tool.run(group, "list", "--tenant", slug, "--limit", "2")
      let after = try #require(first.screen.result.firstMatch(of: /--after (\S+)/)).1
      let second = await tool.run(
        group,
        "list",
        "--tenant",
        slug,
        "--limit",
        "2",
        "--after",
        String(after)
      )
      let empty = await tool.run(group, "list", "--tenant", neighbour)
      #expect(first.screen.result.matches(of: /probe\./).count == 2)
      #expect(second.screen.result.matches(of: /probe\./).count == 1)
      #expect(empty.screen.result == "No such \(noun).")
    }
    let all = await tool.run("audit", "list", "--since", "2020-01-01", "--json")
    #expect(all.screen.result.contains(slug))
  }

  @Test(arguments: [
    ["replay"], ["show", "ord_1"], ["list", "--after", "x"], ["list", "--limit", "0"],
  ])
  func `a wrong command line is exit code 64`(_ arguments: [String]) async throws {
    let tool = try await Tool.onSuiteDatabase()
    let pair = try await TenantPair.fresh()
    let line = ["outbox"] + arguments + ["--tenant", pair.mine.snapshot.slug]
    #expect(await tool.run(line).status == .usage)
  }
}
