import SmartService
import SmartServiceWeb
import TenantStore
import TenantWeb
import Testing

@Suite("Texts of customer service")
struct ServiceTextTests {
  private let module = SmartServiceWebModule.module(service: ServiceDesk())

  @Test func `every language has every key with the same values in braces`() {
    #expect(module.texts.problems(requiring: ["zh", "en", "ja", "id"]) == [])
  }

  @Test func `no template holds prose of its own`() {
    #expect(TemplateProse.findings(in: module.templates) == [])
  }

  @Test(arguments: ["zh", "en", "ja", "id"])
  func `a fever that is ticked for a month is read as danger`(_ language: String) {
    let texts = module.texts.texts(in: .init(rawValue: language)!)
    let said = texts[
      "service.advice.said",
      [
        "age": texts["service.ageSaid.month1"], "signs": texts["service.advice.sign.fever"],
      ]
    ]
    #expect(Triage.assess(conversation: [said]).level >= .urgent, "\(said)")
  }

  @Test func `every word of the domain has a text`() {
    var keys = ConversationState.allCases.map { "service.state.\($0.rawValue)" }
    keys += ConversationState.allCases.map { "service.desk.state.\($0.rawValue)" }
    keys += MessageAuthor.allCases.map { "service.desk.by.\($0.rawValue)" }
    keys += HandOffReason.allCases.map { "service.reason.\($0.rawValue)" }
    keys += OrderStanding.Step.allCases.map { "service.order.\($0.rawValue)" }
    keys += KnowledgeState.allCases.map { "service.knowledge.\($0.rawValue)" }
    keys += KnowledgeQuery.Filter.allCases.map { "service.knowledge.filter.\($0.rawValue)" }
    keys += TriageLevel.allCases.map { "service.triage.level.\($0.rawValue)" }
    keys += KnowledgeStage.allCases.map { "service.stage.\($0.rawValue)" }
    keys += ProcessKind.allCases.map { "service.case.kind.\($0.rawValue)" }
    keys += CaseFilter.allCases.map { "service.case.filter.\($0.rawValue)" }
    keys += CaseEvent.allCases.map { "service.case.event.\($0.rawValue)" }
    keys += ServiceProcessRule.roles.map { "service.case.role.\($0.rawValue)" }
    for kind in [ContentKind.video, .live] {
      keys += ["kind", "open"].map { "service.content.\($0).\(kind.rawValue)" }
    }
    keys += IntakeComparison.Verdict.allCases.map { "service.diary.verdict.\($0.rawValue)" }
    keys += TeleState.allCases.map { "service.tele.state.\($0.rawValue)" }
    keys += (1...5).map { "service.grade.\($0)" }
    keys += ChatChannel.allCases.map { "service.insight.channel.\($0.rawValue)" }
    keys += AnswerVerdict.allCases.map { "service.grading.verdict.\($0.rawValue)" }
    keys += ConsultationFilter.allCases.map { "service.booking.filter.\($0.rawValue)" }
    let texts = module.texts.texts(in: .init(rawValue: "zh")!)
    #expect(keys.filter { texts[$0] == $0 } == [])
  }
}
