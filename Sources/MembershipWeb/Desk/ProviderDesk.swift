internal import Membership
internal import TenantStore
internal import TenantWeb

/// What providers of services are owed, month by month, and what they were paid.
enum ProviderDesk {
  static let path = "/desk/providers"

  static let routes: [Route] = [
    MembershipDesk.pages.page(path, "listProviders", .seeInsight, show),
    MembershipDesk.pages.form("\(path)/settlements", "settleProvider", .grantValue, show: show) {
      request,
      actor,
      transaction in
      guard let program = PackProgram(of: request.tenant) else { throw WebRefusal(.notFound) }
      let provider = String(try request.form.required("provider").prefix(80))
      try await program.settle(provider, by: actor, in: transaction)
      return request.url(path)
    },
    MembershipDesk.pages.form(
      "\(path)/settlements/{settlement}/payment",
      "payProvider",
      .grantValue,
      parameters: [.path("settlement", .id(ProviderSettlementID.self), "The settlement.")],
      show: show
    ) { request, actor, transaction in
      guard let program = PackProgram(of: request.tenant) else { throw WebRefusal(.notFound) }
      try await program.notePaid(
        try request.path("settlement", as: ProviderSettlementID.self),
        reference: try request.form.required("reference"),
        by: actor,
        in: transaction
      )
      return request.url(path)
    },
  ]

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    var sections: [FigureSection] = []
    if let program = PackProgram(of: request.tenant) {
      let month = program.monthStart(of: request.now)
      sections.append(owed(try await request.scope.providerDebts(before: month), frame))
    }
    let settlements = try await request.scope.providerSettlements()
    for (number, settlement) in settlements.enumerated() {
      sections.append(paid(settlement, frame, number))
    }
    return try FigureSection.page(
      frame.texts["desk.providers.title"],
      lead: frame.texts["desk.providers.lead"],
      sections,
      frame,
      notice: notice
    )
  }

  private static func owed(_ debts: [ProviderDebt], _ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let ready = debts.filter { $0.uses > 0 }
    let settle = DeskForm(
      path: "\(path)/settlements",
      submit: texts["desk.providers.settle"],
      fields: [
        .choice(
          "provider",
          texts["desk.providers.provider"],
          ready.map { ($0.provider, "\($0.provider) · \(money($0.amount, frame))") }
        )
      ]
    )
    let mayPay = frame.may(.grantValue) && !ready.isEmpty
    return FigureSection(
      title: texts["desk.providers.owed"],
      text: debts.isEmpty ? texts["desk.providers.none"] : nil,
      table: debts.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.providers.table"],
          columns: ["provider", "uses", "amount", "thisMonth"].map {
            texts["desk.providers.\($0)"]
          },
          rows: debts.map {
            [$0.provider, "\($0.uses)", money($0.amount, frame), "\($0.usesThisMonth)"]
          }
        ),
      forms: mayPay ? DeskForm.views([settle], frame, from: 600) : []
    )
  }

  private static func paid(
    _ settlement: ProviderSettlement,
    _ frame: DeskFrame,
    _ number: Int
  ) -> FigureSection {
    let texts = frame.texts
    let pay = DeskForm(
      path: "\(path)/settlements/\(settlement.id)/payment",
      submit: texts["desk.providers.pay"],
      fields: [.init(name: "reference", label: texts["desk.providers.reference"], maximum: 80)],
      isQuiet: true
    )
    var facts = [
      (texts["desk.providers.amount"], money(settlement.amount, frame)),
      (texts["desk.providers.uses"], "\(settlement.uses)"),
      (texts["desk.providers.until"], frame.time(settlement.usedUntil)),
    ]
    if let day = settlement.paidAt, let reference = settlement.reference {
      facts += [
        (texts["desk.providers.paid"], frame.time(day)),
        (texts["desk.providers.reference"], reference),
      ]
    }
    return FigureSection(
      title: texts["desk.providers.settlement", ["provider": settlement.provider]],
      facts: facts,
      forms: settlement.paidAt == nil && frame.may(.grantValue)
        ? DeskForm.views([pay], frame, from: 610 + number) : []
    )
  }

  private static func money(_ units: Int64, _ frame: DeskFrame) -> String {
    frame.texts.money(Money(minorUnits: units, currency: frame.request.tenant.currency))
  }
}
