internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The rules of triage with their thresholds and sources, and which of them a clinician has signed.
enum TriagePages {
  static let path = "/desk/triage"
  private static let filters = ["unsigned", "signed"]
  private static let parameter = RouteParameter.path("rule", .string(1...80), "The rule's name.")

  static let routes: [Route] = [
    ServiceDeskWords.routes.page(
      path,
      "listTriageRules",
      .seeService,
      parameters: [.query("state", .choice(filters), "Which rules.")],
      list
    ),
    ServiceDeskWords.routes.page(
      "\(path)/{rule}",
      "showTriageRule",
      .seeService,
      parameters: [parameter],
      show
    ),
    ServiceDeskWords.routes.form(
      "\(path)/{rule}/signature",
      "signTriageRule",
      .decideKnowledge,
      parameters: [parameter],
      show: show
    ) { request, _, transaction in
      guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
      let rule = try request.path("rule")
      try await ServiceDesk().signTriageRule(
        rule,
        clinician: try request.form.required("clinician"),
        licence: try request.form.required("licence"),
        by: staff.member.login,
        in: transaction
      )
      return request.url("\(path)/\(rule)")
    },
  ]

  private static let list: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, chosen) = (frame.texts, request.query["state"])
    let signOffs = try await request.scope.triageSignOffs()
    let rules = Triage.rules.filter { rule in
      switch chosen {
      case "signed": signature(rule, signOffs) != nil
      case "unsigned": signature(rule, signOffs) == nil
      default: true
      }
    }
    let links = ([nil] + filters.map(Optional.some)).map { filter -> View in
      [
        "name": texts["service.triage.filter.\(filter ?? "all")"], "isCurrent": filter == chosen,
        "href": request.url(path, ["state": filter]),
      ]
    }
    return try frame.list(
      texts["service.desk.triage"],
      [
        "rows": rules.map { rule -> View in
          [
            "href": request.url("\(path)/\(rule.id)"), "name": rule.threshold,
            "state": texts["service.triage.level.\(rule.level.rawValue)"],
            "detail": [
              signed(rule, signOffs, frame),
              KnowledgeWords.ages(rule.ageDays?.lowerBound, upper(rule), texts), rule.source,
            ]
            .filter { !$0.isEmpty }.joined(separator: " · "),
          ]
        },
        "empty": texts["service.triage.empty"], "filters": links,
      ],
      notice: notice
    )
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, id) = (frame.texts, try request.path("rule"))
    guard let rule = Triage.rules.first(where: { $0.id == id }) else {
      throw WebRefusal(.notFound)
    }
    let signOffs = try await request.scope.triageSignOffs()
    let facts: [(String, String)] = [
      ("rule", rule.id), ("level", texts["service.triage.level.\(rule.level.rawValue)"]),
      ("ages", KnowledgeWords.ages(rule.ageDays?.lowerBound, upper(rule), texts)),
      ("source", rule.source), ("signed", signed(rule, signOffs, frame)),
    ]
    let language = request.locale.rawValue
    let sign = DeskForm(
      path: "\(path)/\(rule.id)/signature",
      submit: texts["service.triage.sign"],
      fields: [
        .init(name: "clinician", label: texts["service.triage.clinician"], maximum: 120),
        .init(name: "licence", label: texts["service.triage.licence"], maximum: 80),
      ],
      hint: texts["service.triage.signHint"]
    )
    return try frame.sheet(
      rule.threshold,
      [
        [
          "title": texts["service.triage.action"],
          "text": rule.action(language: language, country: request.tenant.market),
        ],
        [
          "title": texts["service.triage.otherLanguages"],
          "text": texts["service.triage.otherLanguagesHint"],
          "facts": translations.map { other in
            View.fact(
              texts["service.language.\(other)"],
              rule.action(language: other, country: request.tenant.market)
            )
          },
        ],
        [
          "title": texts["service.triage.about"],
          "facts": facts.filter { !$0.1.isEmpty }
            .map { View.fact(texts["service.triage.field.\($0.0)"], $0.1) },
          "forms": frame.may(.decideKnowledge) ? DeskForm.views([sign], frame) : [View](),
        ],
      ],
      back: request.url(path),
      backName: texts["service.desk.triage"],
      notice: notice
    )
  }

  /// The languages in which triage speaks beside those that stand in the table.
  private static let translations = LanguageIdentifier.languages.filter {
    !["zh", "en"].contains($0)
  }

  private static func upper(_ rule: TriageRule) -> Int? {
    rule.ageDays.flatMap { $0.upperBound >= 100_000 ? nil : $0.upperBound }
  }

  /// Who signed the rule as it is worded now: for this merchant, else for everybody.
  private static func signature(_ rule: TriageRule, _ signOffs: [TriageSignOff]) -> String? {
    rule.signOff(in: signOffs)?.clinician ?? rule.signedOffBy
  }

  private static func signed(_ rule: TriageRule, _ signOffs: [TriageSignOff], _ frame: DeskFrame)
    -> String
  {
    if let own = rule.signOff(in: signOffs) {
      return frame.texts[
        "service.triage.signedBy",
        ["name": own.clinician, "licence": own.licence, "time": frame.time(own.signedAt)]
      ]
    }
    return rule.signedOffBy ?? frame.texts["service.triage.unsigned"]
  }
}
