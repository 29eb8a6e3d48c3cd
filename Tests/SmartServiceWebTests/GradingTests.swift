import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Grading answers at the desk", .tenantDatabase([SmartServiceModule.module]))
struct GradingTests {
  @Test func `an expert grades a drawn answer, and the figures say how well and how fast`()
    async throws
  {
    let server = try await ServiceServer()
    try await server.publish(honey, for: server.mine)
    let customer = Visitor(server.site, at: server.mine)
    _ = try await customer.submit("/service/messages", ["text": "宝宝5个月大，可以给宝宝喝点蜂蜜吗"])
    let lin = Visitor(server.site, at: server.mine)
    try await lin.staff("lin", .owner, of: server.mine)

    let insights = try await lin.open("/desk/service-insights")
    #expect(insights.text.contains("自动回答用时") && insights.text.contains("网页"), "\(insights.text)")
    #expect(insights.text.contains("超过 5.00 s 算超时"))
    #expect(insights.text.contains("href=\"/desk/service-grading\""))
    let page = try await lin.open("/desk/service-grading")
    #expect(page.text.contains("可以给宝宝喝点蜂蜜吗") && page.text.contains("1岁以内不能吃任何蜂蜜。"))
    #expect(page.text.contains("/desk/knowledge/honey-before\""))
    let answer = try #require(
      try await server.mine.scope.answersToGrade(since: .distantPast).first
    )
    let path = "/desk/service-grading/\(answer.conversation)/\(answer.position)"
    #expect(try await lin.post("\(path)/great", [:]).status == 404)
    let done = try await lin.submit("\(path)/right")
    #expect(done.text.contains("没有待抽查的回答"), "\(done.text)")
    #expect(try await server.mine.scope.answerGrades(since: .distantPast).right == 1)

    // Whoever answers talks grades nothing, and a neighbour finds nothing.
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .service, of: server.mine)
    #expect(try await mei.open("/desk/service-grading").status == 403)
    #expect(try await mei.post("\(path)/wrong", [:]).status == 403)
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("an", .owner, of: server.other)
    #expect(try await neighbour.post("\(path)/wrong", [:]).status == 404)
    #expect(try await server.mine.scope.answerGrades(since: .distantPast).right == 1)
  }
}
