internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Booking an expert's time: a time is chosen on the experts' page, held, paid in the shop, and called off.
struct ConsultationPages {
  static let path = "/service/consultations"
  /// How many free times of an expert are shown.
  private static let shown = 8

  let entrance: TalkEntrance
  let checkout: ConsultationCheckout
  let shell: PageShell

  var routes: [Route] { [list, hold, pay, cancel, rate] }

  private static let parameter = RouteParameter.path(
    "consultation",
    .id(ConsultationID.self),
    "The consultation."
  )

  private var list: Route {
    .read(Self.path, operation: "listConsultations", permission: .session) { request in
      try await page(request)
    }
  }

  private var hold: Route {
    .write(
      .post,
      "\(ExpertPages.path)/{expert}/times",
      operation: "holdConsultation",
      parameters: [.path("expert", .string(1...40), "The expert's short name.")],
      body: .form,
      idempotency: .required,
      recovery: explained
    ) { request, transaction in
      let code = try request.path("expert")
      guard let expert = try request.tenant.service.experts?.first(where: { $0.code == code })
      else {
        throw WebRefusal(.notFound)
      }
      let text = try request.form.required("start")
      guard let seconds = Int(text) else { throw request.form.refusal("start", "is no time") }
      try await ConsultationDesk.hold(
        Date(timeIntervalSince1970: TimeInterval(seconds)),
        of: expert,
        by: request.session(in: transaction).id,
        question: try request.form.required("question"),
        for: request.tenant,
        in: transaction
      )
      return .redirect(to: request.url(Self.path))
    }
  }

  private var pay: Route {
    let checkout = checkout
    return form("payment", "payConsultation") { id, request, transaction in
      let session = try await request.session(in: transaction).id
      guard let found = try await transaction.consultation(id), found.session == session else {
        throw ConsultationRefusal(.notFound)
      }
      guard found.state == .held, found.heldUntil > request.now,
        let path = try await checkout.begin(found.sku, request, transaction)
      else {
        throw ConsultationRefusal(
          .stateRefused,
          details: ["state": .string(found.state.rawValue)]
        )
      }
      return path
    }
  }

  private var cancel: Route {
    form("cancellation", "cancelConsultation") { id, request, transaction in
      let session = try await request.session(in: transaction).id
      try await ConsultationDesk.cancel(id, by: session, in: transaction)
      return nil
    }
  }

  private var rate: Route {
    form("rating", "rateConsultation") { id, request, transaction in
      let session = try await request.session(in: transaction).id
      let rating = try request.form.integer("rating", in: 1...5) ?? 0
      try await ConsultationDesk.rate(id, rating, by: session, in: transaction)
      return nil
    }
  }

  private typealias Change =
    @Sendable (ConsultationID, TenantRequest, TenantTransaction) async throws -> String?

  private func form(_ name: String, _ operation: String, _ change: @escaping Change) -> Route {
    .write(
      .post,
      "\(Self.path)/{consultation}/\(name)",
      operation: operation,
      parameters: [Self.parameter],
      body: .form,
      idempotency: .natural,
      recovery: explained
    ) { request, transaction in
      let id = try request.path("consultation", as: ConsultationID.self)
      let next = try await change(id, request, transaction)
      return .redirect(to: request.url(next ?? Self.path))
    }
  }

  private var explained: Route.Recovery {
    { request, refusal in
      guard let words = ConsultationWords.refusal(refusal, request.texts) else { return nil }
      return try await page(request, notice: words, status: .unprocessableContent)
    }
  }

  // MARK: The experts' page

  /// The free times of an expert, as a form; nothing where time is not booked.
  static func times(_ expert: ExpertSettings, _ request: TenantRequest) async throws -> View? {
    guard let settings = expert.consultation else { return nil }
    let zone = request.tenant.timeZone
    let free = ConsultationSlotRule.free(
      at: request.now,
      settings,
      hours: expert.workingHours(of: try request.tenant.service, in: zone),
      taken: try await request.scope.takenTimes(of: expert.code),
      limit: shown
    )
    return [
      "action": request.url("\(ExpertPages.path)/\(expert.code)/times"),
      "formToken": request.formToken, "key": request.makeIdempotencyKey(), "id": expert.code,
      "limit": "\(ConsultationDesk.textLimit)",
      "minutes": request.texts["service.booking.minutes", ["minutes": "\(settings.minutes)"]],
      "none": free.isEmpty ? request.texts["service.booking.none"] : nil,
      "times": free.map { start -> View in
        [
          "value": "\(Int(start.timeIntervalSince1970))",
          "name": ChatTexts.time(start, request.locale, zone),
        ]
      },
    ]
  }

  // MARK: The customer's own page

  private func page(
    _ request: TenantRequest,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let texts = request.texts
    var found: [Consultation] = []
    var danger: String?
    if let session = try await request.session() {
      found = try await request.scope.consultations(of: session.id)
      danger = try await self.danger(found, session, request)
    }
    let experts = try request.tenant.service.experts ?? []
    let names = Dictionary(
      experts.map { ($0.code, $0.name.text(in: [request.locale])) },
      uniquingKeysWith: { name, _ in name }
    )
    let view: View = [
      "notice": notice, "experts": request.url(ExpertPages.path),
      "none": found.isEmpty ? texts["service.booking.empty"] : nil,
      "danger": danger,
      "list": found.map { Self.row($0, names[$0.expert] ?? $0.expert, request) },
    ]
    let head = PageHead(
      name: "consultations",
      title: texts["service.booking.title"],
      styles: [ServiceAssets.style]
    )
    return try await shell.page(
      request,
      head,
      "service/consultations",
      ["booking": view],
      status: status
    ).personal
  }

  /// What triage says of the questions of talks that are to come: a booked time is no place to wait in.
  private func danger(_ found: [Consultation], _ session: Session, _ request: TenantRequest)
    async throws -> String?
  {
    let coming = found.filter {
      [.held, .booked].contains($0.state) && $0.startsAt > request.now && !$0.question.isEmpty
    }
    guard !coming.isEmpty else { return nil }
    let ages = try await entrance.customers.ages(session, request.tenant, request.scope)
    return entrance.service.danger(
      in: coming.map { [$0.question] },
      childAgeDays: ages.onlyDays,
      request
    )
  }

  private static func row(_ found: Consultation, _ expert: String, _ request: TenantRequest) -> View
  {
    let (texts, zone) = (request.texts, request.tenant.timeZone)
    func time(_ moment: Date) -> String { ChatTexts.time(moment, request.locale, zone) }
    let isLate = found.state == .held && found.heldUntil <= request.now
    let state = isLate ? ConsultationState.expired : found.state
    let mayCancel = [.held, .booked].contains(state) && !found.hasBegun(at: request.now)
    func form(_ name: String, _ label: String) -> View {
      [
        "action": request.url("\(path)/\(found.id)/\(name)"), "formToken": request.formToken,
        "label": texts[label],
      ]
    }
    return [
      "id": found.id.description, "expert": expert, "time": time(found.startsAt),
      "minutes": texts["service.booking.minutes", ["minutes": "\(found.minutes)"]],
      "state": texts["service.booking.state.\(state.rawValue)"],
      "until": state == .held
        ? texts["service.booking.until", ["time": time(found.heldUntil)]] : nil,
      "refund": found.owesRefund ? texts["service.booking.refundDue"] : nil,
      "order": found.orderNumber.map { texts["service.booking.order", ["number": $0]] },
      "question": found.question, "note": found.note.isEmpty ? nil : found.note,
      "pay": state == .held ? form("payment", "service.booking.pay") : nil,
      "cancel": mayCancel ? form("cancellation", "service.booking.cancel") : nil,
      "rating": state == .done && found.rating == nil ? grades(found, request) : nil,
    ]
  }

  private static func grades(_ found: Consultation, _ request: TenantRequest) -> View {
    [
      "action": request.url("\(path)/\(found.id)/rating"), "formToken": request.formToken,
      "grades": (1...5).reversed().map { grade -> View in
        ["value": "\(grade)", "name": request.texts["service.grade.\(grade)"]]
      },
    ]
  }
}

/// What is said against a change of a consultation.
enum ConsultationWords {
  static func refusal(_ refusal: any Refusal, _ texts: LocalTexts) -> String? {
    switch refusal {
    case let refusal as ConsultationRefusal:
      switch refusal.code {
      case .slotTaken: texts["service.booking.error.taken"]
      case .stateRefused: texts["service.booking.error.state"]
      case .fieldsInvalid: texts["service.booking.error.fields"]
      case .notFound: nil
      }
    case let refusal as WebRefusal where refusal.code == .inputInvalid:
      texts["service.booking.error.fields"]
    default: nil
    }
  }
}
