public import TenantStore

/// What customer service brings with it.
public enum SmartServiceModule {
  /// The value that gateway and command line compose.
  public static let module = TenantModule(
    name: "service",
    settings: SmartServiceSettings.self,
    migrations: Migration.all(in: EmbeddedText.files),
    jobs: [
      .handOffDeadlines, .caseDeadlines, .forgetPictures, .forgetViews, .forgetDiaries, .tellPlans,
    ],
    schedules: [
      JobSchedule(.every(minutes: 1), .handOffDeadlines),
      JobSchedule(.every(minutes: 1), .caseDeadlines),
      JobSchedule(.hourly(minute: 34), .forgetPictures),
      JobSchedule(.hourly(minute: 41), .forgetViews),
      JobSchedule(.hourly(minute: 47), .forgetDiaries),
      JobSchedule(.daily(at: .at(9, 10)), .tellPlans),
    ],
    folderParts: [.knowledge, .knowledgeGraph],
    refusals: RefusalDescription.all(of: ServiceRefusal.Code.self)
      + RefusalDescription.all(of: ConversationRefusal.Code.self)
      + RefusalDescription.all(of: ConsultationRefusal.Code.self)
      + RefusalDescription.all(of: CaseRefusal.Code.self)
      + RefusalDescription.all(of: TeleRefusal.Code.self)
  )
}
