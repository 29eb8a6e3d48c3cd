import Storefront
import TenantAdmin
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Payments from the command line", .tenantDatabase([StorefrontModule.module]))
struct PaymentCommandTests {
  @Test func `part of an order's money goes back as a task that is done once`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    let number = try await CommandLineTests().placedOrder(of: folder.slug)
    let tenant = "--tenant=\(folder.slug)"
    let key = "--key=0198b6de-0000-7000-8000-000000000001"
    _ = await tool.run("orders", "confirm-payment", number, tenant)

    let asked = await tool.run(
      "payments",
      "refund",
      number,
      "1.00",
      "--reason",
      "rusak",
      key,
      tenant,
      "--json"
    )
    let again = await tool.run(
      "payments",
      "refund",
      number,
      "1.00",
      "--reason",
      "rusak",
      key,
      tenant,
      "--json"
    )
    let other = await tool.run(
      "payments",
      "refund",
      number,
      "2.00",
      "--reason",
      "rusak",
      key,
      tenant
    )
    let tooMuch = await tool.run(
      "payments",
      "refund",
      number,
      "99999999.00",
      "--reason",
      "rusak",
      tenant
    )
    let open = await tool.run("payments", "refunds", "--open", tenant)
    guard case .string(let refund)? = try JSONValue(json: asked.screen.result)["id"] else {
      Issue.record("no refund: \(asked.screen)")
      return
    }
    let done = await tool.run("payments", "complete-refund", refund, "--reference", "B1", tenant)
    let twice = await tool.run("payments", "complete-refund", refund, tenant)
    let left = await tool.run("payments", "refunds", "--open", tenant)
    let order = await tool.run("orders", "show", number, tenant, "--json")

    #expect(asked.screen.result == again.screen.result)
    #expect(other.screen.messages.contains("storefront.refund_key_reused"))
    #expect(tooMuch.screen.messages.contains("storefront.refund_exceeds_paid"))
    #expect(open.screen.result.contains(refund))
    #expect(done.screen.result.contains("done"))
    #expect(twice.screen.result == done.screen.result)
    #expect(left.screen.result.contains("No such refunds."))
    #expect(try JSONValue(json: order.screen.result)["payment"] == "partially_refunded")
  }

  @Test func `a shop without payments online has no reports and no bills`() async throws {
    let tool = try await Tool.onSuiteDatabase()
    let folder = try SampleFolder()
    _ = await tool.run("apply", folder.path)
    let tenant = "--tenant=\(folder.slug)"

    let reports = await tool.run("payments", "reports", "--refused", tenant)
    let match = await tool.run("payments", "match", "--date", "2026-11-28", tenant)
    let kept = await tool.run("payments", "match", "--date", "2026-11-28", "--kept", tenant)
    let wrong = await tool.run("payments", "match", "--date", "2026-02-30", tenant)

    #expect(reports.screen.result.contains("No such reports."))
    #expect(match.status == .success)
    #expect(match.screen.result.contains("No provider of this shop gave a bill"))
    #expect(kept.screen.result == match.screen.result)
    #expect(wrong.status == .usage)
  }
}
