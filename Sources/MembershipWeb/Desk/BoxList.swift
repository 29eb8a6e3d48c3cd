internal import Membership
internal import TenantStore
internal import TenantWeb

/// Boxes that are to come, those that are not paid, and contracts that rest for want of money.
enum BoxList {
  static let dunning: [CycleState] = [.retrying, .noStock]
  private static let due: [CycleState] = [.planned, .charging]

  static let route = MembershipDesk.pages.page(
    "/desk/boxes",
    "listDeskBoxes",
    .seeMembers,
    parameters: [.query("state", .choice(["due", "dunning", "past_due"]), "Which boxes.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let chosen = request.query["state"] ?? "due"
    let scope = request.scope
    var rows: [View] = []
    if chosen == "past_due" {
      rows = try await scope.subscriptions(in: .pastDue).map { contract($0, frame) }
    } else {
      rows = try await scope.openBoxes(in: chosen == "due" ? due : dunning).map { box($0, frame) }
    }
    let content: View = [
      "filters": ["due", "dunning", "past_due"].map { state -> View in
        [
          "name": texts["desk.boxes.\(state)"], "isCurrent": state == chosen,
          "href": request.url("/desk/boxes", ["state": state]),
        ]
      },
      "rows": rows, "empty": texts["desk.boxes.empty"],
    ]
    return try frame.list(texts["desk.nav.boxes"], content, notice: notice)
  }

  private static func box(_ box: OpenBox, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    let amount = Money(
      minorUnits: box.cycle.amount,
      currency: box.contract.price.currency
    )
    let detail = texts[
      "desk.boxes.detail",
      [
        "day": box.cycle.due.date.description, "number": "\(box.cycle.number)",
        "attempts": "\(box.cycle.attempts)",
      ]
    ]
    return [
      "href": frame.request.url("/desk/members/\(box.contract.member)"),
      "name": "\(box.contract.plan) · \(box.cycle.box)",
      "state": texts["boxes.cycle.\(box.cycle.state.rawValue)"],
      "detail": makesOrder(box, frame)
        ? detail : "\(detail) · \(texts["desk.boxes.noOrder"])",
      "amount": texts.money(amount),
    ]
  }

  /// Whether the plan names what is in the box; without, whoever packs has to know.
  private static func makesOrder(_ box: OpenBox, _ frame: DeskFrame) -> Bool {
    SubscriptionProgram(of: frame.request.tenant)?.settings
      .goods(of: box.cycle.box, in: box.contract.plan).isEmpty == false
  }

  private static func contract(_ contract: SubscriptionSummary, _ frame: DeskFrame) -> View {
    [
      "href": frame.request.url("/desk/members/\(contract.member)"), "name": contract.plan,
      "state": frame.texts["boxes.state.\(contract.state.rawValue)"], "detail": "",
    ]
  }
}
