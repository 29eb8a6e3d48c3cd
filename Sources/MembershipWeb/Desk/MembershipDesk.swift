internal import Membership
internal import TenantStore
internal import TenantWeb

/// All that membership adds to the merchant's desk.
enum MembershipDesk {
  /// Makes its pages and forms, with membership's words for its refusals.
  static let pages = DeskRoutes(RefusalWords.text)

  static let routes: [Route] =
    [MemberList.route] + MemberSheet.routes + ReferralReview.routes + [ReferralBudgetDesk.route] + [
      BoxList.route
    ]
    + ShopFigures.routes + CampaignDesk.routes + ProviderDesk.routes
    + SurveyDesk.routes + ContactDesk.routes + GuidanceDesk.routes + [
      ServiceDesk.route, ChannelDesk.tell,
    ]

  static let navigation = [
    item("members", .customers), item("referrals", .customers), item("boxes", .orders),
    item("figures", .business, .seeInsight), item("campaigns", .customers, .seeInsight),
    item("contacts", .customers), item("surveys", .customers, .seeInsight),
    item("providers", .business, .seeInsight), item("guidance", .orders),
    item("services", .customers),
    item("voices", .customers, .seeInsight),
  ]

  private static func item(
    _ name: String,
    _ part: DeskPart,
    _ permission: StaffPermission = .seeMembers
  ) -> NavigationItem {
    NavigationItem(
      textKey: "desk.nav.\(name)",
      path: "/desk/\(name)",
      permission: permission,
      part: part
    )
  }

  /// What waits, each with the way to it.
  static let tasks: DeskTask.Source = { request in
    let scope = request.scope
    let flagged = try await scope.referrals(in: .flagged).count
    let dunning = try await scope.openBoxes(in: BoxList.dunning).count
    return [
      DeskTask(
        textKey: "desk.task.contacts",
        count: Int64(try await scope.contactTasks().count),
        permission: .seeMembers,
        url: request.url(ContactDesk.path, ["of": "all"])
      ),
      DeskTask(
        textKey: "desk.task.referrals",
        count: Int64(flagged),
        permission: .seeMembers,
        url: request.url("/desk/referrals")
      ),
      DeskTask(
        textKey: "desk.task.dunning",
        count: Int64(dunning),
        permission: .seeMembers,
        url: request.url("/desk/boxes", ["state": "dunning"])
      ),
    ]
  }
}
