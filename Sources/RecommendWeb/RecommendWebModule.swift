public import Recommend
internal import TenantStore
public import TenantWeb

/// Recommendations on the web: what a visitor is known by and the switch, the merchant's models at the
/// desk, and rows with their reasons as JSON below `/api/v1`.
///
/// The shop's own pages show rows by a port of theirs.
public enum RecommendWebModule {
  /// The path where a visitor reads what is proposed and why, and changes it.
  public static let settingsPath = PersonPages.path
  /// The path to which the age of a child is sent as a form with the field `months`.
  public static let agePath = PersonPages.path + "/child"
  /// The path that is told of an item that is looked at, as a form with the field `product`.
  public static let viewPath = PersonPages.path + "/views"

  /// The path that is told by which channel somebody came, as a form with the fields `channel`,
  /// `utm_source` and `utm_medium`.
  public static let arrivalPath = PersonPages.path + "/arrivals"

  /// The path below which a service's short name and `/visits` lead to it.
  public static let servicesPath = PartnerPages.path

  /// The path that is told of items that stood before a visitor, as a form with the field `shown`: each
  /// as `Impression` writes it, with spaces between.
  public static let shownPath = PersonPages.path + "/impressions"

  /// The module with what its routes ask.
  ///
  /// - Parameters:
  ///   - recommender: What answers; the one that also trains, so that both share one memory.
  ///   - supply: What foretells demand and says what to order.
  ///   - ports: Who visitors are and what items are called.
  ///   - shell: What surrounds the visitor's page.
  /// - Returns: What the gateway mounts.
  public static func module(
    _ recommender: Recommender,
    supply: SupplyPlanner = SupplyPlanner(),
    ports: RecommendPagePorts = RecommendPagePorts(),
    shell: PageShell = .plain
  ) -> WebModule {
    WebModule(
      name: "recommend",
      routes: routes(recommender, supply, ports, shell),
      templates: EmbeddedText.files.templates(prefix: "recommend"),
      texts: RecommendTexts.all,
      assets: [RecommendTexts.style],
      navigation: [
        NavigationItem(
          textKey: "recommend.desk.nav",
          path: ModelDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.business.title",
          path: BusinessDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.insight.nav",
          path: InsightDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.audience.nav",
          path: AudienceDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.complaint.title",
          path: ComplaintDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.price.nav",
          path: PriceDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.labels.nav",
          path: LabelDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.develop.title",
          path: DevelopmentDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.needs.title",
          path: NeedsDesk.path,
          permission: .seeInsight
        ),
        NavigationItem(
          textKey: "recommend.demand.title",
          path: ForecastDesk.path,
          permission: .seeStock
        ),
        NavigationItem(
          textKey: "recommend.supply.title",
          path: ReplenishmentDesk.path,
          permission: .seeStock
        ),
      ]
    )
  }
}

extension RecommendWebModule {
  private static func routes(
    _ recommender: Recommender,
    _ supply: SupplyPlanner,
    _ ports: RecommendPagePorts,
    _ shell: PageShell
  ) -> [Route] {
    let parts: [[Route]] = [
      PersonPages(recommender: recommender, ports: ports, shell: shell).routes,
      CoursePages(recommender: recommender, ports: ports, shell: shell).routes,
      PartnerPages(recommender: recommender, ports: ports, shell: shell).routes,
      DevelopmentDesk(recommender: recommender, ports: ports).routes,
      ModelDesk.routes(recommender),
      VisitorDesk(recommender: recommender, ports: ports).routes,
      FeedbackDesk().routes,
      NeedsDesk(recommender: recommender, ports: ports).routes,
      ForecastDesk(planner: supply, ports: ports).routes,
      ReplenishmentDesk(planner: supply, ports: ports).routes,
      InsightDesk(recommender: recommender, ports: ports).routes,
      BusinessDesk(recommender: recommender).routes,
      AudienceDesk(recommender: recommender, ports: ports).routes,
      ComplaintDesk(recommender: recommender, ports: ports).routes,
      PriceDesk(recommender: recommender, ports: ports).routes,
      LabelDesk(recommender: recommender, ports: ports).routes,
      RowRoutes(recommender, ports).routes,
      SignalRoutes(ports).routes,
    ]
    return parts.flatMap(\.self)
  }
}

/// What the pages say and look like.
enum RecommendTexts {
  static let all = Texts(files: EmbeddedText.files)
  static let style = Asset(
    name: "recommend.css",
    contentType: "text/css; charset=utf-8",
    text: EmbeddedText.files["Styles/recommend.css"] ?? ""
  )
}
