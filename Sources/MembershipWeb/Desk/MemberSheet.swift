internal import Membership
internal import TenantStore
internal import TenantWeb

/// One member at the desk: family, consents and what the member holds.
enum MemberSheet {
  private static let parameter = RouteParameter.path("member", .id(MemberID.self), "The member.")

  static let routes: [Route] = [
    MembershipDesk.pages.page(
      "/desk/members/{member}",
      "showDeskMember",
      .seeMembers,
      parameters: [parameter],
      show
    ),
    change("points", "grantPointsAtDesk", .grantValue, once: true) {
      member,
      request,
      actor,
      transaction in
      guard let points = try ValueProgram(request.tenant).points, let key = request.idempotencyKey
      else { throw WebRefusal(.notFound) }
      let reason = String(try request.form.required("reason").prefix(200))
      guard let count = try request.form.integer("points", in: 1...1_000_000) else {
        throw request.form.refusal("points", "is missing")
      }
      try await points.grant(
        Int64(count),
        to: member,
        key: "desk:\(key)",
        in: transaction
      )
      try await transaction.audit(
        "membership.points_granted",
        of: member.description,
        by: actor,
        after: ["points": .integer(Int64(count)), "reason": .string(reason)]
      )
    },
    change("box-payments", "noteBoxPaymentAtDesk", .confirmPayments) {
      member,
      request,
      actor,
      transaction in
      guard let program = SubscriptionProgram(of: request.tenant),
        let id = try request.form.value("box", as: SubscriptionID.self),
        try await transaction.subscriptionContracts(of: member).contains(where: { $0.id == id })
      else { throw WebRefusal(.notFound) }
      let isPaid = try request.form.required("outcome") == "paid"
      let reference = String((request.form["reference"] ?? "").prefix(200))
      guard !isPaid || !reference.isEmpty else {
        throw request.form.refusal("reference", "is missing")
      }
      try await program.note(
        isPaid ? .paid(reference: reference) : .declined,
        of: id,
        box: try request.form.value("number", as: Int64.self),
        by: actor,
        in: transaction
      )
    },
    change("plans", "openPlanAtDesk", .grantValue, MemberBenefits.openPlan),
    change("packs", "openPackAtDesk", .grantValue, MemberBenefits.openPack),
    change("services", "useServiceAtDesk", .grantValue, MemberBenefits.useService),
    change("entitled-uses", "useEntitledServiceAtDesk", .grantValue, ServiceDesk.use),
    change("wecom", "linkWeComAtDesk", .changeMembers, ChannelDesk.link),
    change("groups", "groupMemberAtDesk", .changeMembers) { member, request, actor, transaction in
      try await ContactGroups().put(
        member,
        into: try request.form.required("group"),
        request.form["remove"] == nil,
        by: actor,
        in: transaction
      )
    },
    change("tags", "tagMemberAtDesk", .changeMembers) { member, request, actor, transaction in
      let tag = try request.form.required("tag")
      if request.form["remove"] == nil {
        try await Families().tag(member, with: tag, by: actor, in: transaction)
      } else {
        try await Families().untag(tag, from: member, by: actor, in: transaction)
      }
    },
  ]

  private static func change(
    _ name: String,
    _ operation: String,
    _ permission: StaffPermission,
    once: Bool = false,
    _ change:
      @escaping @Sendable (MemberID, TenantRequest, Actor, TenantTransaction) async throws -> Void
  ) -> Route {
    MembershipDesk.pages.form(
      "/desk/members/{member}/\(name)",
      operation,
      permission,
      parameters: [parameter],
      once: once,
      show: show
    ) { request, actor, transaction in
      let id = try request.path("member", as: MemberID.self)
      guard let member = try await transaction.member(id), member.erasedAt == nil else {
        throw MembershipRefusal(.memberNotFound)
      }
      try await change(member.id, request, actor, transaction)
      return request.url("/desk/members/\(member.id)")
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("member", as: MemberID.self)
    guard let member = try await request.scope.member(id), member.erasedAt == nil else {
      throw MembershipRefusal(.memberNotFound)
    }
    let sections: [View] = [
      try await about(member, frame), try await family(member, frame),
      try await points(member, frame), try await MemberBenefits(member, frame).benefits(),
      try await MemberBenefits(member, frame).packs(), try await boxes(member, frame),
      try await ServiceDesk.standing(member, frame), try await groups(member, frame),
    ]
    .compactMap(\.self)
    return try frame.sheet(
      MemberWords.name(member, frame.texts),
      sections,
      back: request.url("/desk/members"),
      backName: frame.texts["desk.nav.members"],
      notice: notice
    )
  }

  private static func about(_ member: Member, _ frame: DeskFrame) async throws -> View {
    let (texts, scope) = (frame.texts, frame.request.scope)
    let contacts = try await scope.contacts(of: member)
    let tags = try await scope.tags(of: member)
    let standing = ConsentRule.standing(try await scope.consentEntries(of: member))
    let consents = ConsentPurpose.allCases.filter(standing.contains).map {
      texts["consent.\($0.rawValue).title"]
    }
    let path = "/desk/members/\(member.id)/tags"
    let forms =
      [
        DeskForm(
          path: path,
          submit: texts["desk.member.tag"],
          fields: [.init(name: "tag", label: texts["desk.member.tagLabel"], maximum: 40)],
          isQuiet: true
        )
      ]
      + tags.map { tag in
        DeskForm(
          path: path,
          submit: texts["desk.member.untag", ["tag": tag]],
          hidden: [("tag", tag), ("remove", "yes")],
          isQuiet: true
        )
      }
      + (contacts.contains { $0.channel == .wecom } ? [] : [ChannelDesk.linking(member, texts)])
    return [
      "title": texts["desk.member.about"],
      "facts": contacts.map { View.fact(texts["contact.\($0.channel.rawValue)"], $0.masked) } + [
        View.fact(texts["desk.member.joined"], frame.time(member.joinedAt)),
        View.fact(texts["desk.member.tags"], tags.isEmpty ? "–" : tags.joined(separator: ", ")),
        View.fact(
          texts["desk.member.consents"],
          consents.isEmpty ? "–" : consents.joined(separator: ", ")
        ),
      ],
      "forms": frame.may(.changeMembers) ? DeskForm.views(forms, frame, from: 100) : [],
    ]
  }

  /// The group chats in which the member is, and the ways in and out; nothing where there are none.
  private static func groups(_ member: Member, _ frame: DeskFrame) async throws -> View? {
    let texts = frame.texts
    let known = try await frame.request.scope.contactGroups()
    guard !known.isEmpty else { return nil }
    let inside = try await frame.request.scope.contactGroups(of: member)
    let others = known.filter { $0.closedAt == nil && !inside.contains($0.code) }
    let path = "/desk/members/\(member.id)/groups"
    var forms = known.filter { inside.contains($0.code) }.map { group in
      DeskForm(
        path: path,
        submit: texts["desk.contacts.leave", ["group": group.name]],
        hidden: [("group", group.code), ("remove", "yes")],
        isQuiet: true
      )
    }
    if !others.isEmpty {
      forms.append(
        DeskForm(
          path: path,
          submit: texts["desk.contacts.enter"],
          fields: [
            .choice("group", texts["desk.contacts.group"], others.map { ($0.code, $0.name) })
          ],
          isQuiet: true
        )
      )
    }
    return [
      "title": texts["desk.contacts.groups"],
      "lines": known.filter { inside.contains($0.code) }.map { group -> View in
        ["name": group.name, "detail": group.keeper, "amount": ""]
      },
      "text": inside.isEmpty ? texts["desk.contacts.inNone"] : nil,
      "forms": frame.may(.changeMembers) ? DeskForm.views(forms, frame, from: 560) : [],
    ]
  }

  /// Stages alone: what a family wrote down of a child's health is not the merchant's to read.
  private static func family(_ member: Member, _ frame: DeskFrame) async throws -> View {
    let texts = frame.texts
    let today = CalendarDate(frame.request.now, in: frame.request.tenant.timeZone)
    let children = try await frame.request.scope.children(of: member)
    let lines = children.compactMap { child -> View? in
      child.stage(on: today).map { stage in
        [
          "name": texts["stage.\(stage.rawValue)"],
          "detail": child.dates.birth == nil ? texts["child.expected"] : texts["child.unnamed"],
          "amount": "",
        ]
      }
    }
    return [
      "title": texts["desk.member.family"], "lines": lines,
      "text": lines.isEmpty ? texts["desk.member.noFamily"] : nil,
    ]
  }

  private static func points(_ member: Member, _ frame: DeskFrame) async throws -> View {
    let (texts, scope) = (frame.texts, frame.request.scope)
    let values = try ValueProgram(frame.request.tenant)
    let balance = try await scope.pointsBalance(of: member.id)
    let lines = try await scope.pointsHistory(of: member.id, limit: 10)
    var facts = [
      View.fact(texts["points.available"], "\(balance.available)"),
      View.fact(texts["points.pending"], "\(balance.pending)"),
    ]
    if let tiers = values.tiers {
      let progress = try await tiers.progress(of: member.id, seenIn: scope)
      let words = TierWords(progress, tiers.settings, frame.request)
      facts.insert(View.fact(texts["tier.title"], words.name), at: 0)
    }
    let grant = DeskForm(
      path: "/desk/members/\(member.id)/points",
      submit: texts["desk.member.grant"],
      fields: [
        .init(name: "points", label: texts["desk.member.points"], type: "number"),
        .init(name: "reason", label: texts["desk.member.reason"]),
      ]
    )
    let mayGrant = values.points != nil && frame.may(.grantValue)
    return [
      "title": texts["points.title"], "facts": facts,
      "lines": lines.map { line -> View in
        [
          "name": texts["points.kind.\(line.kind.rawValue)"],
          "detail": frame.time(line.happenedAt), "amount": PointsWords.change(line.change),
        ]
      },
      "forms": mayGrant ? DeskForm.views([grant], frame) : [],
    ]
  }

  private static func boxes(_ member: Member, _ frame: DeskFrame) async throws -> View {
    let texts = frame.texts
    let contracts = try await frame.request.scope.subscriptionContracts(of: member.id)
    var waiting: [DeskForm] = []
    for contract in contracts {
      let last = try await frame.request.scope.subscriptionCycles(of: contract.id).first
      if let last, last.state == .charging {
        waiting.append(payment(contract, last, member, texts))
      }
    }
    return [
      "title": texts["desk.nav.boxes"],
      "lines": contracts.map { contract -> View in
        [
          "name": contract.plan, "detail": texts["boxes.state.\(contract.state.rawValue)"],
          "amount": texts.money(contract.price),
        ]
      },
      "text": contracts.isEmpty ? texts["desk.member.noBoxes"] : nil,
      "forms": frame.may(.confirmPayments) ? DeskForm.views(waiting, frame, from: 200) : [],
    ]
  }

  /// What came of asking for the money of a box, where a person collects it.
  private static func payment(
    _ contract: SubscriptionContract,
    _ cycle: SubscriptionCycle,
    _ member: Member,
    _ texts: LocalTexts
  ) -> DeskForm {
    DeskForm(
      path: "/desk/members/\(member.id)/box-payments",
      submit: texts["desk.member.boxPaid", ["number": "\(cycle.number)", "box": cycle.box]],
      fields: [.init(name: "reference", label: texts["desk.member.boxReference"], maximum: 200)],
      hidden: [
        ("box", contract.id.description), ("number", "\(cycle.number)"), ("outcome", "paid"),
      ]
    )
  }
}
