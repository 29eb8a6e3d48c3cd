import Foundation
import SmartService
import SmartServiceWeb
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

private let bookable: JSONValue = [
  "code": "dr-lin", "name": ["zh": "林医生"], "profession": ["zh": "儿科医生"],
  "licence": ["number": "1", "issuer": "卫健委", "checkedOn": "2026-08-08", "checkedBy": "王店长"],
  "hours": [["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["19:00-21:00"]]],
  "consultation": ["sku": "TALK-LIN", "minutes": 30],
]

@Suite("Booking a talk", .tenantDatabase([SmartServiceModule.module]))
struct ConsultationPageTests {
  @Test func `a time is chosen, held, paid in the shop, noted and graded`() async throws {
    let server = try await ServiceServer(
      experts: [bookable],
      checkout: ConsultationCheckout { sku, _, _ in sku == "TALK-LIN" ? "/checkout" : nil }
    )
    let parent = Visitor(server.site, at: server.mine)
    let page = try await parent.open("/service/experts")
    #expect(page.text.contains("30 分钟") && page.text.contains("没有接入这样的机构"), "\(page.text)")
    let start = try #require(page.field("start"))
    let path = "/service/experts/dr-lin/times"
    let held = try await parent.submit(path, ["start": start, "question": "睡整觉"])
    #expect(held.text.contains("等待付款") && held.text.contains("睡整觉") && held.text.contains("请在"))
    let again = try await parent.open("/service/experts")
    #expect(!again.text.contains("value=\"\(start)\""))

    // Somebody else has neither the time nor the page.
    let other = Visitor(server.site, at: server.mine)
    let late = try await other.post(path, ["start": start, "question": "我也要"])
    #expect(late.status == 422 && late.text.contains("约满"))
    let session = try await server.session(of: parent, at: server.mine)
    let booked = try #require(try await server.mine.scope.consultations(of: session).first)
    let own = "/service/consultations/\(booked.id)"
    #expect(try await other.post("\(own)/cancellation", [:]).status == 404)
    let paying = try await parent.post("\(own)/payment", [:])
    #expect(paying.status == 303 && paying.location?.hasPrefix("/checkout") == true)
    try await server.mine.transaction { transaction in
      try await ConsultationDesk.paid(
        UUID(),
        number: "202609210001",
        by: session,
        pieces: ["TALK-LIN": 1],
        for: server.mine.snapshot,
        in: transaction
      )
    }

    let desk = Visitor(server.site, at: server.mine)
    try await desk.staff("mei", .service, of: server.mine)
    #expect(try await desk.open("/desk/consultations").text.contains("林医生"))
    let sheet = "/desk/consultations/\(booked.id)"
    #expect(try await desk.open(sheet).text.contains("202609210001"))
    _ = try await desk.submit("\(sheet)/note", ["text": "睡前固定顺序"])
    _ = try await desk.submit("\(sheet)/end")
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("lin", .owner, of: server.other)
    #expect(try await neighbour.open(sheet).status == 404)
    let read = try await parent.open("/service/consultations")
    #expect(read.text.contains("睡前固定顺序") && read.text.contains("已完成"))
    _ = try await parent.submit("\(own)/rating", ["rating": "5"])
    #expect(try await server.mine.scope.consultation(booked.id)?.rating == 5)
    let over = try await parent.post("\(own)/cancellation", [:])
    #expect(over.status == 422 && over.text.contains("状态已经变了"))
  }

  @Test func `danger in what a talk shall be about is told before its time`() async throws {
    let server = try await ServiceServer(experts: [bookable])
    let parent = Visitor(server.site, at: server.mine)
    let start = try #require(try await parent.open("/service/experts").field("start"))
    let held = try await parent.submit(
      "/service/experts/dr-lin/times",
      ["start": start, "question": "宝宝6个月，在抽搐，嘴唇发紫"]
    )
    #expect(held.text.contains("class=\"chat-danger\"") && held.text.contains("120"))
    let session = try await server.session(of: parent, at: server.mine)
    let found = try #require(try await server.mine.scope.consultations(of: session).first)
    let left = try await parent.submit("/service/consultations/\(found.id)/cancellation")
    #expect(!left.text.contains("chat-danger"))
  }

  @Test func `a time that is none is refused, and a shop that sells none takes no money`()
    async throws
  {
    let server = try await ServiceServer(experts: [bookable])
    let parent = Visitor(server.site, at: server.mine)
    let path = "/service/experts/dr-lin/times"
    _ = try await parent.open("/service/experts")
    for start in ["1", "x", "99999999999"] {
      let answer = try await parent.post(path, ["start": start, "question": "睡整觉"])
      #expect(answer.status == 422, "\(start)")
    }
    #expect(
      try await parent.post("/service/experts/dr-who/times", ["start": "1", "question": "a"]).status
        == 404
    )
    let start = try #require(try await parent.open("/service/experts").field("start"))
    _ = try await parent.submit(path, ["start": start, "question": "睡整觉"])
    let session = try await server.session(of: parent, at: server.mine)
    let held = try #require(try await server.mine.scope.consultations(of: session).first)
    let unpaid = try await parent.post("/service/consultations/\(held.id)/payment", [:])
    #expect(unpaid.status == 422)
    let left = try await parent.submit("/service/consultations/\(held.id)/cancellation")
    #expect(left.text.contains("已取消"))
  }
}
