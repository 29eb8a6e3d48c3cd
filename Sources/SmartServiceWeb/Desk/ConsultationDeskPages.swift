internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Booked talks at the desk: what comes, what was noted, and whose money has to go back.
enum ConsultationDeskPages {
  static let path = "/desk/consultations"
  private static let parameter = RouteParameter.path(
    "consultation",
    .id(ConsultationID.self),
    "The consultation."
  )

  static let routes: [Route] = [
    ServiceDeskWords.routes.page(
      path,
      "listDeskConsultations",
      .seeService,
      parameters: [
        .query("state", .choice(ConsultationFilter.allCases.map(\.rawValue)), "Which talks.")
      ],
      list
    ),
    ServiceDeskWords.routes.page(
      "\(path)/{consultation}",
      "showDeskConsultation",
      .seeService,
      parameters: [parameter],
      show
    ),
    form("note", "noteConsultation") { id, request, actor, transaction in
      let text = try request.form.required("text")
      try await ConsultationDesk.note(text, on: id, by: actor, in: transaction)
    },
    form("end", "endConsultation") { id, _, actor, transaction in
      try await ConsultationDesk.end(id, isMissed: false, by: actor, in: transaction)
    },
    form("miss", "missConsultation") { id, _, actor, transaction in
      try await ConsultationDesk.end(id, isMissed: true, by: actor, in: transaction)
    },
    form("cancellation", "cancelDeskConsultation") { id, _, _, transaction in
      try await ConsultationDesk.cancel(id, in: transaction)
    },
    form("payout", "payOutConsultation", .decideKnowledge) { id, _, actor, transaction in
      try await ConsultationDesk.payOut(id, by: actor, in: transaction)
    },
  ]

  /// How many have money that must go back, for the desk's first page.
  static let tasks: DeskTask.Source = { request in
    [
      DeskTask(
        textKey: "service.desk.refunds",
        count: Int64(try await request.scope.refundsOwed()),
        permission: .seeService,
        url: request.url(path, ["state": ConsultationFilter.refund.rawValue])
      )
    ]
  }

  private typealias Change =
    @Sendable (ConsultationID, TenantRequest, Actor, TenantTransaction) async throws -> Void

  private static func form(
    _ name: String,
    _ operation: String,
    _ permission: StaffPermission = .answerService,
    _ change: @escaping Change
  ) -> Route {
    ServiceDeskWords.routes.form(
      "\(path)/{consultation}/\(name)",
      operation,
      permission,
      parameters: [parameter],
      show: show
    ) { request, actor, transaction in
      let id = try request.path("consultation", as: ConsultationID.self)
      try await change(id, request, actor, transaction)
      return request.url("\(path)/\(id)")
    }
  }

  private static let list: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let chosen = request.query["state"].flatMap(ConsultationFilter.init) ?? .coming
    let found = try await request.scope.consultations(chosen)
    let owed = chosen == .payout ? try await request.scope.payoutsOwed() : []
    return try frame.list(
      frame.texts["service.desk.consultations"],
      [
        "rows": owed.map { sum($0, frame) } + found.map { row($0, frame) },
        "empty": frame.texts["service.booking.deskEmpty"],
        "filters": ConsultationFilter.allCases.map { filter -> View in
          [
            "name": frame.texts["service.booking.filter.\(filter.rawValue)"],
            "isCurrent": filter == chosen,
            "href": request.url(path, ["state": filter.rawValue]),
          ]
        },
      ],
      notice: notice
    )
  }

  /// What one expert is owed, above the talks that it is for.
  private static func sum(_ owed: ExpertPayout, _ frame: DeskFrame) -> View {
    [
      "href": frame.request.url(path, ["state": ConsultationFilter.payout.rawValue]),
      "name": name(of: owed.expert, frame),
      "detail": frame.texts[
        "service.booking.owed",
        ["talks": "\(owed.talks)", "minutes": "\(owed.minutes)"]
      ],
    ]
  }

  private static func row(_ found: Consultation, _ frame: DeskFrame) -> View {
    [
      "href": frame.request.url("\(path)/\(found.id)"),
      "name": "\(frame.time(found.startsAt)) · \(expert(found, frame))",
      "state": frame.texts["service.booking.state.\(found.state.rawValue)"],
      "detail": [found.orderNumber ?? "", String(found.question.prefix(60))]
        .filter { !$0.isEmpty }.joined(separator: " · "),
    ]
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("consultation", as: ConsultationID.self)
    guard let found = try await request.scope.consultation(id) else {
      throw ConsultationRefusal(.notFound)
    }
    let texts = frame.texts
    let facts: [(String, String)] = [
      ("expert", expert(found, frame)), ("time", frame.time(found.startsAt)),
      ("minutes", texts["service.booking.minutes", ["minutes": "\(found.minutes)"]]),
      ("state", texts["service.booking.state.\(found.state.rawValue)"]),
      ("order", found.orderNumber ?? ""),
      ("refund", found.owesRefund ? texts["service.booking.refundDue"] : ""),
      ("question", found.question), ("note", found.note),
      ("rating", found.rating.map { texts["service.grade.\($0)"] } ?? ""),
      ("payout", found.paidOutAt.map { frame.time($0) } ?? ""),
    ]
    return try frame.sheet(
      texts["service.desk.consultations"],
      [
        [
          "title": "\(frame.time(found.startsAt)) · \(expert(found, frame))",
          "facts": facts.filter { !$0.1.isEmpty }
            .map { View.fact(texts["service.booking.field.\($0.0)"], $0.1) },
          "forms": DeskForm.views(
            (frame.may(.answerService) ? forms(found, texts) : [])
              + (frame.may(.decideKnowledge) && found.owesPayout ? [payout(found, texts)] : []),
            frame
          ),
        ]
      ],
      back: request.url(path),
      backName: texts["service.desk.consultations"],
      notice: notice
    )
  }

  private static func forms(_ found: Consultation, _ texts: LocalTexts) -> [DeskForm] {
    let base = "\(path)/\(found.id)"
    var forms = [
      DeskForm(
        path: "\(base)/note",
        submit: texts["service.booking.saveNote"],
        fields: [
          .init(
            name: "text",
            label: texts["service.booking.noteLabel"],
            kind: .long,
            value: found.note,
            maximum: ConsultationDesk.textLimit
          )
        ],
        hint: texts["service.booking.noteHint"]
      )
    ]
    for (event, name) in [
      (ConsultationEvent.finish, "end"), (.miss, "miss"), (.cancel, "cancellation"),
    ] {
      guard let next = ConsultationTransition.state(after: event, in: found.state),
        next != found.state
      else { continue }
      forms.append(
        DeskForm(path: "\(base)/\(name)", submit: texts["service.booking.\(name)"], isQuiet: true)
      )
    }
    return forms
  }

  private static func payout(_ found: Consultation, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "\(path)/\(found.id)/payout",
      submit: texts["service.booking.payout"],
      hint: texts["service.booking.payoutHint"],
      isQuiet: true
    )
  }

  private static func expert(_ found: Consultation, _ frame: DeskFrame) -> String {
    name(of: found.expert, frame)
  }

  private static func name(of code: String, _ frame: DeskFrame) -> String {
    let experts = (try? frame.request.tenant.service.experts) ?? []
    let known = experts.first { $0.code == code }
    return known?.name.text(in: [frame.request.locale]) ?? code
  }
}
