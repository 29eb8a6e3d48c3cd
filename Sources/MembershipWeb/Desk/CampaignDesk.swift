internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// Campaigns: a segment with its size before anything is sent, who is held out, and what came of it.
enum CampaignDesk {
  static let path = "/desk/campaigns"
  private static let parameter = RouteParameter.path("campaign", .string(2...40), "Its short name.")

  static let routes: [Route] = [
    MembershipDesk.pages.page(
      path,
      "listCampaigns",
      .seeInsight,
      parameters: [
        .query("stage", .choice(ChildStage.allCases.map(\.rawValue)), "The stage of a child."),
        .query("tag", .string(1...40), "A tag."),
        .query("level", .integer(0...19), "A tier, from 0."),
        .query("habit", .choice(MemberSegment.Habit.allCases.map(\.rawValue)), "How they order."),
        .query("joined", .integer(1...365), "In how many days they joined."),
        .query("group", .string(2...40), "A group of the staff's."),
      ],
      show
    ),
    // It changes nothing but the address: the size of a segment is read on the page.
    MembershipDesk.pages.form("\(path)/segment", "chooseSegment", .changeInsight, show: show) {
      request,
      _,
      _ in
      let form = request.form
      return request.url(
        path,
        [
          "stage": form["stage"].flatMap(ChildStage.init)?.rawValue,
          "tag": form["tag"].map { String($0.prefix(40)) },
          "level": try form.integer("level", in: 0...19).map { "\($0)" },
          "habit": form["habit"].flatMap(MemberSegment.Habit.init)?.rawValue,
          "joined": try form.integer("joined", in: 1...365).map { "\($0)" },
          "group": form["group"].map { String($0.prefix(40)) },
        ]
      )
    },
    MembershipDesk.pages.form("\(path)/new", "startCampaign", .changeInsight, show: show) {
      request,
      actor,
      transaction in
      let form = request.form
      let plan = CampaignPlan(
        code: try form.required("code"),
        name: try form.required("name"),
        segment: try segment(form),
        coupon: form["coupon"],
        message: form["message"] ?? "",
        holdoutPercent: try form.integer("holdout", in: 0...90) ?? 20,
        windowDays: try form.integer("days", in: 1...90) ?? 30,
        steps: try CampaignStepFields.steps(form),
        sends: form["sends"] != nil,
        asks: form["asks"] != nil
      )
      try await CampaignProgram(services: try Entitlements(of: request.tenant))
        .start(plan, by: actor, in: transaction)
      return request.url(path)
    },
    MembershipDesk.pages.form(
      "\(path)/{campaign}/end",
      "endCampaign",
      .changeInsight,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      try await CampaignProgram().end(try request.path("campaign"), by: actor, in: transaction)
      return request.url(path)
    },
  ]

  private static func segment(_ form: RequestFields) throws -> MemberSegment {
    MemberSegment(
      stage: form["stage"].flatMap(ChildStage.init),
      tag: form["tag"],
      level: try form.integer("level", in: 0...19),
      habit: form["habit"].flatMap(MemberSegment.Habit.init),
      joinedDays: try form.integer("joined", in: 1...365),
      group: form["group"]
    )
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let query = request.query
    let segment = MemberSegment(
      stage: query["stage"].flatMap(ChildStage.init),
      tag: query["tag"],
      level: query["level"].flatMap(Int.init),
      habit: query["habit"].flatMap(MemberSegment.Habit.init),
      joinedDays: query["joined"].flatMap(Int.init),
      group: query["group"]
    )
    let size = try await request.scope.size(of: segment)
    let groups = try await request.scope.contactGroups()
    var sections = [choice(segment, size, groups, frame)]
    if frame.may(.changeInsight) { sections.append(try start(segment, frame)) }
    for (number, campaign) in try await request.scope.campaigns().enumerated() {
      let code = campaign.plan.code
      let outcomes = try await request.scope.outcomes(of: code)
      let handed = try await campaign.plan.sends ? request.scope.messagesHanded(of: code) : nil
      sections.append(report(campaign, outcomes, handed, frame, number))
    }
    return try FigureSection.page(
      frame.texts["desk.campaigns.title"],
      lead: frame.texts["desk.campaigns.lead"],
      sections,
      frame,
      notice: notice
    )
  }

  private static func levels(_ frame: DeskFrame) -> [FormField.Choice] {
    let settings = (try? ValueProgram(frame.request.tenant))?.tiers?.settings
    return (settings?.levels ?? []).enumerated().map {
      ("\($0)", $1.name.text(in: frame.request.locales))
    }
  }

  private static func choice(
    _ segment: MemberSegment,
    _ size: SegmentSize,
    _ groups: [ContactGroup],
    _ frame: DeskFrame
  ) -> FigureSection {
    let texts = frame.texts
    let form = DeskForm(
      path: "\(path)/segment",
      submit: texts["desk.campaigns.preview"],
      fields: [
        .choice(
          "stage",
          texts["desk.campaigns.stage"],
          ChildStage.allCases.map { ($0.rawValue, texts["stage.\($0.rawValue)"]) },
          value: segment.stage?.rawValue ?? "",
          required: false
        ),
        .init(
          name: "tag",
          label: texts["desk.member.tagLabel"],
          value: segment.tag ?? "",
          maximum: 40,
          isRequired: false
        ),
        .choice(
          "level",
          texts["tier.title"],
          levels(frame),
          value: segment.level.map { "\($0)" } ?? "",
          required: false
        ),
        .choice(
          "habit",
          texts["desk.campaigns.habits"],
          MemberSegment.Habit.allCases.map {
            ($0.rawValue, texts["desk.campaigns.habit.\($0.rawValue)"])
          },
          value: segment.habit?.rawValue ?? "",
          required: false
        ),
        .init(
          name: "joined",
          label: texts["desk.campaigns.joined"],
          type: "number",
          value: segment.joinedDays.map { "\($0)" } ?? "",
          isRequired: false
        ),
        .choice(
          "group",
          texts["desk.contacts.group"],
          groups.map { ($0.code, $0.name) },
          value: segment.group ?? "",
          required: false
        ),
      ],
      isQuiet: true
    )
    return FigureSection(
      title: texts["desk.campaigns.segment"],
      facts: [
        (texts["desk.campaigns.members"], "\(size.members)"),
        (texts["desk.campaigns.agreed"], "\(size.agreed)"),
      ],
      forms: frame.may(.changeInsight) ? DeskForm.views([form], frame, from: 400) : []
    )
  }

  /// The services of which a step may speak.
  private static func services(_ frame: DeskFrame) throws -> [FormField.Choice] {
    let words = ServiceWords(frame.texts, frame.request)
    return try Entitlements(of: frame.request.tenant).offered.map { ($0.code, words.name($0)) }
  }

  private static func start(_ segment: MemberSegment, _ frame: DeskFrame) throws -> FigureSection {
    let texts = frame.texts
    let chosen = [
      ("stage", segment.stage?.rawValue), ("tag", segment.tag),
      ("level", segment.level.map { "\($0)" }), ("habit", segment.habit?.rawValue),
      ("joined", segment.joinedDays.map { "\($0)" }), ("group", segment.group),
    ]
    let fields: [FormField] = [
      .init(name: "name", label: texts["desk.campaigns.name"], maximum: 80),
      .init(name: "code", label: texts["desk.campaigns.code"], maximum: 40),
      .init(
        name: "coupon",
        label: texts["desk.campaigns.coupon"],
        maximum: 40,
        isRequired: false
      ),
      .init(
        name: "message",
        label: texts["desk.campaigns.message"],
        kind: .long,
        maximum: 300,
        isRequired: false
      ),
      .init(name: "holdout", label: texts["desk.campaigns.holdout"], type: "number", value: "20"),
      .init(name: "days", label: texts["desk.campaigns.days"], type: "number", value: "30"),
      .init(
        name: "sends",
        label: texts["desk.campaigns.sends"],
        kind: .box("yes"),
        isRequired: false
      ),
      .init(
        name: "asks",
        label: texts["desk.campaigns.asks"],
        kind: .box("yes"),
        isRequired: false
      ),
    ]
    let steps = CampaignStepFields.fields(texts, try services(frame))
    let form = DeskForm(
      path: "\(path)/new",
      submit: texts["desk.campaigns.start"],
      fields: fields + steps,
      hidden: chosen.compactMap { name, value in value.map { (name: name, value: $0) } },
      hint: texts["desk.campaigns.startHint"]
    )
    return FigureSection(
      title: texts["desk.campaigns.new"],
      forms: DeskForm.views([form], frame, from: 420)
    )
  }

  private static func report(
    _ campaign: Campaign,
    _ outcomes: [CampaignArm: CampaignOutcome],
    _ handed: Int64?,
    _ frame: DeskFrame,
    _ number: Int
  ) -> FigureSection {
    let texts = frame.texts
    let plan = campaign.plan
    let rows = CampaignArm.allCases.map { arm -> [String] in
      let outcome = outcomes[arm] ?? CampaignOutcome()
      let money = Money(minorUnits: outcome.revenue, currency: frame.request.tenant.currency)
      return [
        texts["desk.campaigns.arm.\(arm.rawValue)"], "\(outcome.enrolled)", "\(outcome.members)",
        "\(outcome.converted)", outcome.rate.map(ShopFigures.percent) ?? "–", texts.money(money),
      ]
    }
    let end = DeskForm(
      path: "\(path)/\(plan.code)/end",
      submit: texts["desk.campaigns.end"],
      isQuiet: true
    )
    let isOpen = campaign.endedAt == nil && frame.may(.changeInsight)
    var facts: [(name: String, value: String)] = [
      (texts["desk.campaigns.started"], frame.time(campaign.startedAt)),
      (
        texts["desk.campaigns.state"],
        campaign.endedAt.map(frame.time) ?? texts["desk.campaigns.running"]
      ),
      (texts["desk.campaigns.days"], "\(plan.windowDays)"),
    ]
    if let handed { facts.append((texts["desk.campaigns.handed"], "\(handed)")) }
    return FigureSection(
      title: plan.name,
      text: verdict(outcomes, frame),
      facts: facts + CampaignStepFields.facts(plan, texts),
      table: FamilySection.Table(
        caption: texts["desk.campaigns.table"],
        columns: ["arm", "enrolled", "over", "ordered", "rate", "revenue"].map {
          texts["desk.campaigns.column.\($0)"]
        },
        rows: rows
      ),
      forms: isOpen ? DeskForm.views([end], frame, from: 440 + number) : []
    )
  }

  private static func verdict(
    _ outcomes: [CampaignArm: CampaignOutcome],
    _ frame: DeskFrame
  ) -> String {
    let texts = frame.texts
    let reached = outcomes[.reached] ?? CampaignOutcome()
    guard let lift = CampaignLiftRule.lift(reached, outcomes[.heldOut] ?? CampaignOutcome()) else {
      return texts["desk.campaigns.tooEarly"]
    }
    func points(_ value: Double) -> String { String(format: "%+.1f", value * 100) }
    return texts[
      lift.isClear ? "desk.campaigns.clear" : "desk.campaigns.unclear",
      [
        "difference": points(lift.difference), "low": points(lift.interval.lowerBound),
        "high": points(lift.interval.upperBound),
        "ratio": lift.ratio.map { String(format: "%.1f", $0) } ?? "–",
      ]
    ]
  }
}
