import SmartService
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("Knowledge at the desk", .tenantDatabase([SmartServiceModule.module]))
struct KnowledgeDeskPageTests {
  private let fields: KeyValuePairs<String, String> = [
    "slug": "rice-cereal", "language": "zh", "question": "几个月开始吃米粉？",
    "similar": "米糊什么时候加\n辅食第一口", "answer": "满6个月开始。", "source": "WHO 2023",
    "min_age_days": "0", "max_age_days": "364", "topic": "feeding",
  ]

  @Test func `an entry goes from draft to expert to parents, and is withdrawn`() async throws {
    let server = try await ServiceServer()
    let (writer, owner) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.mine)
    )
    try await writer.staff("mei", .service, of: server.mine)
    try await owner.staff("lin", .owner, of: server.mine)
    let blank = try await writer.open("/desk/knowledge-draft?question=%E7%B1%B3%E7%B2%89")
    #expect(blank.status == 200 && blank.field("question") == "米粉")

    let written = try await writer.submit("/desk/knowledge-draft", fields)
    #expect(written.status == 200 && written.text.contains("草稿"), "\(written.text)")
    #expect(written.text.contains("满6个月开始。") && written.text.contains("辅食第一口"))
    let sent = try await writer.submit("/desk/knowledge/rice-cereal/submission")
    #expect(sent.text.contains("待审核") && !sent.text.contains("name=\"reviewer\""))
    // Whoever answers talks publishes nothing.
    let forbidden = try await writer.post(
      "/desk/knowledge/rice-cereal/publication",
      ["reviewer": "我自己"]
    )
    #expect(forbidden.status == 403)
    #expect(try await owner.open("/desk").text.contains("等待专家审核的资料"))

    let past = try await owner.post(
      "/desk/knowledge/rice-cereal/publication",
      ["reviewer": "林医生", "due": "2020-01-01"]
    )
    #expect(past.status == 422)
    let published = try await owner.submit(
      "/desk/knowledge/rice-cereal/publication",
      ["reviewer": "林医生", "due": "2027-09-21"]
    )
    #expect(published.text.contains("已发布") && published.text.contains("林医生"))
    let parent = Visitor(server.site, at: server.mine)
    let answer = try await parent.submit("/service/messages", ["text": "宝宝5个月，几个月开始吃米粉？"])
    #expect(answer.text.contains("满6个月开始。") && answer.text.contains("林医生"))

    // A further version waits beside the one that is answered with.
    let revised = try await writer.open("/desk/knowledge-draft?slug=rice-cereal")
    #expect(revised.text.contains("readonly") && revised.text.contains("满6个月开始。"))
    _ = try await writer.submit(
      "/desk/knowledge-draft",
      [
        "slug": "rice-cereal", "language": "zh", "question": "几个月开始吃米粉？",
        "answer": "满6个月，用小勺。", "source": "WHO 2023", "submit": "yes",
      ]
    )
    let both = try await owner.open("/desk/knowledge/rice-cereal")
    #expect(both.text.contains("满6个月开始。") && both.text.contains("满6个月，用小勺。"))
    let list = try await owner.open("/desk/knowledge?state=review")
    #expect(list.text.contains("已发布 · 待审核"))
    let withdrawn = try await owner.submit("/desk/knowledge/rice-cereal/withdrawal")
    #expect(withdrawn.text.contains("已撤回"))
    let twice = try await owner.post("/desk/knowledge/rice-cereal/withdrawal", [:])
    #expect(twice.status == 422 && twice.text.contains("状态已经变了"))
  }

  @Test func `what is wrong is said beside what was typed, and neighbours see none of it`()
    async throws
  {
    let server = try await ServiceServer()
    let (writer, neighbour) = (
      Visitor(server.site, at: server.mine), Visitor(server.site, at: server.other)
    )
    try await writer.staff("mei", .service, of: server.mine)
    try await neighbour.staff("an", .owner, of: server.other)
    let wrong = try await writer.post(
      "/desk/knowledge-draft",
      [
        "slug": "Rice Cereal", "language": "zh", "question": "Q<b>", "answer": "A",
        "source": "S",
      ]
    )
    #expect(wrong.status == 422 && wrong.text.contains("value=\"Q&lt;b&gt;\""), "\(wrong.text)")
    let ages = try await writer.post(
      "/desk/knowledge-draft",
      [
        "slug": "rice", "language": "zh", "question": "Q", "answer": "A", "source": "S",
        "min_age_days": "300", "max_age_days": "100",
      ]
    )
    #expect(ages.status == 422 && ages.text.contains("互相矛盾"))
    _ = try await writer.submit("/desk/knowledge-draft", fields)
    #expect(try await neighbour.open("/desk/knowledge/rice-cereal").status == 404)
    #expect(!(try await neighbour.open("/desk/knowledge").text.contains("米粉")))
    let copied = try await neighbour.open("/desk/knowledge-draft?slug=rice-cereal")
    #expect(!copied.text.contains("满6个月"))
  }

  @Test func `rules of triage say who signed them, and that nobody has`() async throws {
    let server = try await ServiceServer()
    let owner = Visitor(server.site, at: server.mine)
    try await owner.staff("lin", .owner, of: server.mine)
    let rule = Triage.rules[0].id
    let before = try await owner.open("/desk/triage?state=unsigned")
    #expect(before.text.contains("/desk/triage/\(rule)\""))
    #expect(before.text.contains("还没有医生签署这条规则"))
    let signed = try await owner.submit(
      "/desk/triage/\(rule)/signature",
      ["clinician": "莫医生", "licence": "110-7"]
    )
    #expect(signed.text.contains("莫医生 签署") && signed.text.contains("110-7"))
    // What eight other languages are told stands there too, and that nobody has signed it.
    #expect(signed.text.contains("还没有医生和母语者签署") && signed.text.contains("越南语"))
    #expect(try await owner.open("/desk/triage?state=signed").text.contains("莫医生"))
    #expect(
      !(try await owner.open("/desk/triage?state=unsigned").text.contains("/\(rule)\""))
    )
    #expect(try await owner.open("/desk/triage/no.rule").status == 404)
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .service, of: server.mine)
    let forbidden = try await mei.post(
      "/desk/triage/\(rule)/signature",
      ["clinician": "我", "licence": "1"]
    )
    #expect(forbidden.status == 403)
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("an", .owner, of: server.other)
    #expect(!(try await neighbour.open("/desk/triage/\(rule)").text.contains("莫医生")))
  }

  @Test func `insights say what was asked without an answer, and too few ratings say nothing`()
    async throws
  {
    let server = try await ServiceServer()
    let customer = Visitor(server.site, at: server.mine)
    _ = try await customer.submit("/service/messages", ["text": "学步车什么时候能用"])
    _ = try await customer.submit("/service/rating", ["rating": "5"])
    let mei = Visitor(server.site, at: server.mine)
    try await mei.staff("mei", .service, of: server.mine)
    let page = try await mei.open("/desk/service-insights")
    #expect(page.status == 200 && page.text.contains("学步车什么时候能用"), "\(page.text)")
    #expect(page.text.contains("数量太少，无法判断（1）"))
    #expect(page.text.contains("<meter") && page.text.contains("/desk/knowledge-draft?question="))
    let neighbour = Visitor(server.site, at: server.other)
    try await neighbour.staff("an", .owner, of: server.other)
    #expect(!(try await neighbour.open("/desk/service-insights").text.contains("学步车")))
  }
}
