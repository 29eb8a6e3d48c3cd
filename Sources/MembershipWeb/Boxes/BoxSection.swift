internal import Membership
internal import TenantStore
internal import TenantWeb

/// One contract for boxes, with what its member may want otherwise.
struct BoxSection {
  private let contract: SubscriptionContract
  private let cycles: [SubscriptionCycle]
  /// The orders that its boxes are, by what names the box; the latest of each.
  private let orders: [String: FamilyOrder]
  private let plan: SubscriptionSettings.Plan?
  private let frame: FamilyFrame

  init(
    _ contract: SubscriptionContract,
    _ cycles: [SubscriptionCycle],
    _ orders: [FamilyOrder],
    _ settings: SubscriptionSettings,
    _ frame: FamilyFrame
  ) {
    self.contract = contract
    self.cycles = cycles
    self.orders = Dictionary(
      orders.compactMap { order in order.box.map { ($0, order) } },
      uniquingKeysWith: { latest, _ in latest }
    )
    self.frame = frame
    plan = settings.plans.first { $0.code == contract.plan }
  }

  private var texts: LocalTexts { frame.texts }
  private var path: String { "\(BoxPage.path)/\(contract.id)" }
  private var name: String { plan.map { frame.local($0.name) } ?? contract.plan }

  /// Whether the next box can still be had otherwise.
  private var isOpen: Bool {
    contract.state == .active && [.planned, .noStock].contains(cycles.first?.state)
  }

  private var isOver: Bool { contract.state == .cancelled || contract.state == .ended }

  var section: FamilySection {
    var facts: [(name: String, value: String)] = [
      (texts["boxes.stateLabel"], texts["boxes.state.\(contract.state.rawValue)"]),
      (texts["boxes.price"], texts.money(contract.price)),
      (texts["boxes.address"], contract.address),
    ]
    if contract.boxesLeft > 0 { facts.append((texts["boxes.left"], "\(contract.boxesLeft)")) }
    return FamilySection(
      title: name,
      facts: facts,
      table: cycles.isEmpty ? nil : table,
      empty: cycles.isEmpty && !isOver ? texts["boxes.notYet"] : nil,
      forms: isOver ? [] : wishes,
      folded: isOver ? [] : folded,
      isWide: true
    )
  }

  private var table: FamilySection.Table {
    FamilySection.Table(
      caption: texts["boxes.table", ["name": name]],
      columns: ["number", "day", "contents", "cycleState", "order"].map { texts["boxes.\($0)"] },
      rows: cycles.prefix(12).map { cycle in
        [
          "\(cycle.number)", cycle.due.date.description, cycle.box,
          texts["boxes.cycle.\(cycle.state.rawValue)"],
          orders[contract.id.box(cycle.number)].map { OrderPart.words($0, texts) } ?? "–",
        ]
      }
    )
  }

  /// What a tap does.
  private var wishes: [FamilyForm] {
    switch contract.state {
    case .active: (isOpen ? [wish("skip")] : []) + [wish("pause")]
    case .paused, .pastDue: [wish("resume")]
    case .cancelled, .ended: []
    }
  }

  private func wish(_ wish: String) -> FamilyForm {
    FamilyForm(
      path: "\(path)/wishes",
      submit: texts["boxes.\(wish)"],
      hidden: [("wish", wish)],
      isQuiet: true,
      about: name
    )
  }

  private var folded: [(title: String, form: FamilyForm)] {
    let postpone = FamilyForm(
      path: "\(path)/wishes",
      submit: texts["boxes.postpone"],
      fields: [
        .init(name: "days", label: texts["boxes.days"], kind: .text("number"), value: "7")
      ],
      hidden: [("wish", "postpone")],
      isQuiet: true
    )
    let swap = FamilyForm(
      path: "\(path)/wishes",
      submit: texts["boxes.swap"],
      fields: [
        .choice("contents", texts["boxes.contents"], (plan?.boxes ?? []).map { ($0.code, $0.code) })
      ],
      hidden: [("wish", "swap")],
      isQuiet: true
    )
    let address = FamilyForm(
      path: "\(path)/address",
      submit: texts["form.save"],
      fields: [
        .init(
          name: "address",
          label: texts["boxes.address"],
          value: contract.address,
          maximum: 500,
          autocomplete: "address-line1"
        )
      ],
      isQuiet: true
    )
    let cancel = FamilyForm(
      path: "\(path)/cancellation",
      submit: texts["boxes.cancel"],
      fields: [
        .choice(
          "reason",
          texts["boxes.reasonLabel"],
          BoxPage.reasons.map { ($0, texts["boxes.reason.\($0)"]) },
          required: false
        )
      ],
      hint: texts["boxes.cancelHint"],
      isQuiet: true
    )
    var folded: [(title: String, form: FamilyForm)] = []
    if isOpen { folded.append((texts["boxes.postponeTitle"], postpone)) }
    if isOpen, plan != nil { folded.append((texts["boxes.swapTitle"], swap)) }
    folded.append((texts["boxes.moveTitle"], address))
    folded.append((texts["boxes.cancelTitle"], cancel))
    return folded
  }
}
