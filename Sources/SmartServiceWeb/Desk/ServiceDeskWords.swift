internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What the desk of customer service says against a change.
enum ServiceDeskWords {
  static let routes = DeskRoutes { refusal, texts in
    if let refusal = refusal as? ServiceRefusal { return words(refusal, texts) }
    if refusal is ConsultationRefusal { return ConsultationWords.refusal(refusal, texts) }
    if let refusal = refusal as? CaseRefusal { return words(refusal, texts) }
    guard let refusal = refusal as? ConversationRefusal else { return nil }
    return switch refusal.code {
    case .taken: texts["service.refused.taken", ["owner": owner(refusal.details["owner"])]]
    case .over: texts["service.refused.over"]
    case .messageInvalid: texts["service.error.message"]
    default: nil
    }
  }

  private static func words(_ refusal: ServiceRefusal, _ texts: LocalTexts) -> String? {
    switch refusal.code {
    case .knowledgeInvalid, .signOffInvalid: texts["service.refused.fields"]
    case .formatInvalid: texts["service.content.error"]
    case .knowledgeStateRefused: texts["service.refused.state"]
    case .triageRuleUnknown, .diaryInvalid, .planInvalid: nil
    }
  }

  private static func words(_ refusal: CaseRefusal, _ texts: LocalTexts) -> String? {
    switch refusal.code {
    case .fieldsInvalid: texts["service.case.error.fields"]
    case .stateRefused: texts["service.case.error.state"]
    case .roleRefused: texts["service.case.error.role"]
    case .taken:
      texts["service.refused.taken", ["owner": owner(refusal.details["owner"])]]
    case .notFound: nil
    }
  }

  private static func owner(_ value: JSONValue?) -> String {
    if case .string(let owner)? = value { owner } else { "" }
  }
}
