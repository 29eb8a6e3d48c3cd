import Foundation
import SmartService
import TenantStore
import TenantStoreTesting
import Testing

@Suite("What answers together", .tenantDatabase([SmartServiceModule.module]))
struct CombinedAnswerTests {
  private let desk = ServiceDesk()

  private static func expert(_ code: String, _ more: [String: JSONValue]) -> JSONValue {
    let base: [String: JSONValue] = [
      "code": .string(code), "name": ["zh": "林医生"], "profession": ["zh": "营养师"],
      "licence": clinicLicence, "topics": ["mother"],
      "hours": [["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["09:00-11:00"]]],
    ]
    return .object(base.merging(more) { $1 })
  }

  private func publish(_ slug: String, _ topic: String, for tenant: TestTenant) async throws {
    var draft = KnowledgeDraft(slug: slug, question: "\(slug)？", answer: "A", source: "S")
    draft.topic = topic
    try await tenant.transaction { transaction in
      try await desk.writeKnowledge(draft, by: .system, in: transaction)
      try await desk.submitKnowledge(slug, by: .system, in: transaction)
      try await desk.publishKnowledge(slug, reviewer: "R", by: .system, in: transaction)
    }
  }

  @Test func `a result, an article and an expert's time stand together, and each may be absent`()
    async throws
  {
    let booked = Self.expert("dr-lin", ["consultation": ["sku": "T", "minutes": 30]])
    let late = Self.expert(
      "dr-late",
      ["hours": [["days": [1, 2, 3, 4, 5, 6, 7], "shifts": ["20:00-21:00"]]]]
    )
    let pair = try await TenantPair.fresh(
      settings: ["service": ["experts": [late, booked]]],
      now: Date(timeIntervalSince1970: 1_796_169_600)
    )
    let mine = pair.mine
    for tenant in [mine, pair.other] {
      try await publish("iron", "mother", for: tenant)
      try await publish("cup", "goods", for: tenant)
    }
    let session = mine.newSession()
    func combined(_ slug: String, _ session: SessionID?, _ tenant: TestTenant) async throws
      -> CombinedAnswer
    {
      try await desk.combined(with: slug, session: session, of: tenant.snapshot, from: tenant.scope)
    }
    let bare = try await combined("iron", session, mine)
    #expect(bare.result == nil && bare.article?.draft.slug == "iron")
    #expect(bare.booking?.expert.code == "dr-lin" && bare.booking?.isBookable == true)

    try await mine.beginDiary(CalendarDate(year: 2027, month: 3, day: 1)!, by: session)
    for (month, number) in [(11, 30), (12, 1), (12, 2)] {
      let day = CalendarDate(year: 2026, month: month, day: number)!
      try await mine.noteMeals(
        IntakeDay(day: day, amounts: ["iron": 10, "milk": 400]),
        by: session
      )
    }
    let whole = try await combined("iron", session, mine)
    #expect(whole.result?.week == 27 && whole.result?.short.map(\.item) == ["iron"], "\(whole)")
    #expect(try await combined("iron", session, pair.other).result == nil)
    #expect(try await combined("iron", nil, mine).result == nil)
    let goods = try await combined("cup", session, mine)
    #expect(goods.result == nil && goods.booking == nil && goods.article != nil)
    let gone = try await combined("nothing", session, mine)
    #expect(gone.result == nil && gone.booking == nil && gone.article == nil)
  }
}
