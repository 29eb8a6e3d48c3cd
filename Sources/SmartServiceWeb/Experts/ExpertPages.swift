internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Who with a licence answers parents, when, and what cannot be had here.
struct ExpertPages {
  static let path = "/service/experts"

  let entrance: TalkEntrance
  let shell: PageShell

  var routes: [Route] { [list, ask] }

  private var list: Route {
    .read(Self.path, operation: "listServiceExperts", permission: .session) { [shell] request in
      try await Self.page(request, shell)
    }
  }

  private var ask: Route {
    let entrance = entrance
    let explained: Route.Recovery = { [shell] request, refusal in
      guard let words = ChatTexts.refusal(refusal, request.texts) else { return nil }
      return try await Self.page(request, shell, notice: words, status: .unprocessableContent)
    }
    return .write(
      .post,
      "\(Self.path)/{expert}/question",
      operation: "askServiceExpert",
      parameters: [.path("expert", .string(1...40), "The expert's short name.")],
      body: .form,
      idempotency: .required,
      recovery: explained
    ) { request, transaction in
      let code = try request.path("expert")
      let experts = try request.tenant.service.experts ?? []
      guard let expert = experts.first(where: { $0.code == code }) else {
        throw WebRefusal(.notFound)
      }
      try await entrance.ask(
        expert,
        try request.form.required("text"),
        request,
        in: transaction
      )
      return .redirect(to: request.url(ChatRoutes.path) + "#latest")
    }
    .costing(.reading)
  }

  private static func page(
    _ request: TenantRequest,
    _ shell: PageShell,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let (texts, settings) = (request.texts, try request.tenant.service)
    let experts = settings.experts ?? []
    let head = PageHead(
      name: "experts",
      title: texts["service.experts.title"],
      styles: [ServiceAssets.style]
    )
    let books = experts.contains { $0.consultation != nil }
    var rows: [View] = []
    for entry in experts {
      let times = try await ConsultationPages.times(entry, request)
      let row = expert(entry, settings, request)
      rows.append(times.map { row.with("booking", $0) } ?? row)
    }
    let view: View = [
      "notice": notice, "experts": rows,
      "noClinic": texts["service.experts.\(books ? "noClinicBooked" : "noClinic")"],
      "tele": request.url(TelePages.path),
      "consultations": books ? request.url(ConsultationPages.path) : nil,
      "none": experts.isEmpty ? texts["service.experts.none"] : nil,
      "lead": texts["service.experts.\(experts.isEmpty ? "leadNone" : "lead")"],
      "chat": request.url(ChatRoutes.path), "limit": "\(Message.textLimit)",
    ]
    return try await shell.page(
      request,
      head,
      "service/experts",
      ["experts": view],
      status: status
    ).personal
  }

  private static func expert(
    _ expert: ExpertSettings,
    _ settings: SmartServiceSettings,
    _ request: TenantRequest
  ) -> View {
    let (texts, zone) = (request.texts, request.tenant.timeZone)
    let next = expert.nextMoment(after: request.now, of: settings, in: zone)
    let presence = next.map { next in
      next == request.now
        ? texts["service.experts.now"]
        : texts["service.experts.next", ["time": ChatTexts.time(next, request.locale, zone)]]
    }
    return [
      "id": expert.code, "name": expert.name.text(in: [request.locale]),
      "profession": expert.profession.text(in: [request.locale]),
      "about": expert.about?.text(in: [request.locale]),
      "presence": presence ?? texts["service.experts.never"],
      "licence": texts[
        "service.experts.licence",
        [
          "number": expert.licence.number, "issuer": expert.licence.issuer,
          "day": expert.licence.checkedOn, "who": expert.licence.checkedBy,
        ]
      ],
      "action": request.url("\(path)/\(expert.code)/question"), "formToken": request.formToken,
      "key": request.makeIdempotencyKey(),
    ]
  }
}
