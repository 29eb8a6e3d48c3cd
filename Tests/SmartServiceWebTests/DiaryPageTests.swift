import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("The diary of pregnancy", .tenantDatabase([SmartServiceModule.module]))
struct DiaryPageTests {
  private static let path = "/service/pregnancy-diary"

  @Test func `days are noted, compared with what is usual, and deleted`() async throws {
    let server = try await ServiceServer()
    let mother = Visitor(server.site, at: server.mine)
    let first = try await mother.open(Self.path)
    #expect(first.text.contains("不是诊断") && first.text.contains("预产期"))
    let unasked = try await mother.post("\(Self.path)/begin", ["due": "2026-12-15"])
    #expect(unasked.status == 422 && unasked.text.contains("先同意"))
    // 21 September is in week 27, a Monday.
    let begun = try await mother.submit(
      "\(Self.path)/begin",
      ["due": "2026-12-15", "agreed": "yes"]
    )
    #expect(begun.text.contains("孕 27 周"), "\(begun.text)")
    #expect(begun.text.contains("孕 28 周起，参考量会变") && begun.text.contains("29 mg"))
    for (day, amount) in [("2026-09-22", "1"), ("2026-09-21", "x")] {
      let wrong = try await mother.post(
        "\(Self.path)/days",
        ["day": day, "amount-milk": amount]
      )
      #expect(wrong.status == 422, "\(day) \(amount)")
    }
    for number in [15, 16, 17] {
      _ = try await mother.submit(
        "\(Self.path)/days",
        ["day": "2026-09-\(number)", "amount-milk": "100", "amount-iron": "30,5", "words": "溏心蛋"]
      )
    }
    let page = try await mother.open(Self.path)
    #expect(page.text.contains("记录少于参考量") && page.text.contains("100 g"), "\(page.text)")
    #expect(page.text.contains("记录达到参考量") && page.text.contains("WS/T 578.3"))
    #expect(page.text.contains("沙门氏菌") && page.text.contains("未经专业人员签核"))
    #expect(!page.text.contains("chat-danger"))
    _ = try await mother.submit(
      "\(Self.path)/days",
      ["day": "2026-09-18", "words": "出血很多，肚子痛"]
    )
    #expect(try await mother.open(Self.path).text.contains("chat-danger"))

    for visitor in [Visitor(server.site, at: server.mine), Visitor(server.site, at: server.other)] {
      #expect(!(try await visitor.open(Self.path).text.contains("沙门氏菌")))
    }
    let left = try await mother.submit("\(Self.path)/erasure")
    #expect(!left.text.contains("沙门氏菌") && left.text.contains("name=\"due\""))
  }
}
