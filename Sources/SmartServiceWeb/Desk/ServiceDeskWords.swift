internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What the desk of customer service says against a change.
enum ServiceDeskWords {
  static let routes = DeskRoutes { refusal, texts in
    if let refusal = refusal as? ServiceRefusal { return words(refusal, texts) }
    if refusal is ConsultationRefusal { return ConsultationWords.refusal(refusal, texts) }
    guard let refusal = refusal as? ConversationRefusal else { return nil }
    return switch refusal.code {
    case .taken: texts["service.refused.taken", ["owner": owner(refusal)]]
    case .over: texts["service.refused.over"]
    case .messageInvalid: texts["service.error.message"]
    default: nil
    }
  }

  private static func words(_ refusal: ServiceRefusal, _ texts: LocalTexts) -> String? {
    switch refusal.code {
    case .knowledgeInvalid, .signOffInvalid: texts["service.refused.fields"]
    case .knowledgeStateRefused: texts["service.refused.state"]
    case .triageRuleUnknown: nil
    }
  }

  private static func owner(_ refusal: ConversationRefusal) -> String {
    if case .string(let owner)? = refusal.details["owner"] { owner } else { "" }
  }
}
