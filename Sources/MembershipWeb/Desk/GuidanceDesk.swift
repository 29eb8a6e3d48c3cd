internal import Membership
internal import TenantStore
internal import TenantWeb

/// What families read with their boxes, by plan, age and language.
enum GuidanceDesk {
  static let path = "/desk/guidance"
  /// How much of a text a list shows, in characters.
  private static let preview = 120

  static let routes: [Route] = [
    MembershipDesk.pages.page(
      path,
      "listGuidance",
      .seeMembers,
      parameters: [.query("of", .string(0...80), "Which text the form begins with.")],
      show
    ),
    MembershipDesk.pages.form("\(path)/texts", "keepGuidance", .changeInsight, show: show) {
      request,
      actor,
      transaction in
      let form = request.form
      let guide = BoxGuide(
        plan: try form.required("plan"),
        fromMonths: try months(form),
        language: try language(form),
        title: try form.required("title"),
        text: try form.required("text"),
        source: try form.required("source"),
        reviewer: form["reviewer"] ?? ""
      )
      try await boxes(of: request).keep(guide, by: actor, in: transaction)
      return request.url(path)
    },
    MembershipDesk.pages.form("\(path)/removal", "removeGuidance", .changeInsight, show: show) {
      request,
      actor,
      transaction in
      try await boxes(of: request).remove(
        try request.form.required("plan"),
        fromMonths: try months(request.form),
        try language(request.form),
        by: actor,
        in: transaction
      )
      return request.url(path)
    },
  ]

  private static func boxes(of request: TenantRequest) throws -> SubscriptionProgram {
    guard let program = SubscriptionProgram(of: request.tenant) else {
      throw WebRefusal(.notFound)
    }
    return program
  }

  private static func months(_ form: RequestFields) throws -> Int {
    guard let months = try form.integer("months", in: -9...72) else {
      throw form.refusal("months", "is missing")
    }
    return months
  }

  private static func language(_ form: RequestFields) throws -> LanguageTag {
    guard let tag = LanguageTag(rawValue: try form.required("language")) else {
      throw form.refusal("language", "is not a language")
    }
    return tag
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let guides = try await request.scope.boxGuides()
    var sections: [View] = []
    if let program = SubscriptionProgram(of: request.tenant) {
      if frame.may(.changeInsight) { sections.append(writing(program, guides, frame)) }
      sections += guides.enumerated().map { section($1, program, frame, $0) }
      if guides.isEmpty {
        sections.append(["title": texts["desk.guidance.list"], "text": texts["desk.guidance.none"]])
      }
    } else {
      sections.append(
        ["title": texts["desk.guidance.list"], "text": texts["desk.guidance.noPlans"]]
      )
    }
    return try frame.sheet(texts["desk.guidance.title"], sections, notice: notice)
  }

  private static func name(of guide: BoxGuide) -> String {
    "\(guide.plan):\(guide.fromMonths):\(guide.language)"
  }

  private static func writing(
    _ program: SubscriptionProgram,
    _ guides: [BoxGuide],
    _ frame: DeskFrame
  ) -> View {
    let texts = frame.texts
    let chosen = guides.first { name(of: $0) == frame.request.query["of"] }
    let form = DeskForm(
      path: "\(path)/texts",
      submit: texts["desk.guidance.keep"],
      fields: [
        .choice(
          "plan",
          texts["boxes.plan"],
          program.settings.plans.map { ($0.code, $0.name.text(in: frame.request.locales)) },
          value: chosen?.plan ?? ""
        ),
        .init(
          name: "months",
          label: texts["desk.guidance.months"],
          type: "number",
          value: chosen.map { "\($0.fromMonths)" } ?? ""
        ),
        .choice(
          "language",
          texts["desk.guidance.language"],
          frame.request.tenant.locales.map { ($0.rawValue, $0.rawValue) },
          value: chosen?.language.rawValue ?? ""
        ),
        .init(
          name: "title",
          label: texts["desk.guidance.name"],
          value: chosen?.title ?? "",
          maximum: 80
        ),
        .init(
          name: "text",
          label: texts["desk.guidance.text"],
          kind: .long,
          value: chosen?.text ?? "",
          maximum: 8_000
        ),
        .init(
          name: "source",
          label: texts["guide.source"],
          value: chosen?.source ?? "",
          maximum: 200
        ),
        .init(
          name: "reviewer",
          label: texts["desk.guidance.reviewer"],
          value: chosen?.reviewer ?? "",
          maximum: 80,
          isRequired: false
        ),
      ],
      hint: texts["desk.guidance.hint"]
    )
    return [
      "title": texts["desk.guidance.write"], "text": texts["desk.guidance.lead"],
      "forms": DeskForm.views([form], frame, from: 400),
    ]
  }

  private static func section(
    _ guide: BoxGuide,
    _ program: SubscriptionProgram,
    _ frame: DeskFrame,
    _ number: Int
  ) -> View {
    let texts = frame.texts
    let plan = program.settings.plans.first { $0.code == guide.plan }
    let removal = DeskForm(
      path: "\(path)/removal",
      submit: texts["desk.guidance.remove"],
      hidden: [
        ("plan", guide.plan), ("months", "\(guide.fromMonths)"),
        ("language", guide.language.rawValue),
      ],
      isQuiet: true
    )
    let mayChange = frame.may(.changeInsight)
    let go: View = [
      "href": frame.request.url(path, ["of": name(of: guide)]),
      "name": texts["desk.guidance.edit"],
    ]
    return [
      "title": guide.title,
      "text": guide.text.count > preview ? "\(guide.text.prefix(preview))…" : guide.text,
      "facts": [
        View.fact(
          texts["boxes.plan"],
          plan?.name.text(in: frame.request.locales) ?? guide.plan
        ),
        View.fact(texts["desk.guidance.months"], "\(guide.fromMonths)"),
        View.fact(texts["desk.guidance.language"], guide.language.rawValue),
        View.fact(texts["guide.source"], guide.source),
        View.fact(
          texts["guide.reviewed"],
          guide.reviewer.isEmpty ? texts["guide.unsigned"] : guide.reviewer
        ),
      ],
      "go": mayChange ? go : nil,
      "forms": mayChange ? DeskForm.views([removal], frame, from: 410 + number) : [],
    ]
  }
}
