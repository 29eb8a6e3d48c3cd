internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Cases at the desk: what is due, who has it, its history, and where it may go.
enum CasePages {
  static let path = "/desk/cases"
  private static let parameter = RouteParameter.path(
    "case",
    .id(ServiceCaseID.self),
    "The case."
  )

  static let routes: [Route] = [
    ServiceDeskWords.routes.page(
      path,
      "listServiceCases",
      .seeService,
      parameters: [
        .query("state", .choice(CaseFilter.allCases.map(\.rawValue)), "Which cases."),
        .query("talk", .id(ConversationID.self), "The talk that a new case comes from."),
      ],
      list
    ),
    ServiceDeskWords.routes.form(
      path,
      "openServiceCase",
      .answerService,
      once: true,
      show: list
    ) { request, _, transaction in
      guard let kind = ProcessKind(rawValue: try request.form.required("kind")) else {
        throw request.form.refusal("kind", "is no kind of case")
      }
      let id = try await request.tenant.processDesk.open(
        kind,
        try request.form.required("subject"),
        reference: request.form["reference"] ?? "",
        from: try request.form.value("talk", as: ConversationID.self),
        by: try agent(request),
        in: transaction
      )
      return request.url("\(path)/\(id)")
    },
    ServiceDeskWords.routes.page(
      "\(path)/{case}",
      "showServiceCase",
      .seeService,
      parameters: [parameter],
      show
    ),
    form("taking", "takeServiceCase") { desk, id, request, agent, transaction in
      try await desk.take(id, by: agent, in: transaction)
    },
    form("moves", "moveServiceCase") { desk, id, request, agent, transaction in
      try await desk.move(
        id,
        to: try request.form.required("state"),
        note: request.form["note"] ?? "",
        by: agent,
        in: transaction
      )
    },
    form("notes", "noteOnServiceCase", once: true) { desk, id, request, agent, transaction in
      try await desk.note(try request.form.required("note"), on: id, by: agent, in: transaction)
    },
  ]

  /// How many late cases a role was called for, for the desk's first page.
  static let tasks: DeskTask.Source = { request in
    guard let role = request.staff?.member.role else { return [] }
    return [
      DeskTask(
        textKey: "service.desk.escalated",
        count: Int64(try await request.scope.escalatedCases(for: role)),
        permission: .seeService,
        url: request.url(path, ["state": CaseFilter.mine.rawValue])
      )
    ]
  }

  private typealias Change =
    @Sendable (ProcessDesk, ServiceCaseID, TenantRequest, ProcessDesk.Agent, TenantTransaction)
    async throws -> Void

  private static func form(
    _ name: String,
    _ operation: String,
    once: Bool = false,
    _ change: @escaping Change
  ) -> Route {
    ServiceDeskWords.routes.form(
      "\(path)/{case}/\(name)",
      operation,
      .answerService,
      parameters: [parameter],
      once: once,
      show: show
    ) { request, _, transaction in
      let id = try request.path("case", as: ServiceCaseID.self)
      try await change(
        try request.tenant.processDesk,
        id,
        request,
        try agent(request),
        transaction
      )
      return request.url("\(path)/\(id)")
    }
  }

  private static func agent(_ request: TenantRequest) throws -> ProcessDesk.Agent {
    guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
    return ProcessDesk.Agent(login: staff.member.login, role: staff.member.role)
  }

  // MARK: The list

  private static let list: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let chosen = request.query["state"].flatMap(CaseFilter.init) ?? .open
    let found = try await request.scope.serviceCases(
      chosen,
      login: frame.member.login,
      role: frame.member.role
    )
    return try frame.list(
      texts["service.desk.cases"],
      [
        "rows": found.map { row($0, frame) }, "empty": texts["service.case.empty"],
        "filters": CaseFilter.allCases.map { filter -> View in
          [
            "name": texts["service.case.filter.\(filter.rawValue)"], "isCurrent": filter == chosen,
            "href": request.url(path, ["state": filter.rawValue]),
          ]
        },
        "forms": DeskForm.views(frame.may(.answerService) ? [opening(frame)] : [], frame),
      ],
      notice: notice
    )
  }

  private static func row(_ found: ServiceCase, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    let details = [
      texts["service.case.kind.\(found.kind.rawValue)"], found.reference, standing(found, frame),
      found.owner ?? "",
    ]
    return [
      "href": frame.request.url("\(path)/\(found.id)"),
      "name": found.subject.isEmpty ? texts["service.case.forgotten"] : found.subject,
      "state": name(found.state, frame),
      "detail": details.filter { !$0.isEmpty }.joined(separator: " · "),
    ]
  }

  private static func opening(_ frame: DeskFrame) -> DeskForm {
    let texts = frame.texts
    let talk =
      frame.request.query["talk"] ?? frame.request.form["talk"]
    return DeskForm(
      path: path,
      submit: texts["service.case.open"],
      fields: [
        .choice(
          "kind",
          texts["service.case.field.kind"],
          ProcessKind.allCases.map {
            ($0.rawValue, texts["service.case.kind.\($0.rawValue)"])
          },
          value: frame.request.form["kind"] ?? ""
        ),
        .init(
          name: "subject",
          label: texts["service.case.field.subject"],
          value: frame.request.form["subject"] ?? "",
          maximum: ServiceCase.subjectLimit
        ),
        .init(
          name: "reference",
          label: texts["service.case.field.reference"],
          value: frame.request.form["reference"] ?? "",
          maximum: ServiceCase.referenceLimit,
          isRequired: false
        ),
      ],
      hidden: talk.map { [(name: "talk", value: $0)] } ?? [],
      hint: talk.map { texts["service.case.fromTalk", ["talk": $0]] }
    )
  }

  // MARK: One case

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("case", as: ServiceCaseID.self)
    guard let found = try await request.scope.serviceCase(id) else { throw CaseRefusal(.notFound) }
    let texts = frame.texts
    let steps = try await request.scope.caseSteps(of: id)
    let facts: [(String, String)] = [
      ("kind", texts["service.case.kind.\(found.kind.rawValue)"]),
      ("state", name(found.state, frame)), ("reference", found.reference),
      ("due", standing(found, frame)), ("owner", found.owner ?? ""),
      ("role", found.role.map { texts["service.case.role.\($0.rawValue)"] } ?? ""),
      ("opened", frame.time(found.openedAt)),
    ]
    let mayAct = frame.may(.answerService)
    let talk = found.conversation.map { conversation -> View in
      [
        "href": request.url("\(InboxPage.path)/\(conversation)"),
        "name": texts["service.case.talk"],
      ]
    }
    let current: View = [
      "title": found.subject.isEmpty ? texts["service.case.forgotten"] : found.subject,
      "facts": facts.filter { !$0.1.isEmpty }
        .map { View.fact(texts["service.case.field.\($0.0)"], $0.1) },
      "ways": [talk].compactMap(\.self),
      "forms": DeskForm.views(mayAct ? forms(found, frame) : [], frame),
    ]
    let history: View = [
      "title": texts["service.case.history"],
      "lines": steps.map { step -> View in
        let state = found.process.state(step.state).map { name($0, frame) } ?? step.state
        return [
          "name": "\(texts["service.case.event.\(step.event.rawValue)"]) · \(state)",
          "detail": [step.note, step.login ?? "", frame.time(step.at)]
            .filter { !$0.isEmpty }.joined(separator: " · "),
          "amount": "",
        ]
      },
    ]
    return try frame.sheet(
      texts["service.desk.cases"],
      [current, history],
      back: request.url(path),
      backName: texts["service.desk.cases"],
      notice: notice
    )
  }

  private static func forms(_ found: ServiceCase, _ frame: DeskFrame) -> [DeskForm] {
    let (texts, base) = (frame.texts, "\(path)/\(found.id)")
    func note(_ isRequired: Bool) -> DeskForm.Field {
      DeskForm.Field(
        name: "note",
        label: texts["service.case.field.note"],
        kind: .long,
        maximum: ServiceCase.noteLimit,
        isRequired: isRequired
      )
    }
    var forms: [DeskForm] = []
    if found.closedAt == nil, let role = found.state.owner.flatMap(StaffRole.init),
      ServiceProcessRule.may(frame.member.role, actFor: role)
    {
      if found.owner != frame.member.login {
        forms.append(DeskForm(path: "\(base)/taking", submit: texts["service.case.take"]))
      }
      let states = (found.state.next ?? []).compactMap { found.process.state($0) }
      forms.append(
        DeskForm(
          path: "\(base)/moves",
          submit: texts["service.case.move"],
          fields: [
            .choice(
              "state",
              texts["service.case.field.next"],
              states.map { ($0.code, name($0, frame)) }
            ),
            note(false),
          ]
        )
      )
    }
    forms.append(
      DeskForm(
        path: "\(base)/notes",
        submit: texts["service.case.note"],
        fields: [note(true)],
        isQuiet: true
      )
    )
    return forms
  }

  // MARK: Words

  private static func name(_ state: ServiceProcess.State, _ frame: DeskFrame) -> String {
    state.name.text(in: [frame.request.locale])
  }

  /// By when it has to go on, that it is late, whom that called, or when it ended.
  private static func standing(_ found: ServiceCase, _ frame: DeskFrame) -> String {
    let texts = frame.texts
    if let closed = found.closedAt {
      return texts["service.case.closedAt", ["time": frame.time(closed)]]
    }
    guard let due = found.dueAt else { return texts["service.case.noDeadline"] }
    let time: KeyValuePairs = ["time": frame.time(due)]
    if found.escalatedAt != nil, let role = found.role {
      return texts[
        "service.case.escalated",
        ["time": frame.time(due), "role": texts["service.case.role.\(role.rawValue)"]]
      ]
    }
    return texts[due <= frame.request.now ? "service.case.late" : "service.case.until", time]
  }
}
