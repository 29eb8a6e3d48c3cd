import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Reviews from the command line", .tenantDatabase([StorefrontModule.module]))
struct ReviewCommandTests {
  private struct Stage {
    let tool: Tool
    let folder: SampleFolder
    let review: Review

    func run(_ arguments: String...) async -> (status: CommandStatus, screen: Tool.Screen) {
      await tool.run(["reviews"] + arguments + ["--tenant", folder.slug])
    }
  }

  /// A shop with one low rating that waits for a person.
  private func stage() async throws -> Stage {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    let placed = try await CommandLineTests().placed(by: folder.slug)
    let database = try #require(TestDatabase.current).database
    let tenants = try await database.registeredTenants()
    let tenant = try #require(tenants.first { $0.document.tenant == folder.slug })
    let snapshot = try TenantSnapshot(
      id: tenant.id,
      revision: tenant.revision,
      document: tenant.document,
      modules: [StorefrontModule.module]
    )
    let review = try await database.transaction(for: tenant.id) { transaction in
      let shop = Shop()
      let number = placed.order.number
      try await shop.confirmPayment(of: number, by: .system, in: transaction)
      try await shop.fulfilOrder(number, by: .system, in: transaction)
      try await shop.confirmReceipt(of: number, by: .system, in: transaction)
      return try await shop.writeReview(
        ReviewForm(code: placed.order.lines[0].code, rating: 1, text: "tambah WhatsApp saya"),
        with: placed.token,
        for: snapshot,
        in: transaction
      )
    }
    return Stage(tool: tool, folder: folder, review: review)
  }

  @Test func `a review is listed, published, answered and hidden; again changes nothing`()
    async throws
  {
    let stage = try await stage()
    let id = stage.review.id.description
    let listed = await stage.run("list", "--json")
    let overdue = await stage.run("overdue")
    #expect(listed.screen.result.contains(id))
    #expect(overdue.screen.result.contains("No such reviews."))
    for (line, state) in [
      (["publish", id], "published"), (["reply", id, "Maaf, kami ganti."], "published"),
      (["hide", id], "hidden"),
    ] {
      var results: [String] = []
      for _ in 0..<2 {
        let done = await stage.tool.run(["reviews"] + line + ["--tenant", stage.folder.slug])
        #expect(done.status == .success, "\(line): \(done.screen.messages)")
        results.append(done.screen.result)
      }
      #expect(results[0] == "\(id): \(state)" && results[1] == results[0])
    }
    let hidden = await stage.run("list", "--state", "hidden", "--json")
    let shown = try JSONValue(json: hidden.screen.result)
    guard case .array(let items)? = shown["items"] else {
      Issue.record("no items: \(hidden.screen.result)")
      return
    }
    #expect(items.map { $0["reply"] } == ["Maaf, kami ganti."])
    let trail = await stage.tool.run("audit", "list", "--tenant", stage.folder.slug)
    #expect(trail.screen.result.contains("storefront.review_hidden"))
    #expect(trail.screen.result.contains("admin:lin"))
  }

  @Test func `what is out of order, unknown or empty is refused`() async throws {
    let stage = try await stage()
    let id = stage.review.id.description
    _ = await stage.run("publish", id)
    let late = await stage.run("reject", id)
    let nothing = await stage.run("hide", id, "--follow-up")
    let unknown = await stage.run("publish", "rev_00000000000000000000000000")
    let empty = await stage.run("reply", id, " ")
    let wrong = await stage.run("list", "--state", "lost")
    #expect(late.screen.messages.contains("storefront.review_transition_refused"))
    #expect(nothing.screen.messages.contains("storefront.review_not_found"))
    #expect(unknown.screen.messages.contains("storefront.review_not_found"))
    #expect(empty.screen.messages.contains("storefront.review_invalid"))
    #expect(wrong.status == .usage)
  }
}
