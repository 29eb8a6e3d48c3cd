public import Membership
internal import TenantStore
public import TenantWeb

/// Families on the web: their pages below `/family`, and what a merchant's staff see of them.
///
/// Pages need no script. Nobody is signed in without a code that went to their phone.
public enum MembershipWebModule {
  /// The module with what its pages stand in and who lets families in.
  ///
  /// - Parameters:
  ///   - shell: What surrounds the pages, such as the shop's header and footer.
  ///   - signIn: Who sends codes and takes them.
  ///   - orders: What is known of the shop's orders; pages say nothing of them without.
  ///   - wechat: Who knows whom a merchant's mini-programme signed in; apps cannot tell without.
  ///   - friction: What was in members' way elsewhere, as in the shop.
  /// - Returns: What the gateway mounts.
  public static func module(
    shell: PageShell = .plain,
    signIn: SignInDesk,
    orders: FamilyOrders? = nil,
    wechat: WeChatMiniMessages? = nil,
    friction: @escaping FrictionSignal.Source = { _, _, _ in [] }
  ) -> WebModule {
    let family = FamilyRoutes(shell: shell)
    let ours =
      SignInPage(family: family, desk: signIn).routes + FamilyHome.routes(family, orders)
      + NewChildPage.routes(family) + ChildPage.routes(family) + PrivacyPage.routes(family, orders)
      + PointsPage.routes(family, orders) + CouponPage.routes(family) + InvitePage.routes(family)
      + BoxPage.routes(family, orders) + FeedbackPage.routes(family)
      + PackPage.routes(family, orders)
      + SurveyPage.routes(family)
      + FamilyAPI(desk: signIn, wechat: wechat).routes
      + (orders.map { [OrderPart.route(family, $0)] } ?? [])
    return WebModule(
      name: "membership",
      routes: ours + MembershipDesk.routes + VoiceDesk(others: friction).routes,
      templates: EmbeddedText.files.templates(prefix: "membership"),
      texts: FamilyTexts.all,
      assets: [FamilyTexts.style],
      navigation: [NavigationItem(textKey: "nav.family", path: "/family")]
        + MembershipDesk.navigation,
      deskTasks: MembershipDesk.tasks
    )
  }
}

/// What the pages say and look like.
enum FamilyTexts {
  static let all = Texts(files: EmbeddedText.files)
  static let style = Asset(
    name: "family.css",
    contentType: "text/css; charset=utf-8",
    text: EmbeddedText.files["Styles/family.css"] ?? ""
  )
}
