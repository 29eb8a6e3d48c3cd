internal import Membership
internal import TenantStore
internal import TenantWeb

/// What a member's tier, plan and packs give, and what was used of it.
struct MemberBenefits {
  private let member: Member
  private let frame: DeskFrame
  private var texts: LocalTexts { frame.texts }
  private var scope: TenantScope { frame.request.scope }
  private var path: String { "/desk/members/\(member.id)" }

  init(_ member: Member, _ frame: DeskFrame) {
    self.member = member
    self.frame = frame
  }

  /// Benefits and paid membership, with the way to note a term that was paid; free returns are counted
  /// by the returns themselves.
  func benefits() async throws -> View? {
    guard let tiers = try ValueProgram(frame.request.tenant).tiers else { return nil }
    let benefits = try await CheckoutProgram(frame.request.tenant)
      .benefits(of: member.id, in: scope)
    let year = CalendarDate(frame.request.now, in: frame.request.tenant.timeZone).year
    let used = try await scope.uses(of: .freeReturn, by: member, in: year)
    let terms = try await scope.paidTerms(of: member)
    func fact(_ key: String, _ value: String?) -> View? {
      value.map { .fact(texts["desk.benefits.\(key)"], $0) }
    }
    let yes = texts["desk.benefits.yes"]
    let facts = [
      fact("priceLevel", benefits.priceLevel),
      fact("freeShipping", benefits.freeShipping == true ? yes : nil),
      fact("points", benefits.pointsPercent.map { "\($0) %" }),
      fact("freeReturns", benefits.freeReturns.map { "\(used)/\($0)" }),
      fact("agent", benefits.dedicatedAgent == true ? agent(tiers.settings) ?? yes : nil),
      fact("early", benefits.earlyAccessHours.map { "\($0)" }),
      fact("service", benefits.serviceMinutes.map { "\($0)" }),
    ].compactMap(\.self)
    var forms: [DeskForm] = []
    let plans = tiers.settings.plans ?? []
    if !plans.isEmpty {
      forms.append(
        DeskForm(
          path: "\(path)/plans",
          submit: texts["desk.benefits.open"],
          fields: [
            .choice(
              "plan",
              texts["desk.benefits.plan"],
              plans.map { ($0.code, "\($0.name.text(in: frame.request.locales)) · \($0.price)") }
            ),
            .init(name: "reference", label: texts["desk.member.boxReference"], maximum: 60),
          ],
          isQuiet: true
        )
      )
    }
    return [
      "title": texts["desk.benefits.title"], "facts": facts,
      "text": facts.isEmpty ? texts["desk.benefits.none"] : nil,
      "lines": terms.map { term -> View in
        let plan = plans.first { $0.code == term.plan }?.name.text(in: frame.request.locales)
        return [
          "name": plan ?? term.plan, "detail": frame.time(term.startsAt),
          "amount": frame.time(term.endsAt),
        ]
      },
      "forms": frame.may(.grantValue) ? DeskForm.views(forms, frame, from: 500) : [],
    ]
  }

  /// The login of who answers the member.
  private func agent(_ settings: TierSettings) -> String? {
    AgentRule.agent(of: member.id, among: settings.agents ?? [])
  }

  /// For which child a pack may be, by its stage, which is all that the desk reads of one.
  private func children() async throws -> [FormField.Choice] {
    let today = CalendarDate(frame.request.now, in: frame.request.tenant.timeZone)
    return try await scope.children(of: member).compactMap { child in
      child.stage(on: today).map { (child.id.description, texts["stage.\($0.rawValue)"]) }
    }
  }

  /// Packs of services with what is left, and the ways to open one and to use a service.
  func packs() async throws -> View? {
    guard let program = PackProgram(of: frame.request.tenant) else { return nil }
    let packs = try await scope.servicePacks(of: member)
    let allowances = try await scope.serviceAllowances(of: packs.map(\.id))
    let locales = frame.request.locales
    func name(_ plan: String) -> String {
      program.packs.first { $0.code == plan }?.name.text(in: locales) ?? plan
    }
    var choices: [FormField.Choice] = []
    var lines: [View] = []
    for pack in packs {
      for allowance in allowances where allowance.pack == pack.id {
        let service = program.packs.first { $0.code == pack.plan }?.services
          .first { $0.code == allowance.service }?.name.text(in: locales)
        let words = "\(name(pack.plan)) · \(service ?? allowance.service)"
        let holds = pack.holds(at: frame.request.now)
        lines.append([
          "name": words,
          "detail": texts[holds ? "packs.open" : "packs.closed"],
          "amount": "\(allowance.left)/\(allowance.allowed)",
        ])
        if holds, allowance.left > 0 { choices.append(("\(pack.id) \(allowance.service)", words)) }
      }
    }
    var forms = [
      DeskForm(
        path: "\(path)/packs",
        submit: texts["desk.packs.open"],
        fields: [
          .choice(
            "pack",
            texts["nav.packs"],
            program.packs.map { ($0.code, "\($0.name.text(in: locales)) · \($0.price ?? "0")") }
          ),
          .choice("child", texts["packs.child"], try await children(), required: false),
          .init(name: "reference", label: texts["desk.member.boxReference"], maximum: 60),
        ],
        isQuiet: true
      )
    ]
    if !choices.isEmpty {
      forms.append(
        DeskForm(
          path: "\(path)/services",
          submit: texts["desk.packs.use"],
          fields: [
            .choice("service", texts["desk.packs.service"], choices),
            .init(name: "appointment", label: texts["desk.packs.appointment"], maximum: 60),
          ],
          isQuiet: true
        )
      )
    }
    return [
      "title": texts["nav.packs"], "lines": lines,
      "text": lines.isEmpty ? texts["desk.packs.none"] : nil,
      "forms": frame.may(.grantValue) ? DeskForm.views(forms, frame, from: 520) : [],
    ]
  }
}

extension MemberBenefits {
  /// Opens a term of a paid plan, once for each reference.
  static func openPlan(
    _ member: MemberID,
    _ request: TenantRequest,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    let code = try request.form.required("plan")
    let reference = String(try request.form.required("reference").prefix(60))
    guard let tiers = try ValueProgram(request.tenant).tiers,
      let plan = tiers.settings.plans?.first(where: { $0.code == code })
    else { throw ValueRefusal(.planNotFound) }
    try await tiers.open(
      code,
      for: member,
      key: "desk:\(reference)",
      paid: try Money(decimal: plan.price, currency: request.tenant.currency),
      in: transaction
    )
    try await transaction.audit(
      "membership.plan_opened",
      of: member.description,
      by: actor,
      after: ["plan": .string(code), "reference": .string(reference)]
    )
  }

  /// Opens a pack that was paid, once for each reference.
  static func openPack(
    _ member: MemberID,
    _ request: TenantRequest,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    let code = try request.form.required("pack")
    let reference = String(try request.form.required("reference").prefix(60))
    guard let program = PackProgram(of: request.tenant),
      let pack = program.packs.first(where: { $0.code == code })
    else { throw ValueRefusal(.planNotFound) }
    let child = try request.form.value("child", as: ChildID.self)
    if let child {
      guard let known = try await transaction.member(member),
        pack.followed(of: try await transaction.children(of: known)).contains(where: {
          $0.id == child
        })
      else { throw MembershipRefusal(.childNotFound) }
    }
    let id = try await program.open(
      code,
      for: member,
      child: child,
      key: "desk:\(reference)",
      paid: try pack.price.map { try Money(decimal: $0, currency: program.currency) },
      in: transaction
    )
    try await transaction.audit(
      "membership.pack_opened",
      of: id.description,
      by: actor,
      after: ["pack": .string(code), "reference": .string(reference)]
    )
  }

  /// Uses a service of a pack, once for each appointment.
  static func useService(
    _ member: MemberID,
    _ request: TenantRequest,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    let chosen = try request.form.required("service").split(separator: " ", maxSplits: 1)
    guard let program = PackProgram(of: request.tenant), chosen.count == 2,
      let pack = ServicePackID(String(chosen[0]))
    else { throw ValueRefusal(.benefitNotIncluded) }
    try await program.use(
      String(chosen[1]),
      of: pack,
      by: member,
      key: String(try request.form.required("appointment").prefix(60)),
      noted: actor,
      in: transaction
    )
  }
}
