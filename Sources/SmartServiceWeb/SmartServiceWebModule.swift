public import SmartService
internal import TenantStore
public import TenantWeb

/// Customer service on the web: the chat of the shop and the desk of those who answer.
///
/// The chat needs no script, and a script only spares reloading; apps have the same talk as JSON below
/// `/api/v1/service`. What it answers comes from
/// `SmartService`; nothing here decides.
public enum SmartServiceWebModule {
  /// The module with what its routes act on.
  ///
  /// - Parameters:
  ///   - service: What answers; share one, because it keeps the indexes.
  ///   - orders: Where the customer's own orders are looked up.
  ///   - customers: What is known of whoever writes.
  ///   - wordings: What asks the tenants' language models; none is asked without it.
  ///   - pictures: What reads the words of pictures; people look at all of them without it.
  ///   - checkout: Where consultations are paid; none can be without it.
  ///   - drafting: What lets the tenants' language models draft entries; none drafts without it.
  ///   - tele: Which provider of tele-consultations a merchant has; none has one without it.
  ///   - shell: What surrounds the chat.
  /// - Returns: What the gateway mounts.
  public static func module(
    service: ServiceDesk,
    orders: OrderLookup = .none,
    customers: CustomerLookup = .none,
    wordings: WordingDesk? = nil,
    pictures: PictureReader? = nil,
    checkout: ConsultationCheckout = .none,
    drafting: DraftingDesk? = nil,
    tele: TeleProviders = .none,
    shell: PageShell = .plain
  ) -> WebModule {
    let entrance = TalkEntrance(service: service, orders: orders, customers: customers)
    let routes: [[Route]] = [
      ChatRoutes(entrance: entrance, wordings: wordings, reader: pictures, shell: shell).all,
      KnowledgeCentrePages(service: service, shell: shell).routes,
      ExpertPages(entrance: entrance, shell: shell).routes,
      DiaryPages(service: service, shell: shell).routes,
      PlanPages(service: service, shell: shell).routes,
      TelePages(desk: TeleDesk(tele), entrance: entrance, shell: shell).routes,
      ConsultationPages(entrance: entrance, checkout: checkout, shell: shell).routes,
      ConsultationDeskPages.routes,
      TalkAPI(entrance, wordings: wordings).routes,
      [InboxPage.route], TalkDesk.routes, CasePages.routes, [KnowledgePages.list],
      KnowledgeSheet.routes,
      KnowledgeDraftPage.routes(drafting), TriagePages.routes, [InsightPage.route],
      GradingPage.routes, [ContentPage.route],
    ]
    return WebModule(
      name: "service",
      routes: routes.flatMap(\.self),
      templates: EmbeddedText.files.templates(prefix: "service"),
      texts: ServiceTexts.all,
      assets: [
        Asset(
          name: ServiceAssets.style,
          contentType: "text/css; charset=utf-8",
          text: ServiceAssets.file("Styles/service.css")
        ),
        Asset(
          name: ServiceAssets.script,
          contentType: "text/javascript; charset=utf-8",
          text: ServiceAssets.file("Scripts/service.js")
        ),
        Asset(
          name: ServiceAssets.content,
          contentType: "text/javascript; charset=utf-8",
          text: ServiceAssets.file("Scripts/content.js")
        ),
        Asset(
          name: ServiceAssets.voice,
          contentType: "text/javascript; charset=utf-8",
          text: ServiceAssets.file("Scripts/voice.js")
        ),
        Asset(
          name: ServiceAssets.picture,
          contentType: "text/javascript; charset=utf-8",
          text: ServiceAssets.file("Scripts/picture.js")
        ),
      ],
      navigation: [
        NavigationItem(textKey: "service.nav", path: "/service"),
        NavigationItem(textKey: "service.centre.title", path: KnowledgeCentrePages.path),
        NavigationItem(
          textKey: "service.desk.inbox",
          path: InboxPage.path,
          permission: .seeService,
          part: .customers
        ),
        NavigationItem(
          textKey: "service.desk.cases",
          path: CasePages.path,
          permission: .seeService,
          part: .customers
        ),
        NavigationItem(
          textKey: "service.desk.consultations",
          path: ConsultationDeskPages.path,
          permission: .seeService,
          part: .customers
        ),
        NavigationItem(
          textKey: "service.desk.knowledge",
          path: KnowledgePages.path,
          permission: .seeService
        ),
        NavigationItem(
          textKey: "service.desk.triage",
          path: TriagePages.path,
          permission: .seeService
        ),
        NavigationItem(
          textKey: "service.desk.content",
          path: ContentPage.path,
          permission: .seeService
        ),
        NavigationItem(
          textKey: "service.desk.insights",
          path: InsightPage.path,
          permission: .seeService
        ),
      ],
      deskTasks: { request in
        try await InboxPage.tasks(request) + KnowledgePages.tasks(request)
          + ConsultationDeskPages.tasks(request) + CasePages.tasks(request)
          + InsightPage.tasks(request)
      }
    )
  }
}

/// The files that the pages load.
enum ServiceAssets {
  static let style = "service.css"
  static let script = "service.js"
  static let content = "content.js"
  static let voice = "voice.js"
  static let picture = "picture.js"

  static func file(_ path: String) -> String { EmbeddedText.files[path] ?? "" }
}

/// What the pages say.
enum ServiceTexts {
  static let all = Texts(files: EmbeddedText.files)
}
