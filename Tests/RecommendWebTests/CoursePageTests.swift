import Foundation
import Recommend
import TenantStore
import TenantStoreTesting
import TenantWebTesting
import Testing

@Suite("Courses and toys on pages", .tenantDatabase([RecommendModule.module]))
struct CoursePageTests {
  private let desk = "/desk/development"
  private let path = "/recommendations/courses"

  @Test func `a merchant tags, and a family sees rule and source, goes on, and says its goals`()
    async throws
  {
    let server = try await RecommendServer()
    let (mei, fin, ada) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine),
      Visitor(server.site, at: server.mine)
    )
    try await mei.staff("mei", .manager, of: server.mine)
    try await fin.staff("fin", .finance, of: server.mine)
    let list = try await mei.open(desk)
    #expect(list.status == 200 && list.text.contains("«rice»"))
    #expect(try await mei.open(desk + "/rice").text.contains("还没有标注"))
    let tagged = try await mei.submit(
      desk + "/rice",
      ["kind": "course", "lessons": "2", "skill-crawls": "yes", "skill-counts": "yes"]
    )
    #expect(tagged.status == 200)
    for words in ["手膝爬行", "5–13 个月", "WHO 运动发育研究", "与商品年龄不符", "尚未经专业人员签字"] {
      #expect(tagged.text.contains(words), "\(words)")
    }
    _ = try await mei.submit(
      desk + "/rice",
      ["kind": "course", "lessons": "2", "skill-crawls": "yes"]
    )
    #expect(try await mei.open(desk).text.contains("大运动"))
    let wrong = try await mei.post(desk + "/rice", ["kind": "course", "lessons": "2"])
    #expect(wrong.status == 422 && wrong.text.contains("1 至 12 项能力"))
    #expect(try await mei.open(desk + "/unknown").status == 404)
    #expect(try await fin.post(desk + "/rice", ["kind": ""]).status == 403)

    #expect(try await ada.open(path).text.contains("还不知道月龄"))
    _ = try await ada.submit("/recommendations/child", ["months": "8"])
    let page = try await ada.open(path)
    for words in ["«rice»", "正当时", "第 1 课，共 2 课", "第 1 课学完了", "不是诊断"] {
      #expect(page.text.contains(words), "\(words)")
    }
    let next = try await ada.submit(path + "/lessons", ["item": "rice", "lesson": "1"])
    #expect(next.text.contains("已开始，接着上") && next.text.contains("第 2 课学完了"))
    let chosen = try await ada.submit(path + "/goals", ["goal": "gross"])
    #expect(chosen.status == 200 && chosen.text.contains("value=\"gross\" checked"))
    let done = try await ada.submit(path + "/lessons", ["item": "rice", "lesson": "2"])
    #expect(done.text.contains("没有适合这个月龄的课程"))
    #expect(try await ada.open("/recommendations").text.contains(path))
  }

  @Test func `whoever is not known keeps no lesson, and is led to where they say so`() async throws
  {
    let server = try await RecommendServer()
    let guest = Visitor(server.site, at: server.mine)
    let sent = try await guest.post(path + "/lessons", ["item": "rice", "lesson": "1"])
    #expect(sent.status == 303 && sent.location == "/recommendations")
  }
}
