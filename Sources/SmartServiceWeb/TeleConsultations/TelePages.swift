internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// A consultation with a licensed provider's clinician; where a merchant has no provider, the page says so.
struct TelePages {
  static let path = "/service/tele-consultations"
  private static let parameter = RouteParameter.path(
    "consultation",
    .id(TeleConsultationID.self),
    "The tele-consultation."
  )

  let desk: TeleDesk
  let entrance: TalkEntrance
  let shell: PageShell

  var routes: [Route] { [read, agree, advance] }

  private var read: Route {
    .read(Self.path, operation: "listTeleConsultations", permission: .session) { request in
      try await page(request)
    }
  }

  private var agree: Route {
    .write(
      .post,
      Self.path,
      operation: "agreeToTeleConsultation",
      body: .form,
      idempotency: .natural,
      recovery: explained
    ) { request, transaction in
      try await desk.agree(
        request.form["summary"] ?? "",
        hasAgreed: request.form["agreed"] == "yes",
        session: request.session(in: transaction).id,
        locale: request.locale.rawValue,
        of: request.tenant,
        in: transaction
      )
      return .redirect(to: request.url(Self.path))
    }
  }

  private var advance: Route {
    .act(
      "\(Self.path)/{consultation}/progress",
      operation: "advanceTeleConsultation",
      parameters: [Self.parameter],
      body: .form,
      recovery: explained
    ) { request, database in
      guard let session = try await request.session()?.id else { throw TeleRefusal(.notFound) }
      try await desk.advance(
        try request.path("consultation", as: TeleConsultationID.self),
        session: session,
        locale: request.locale.rawValue,
        of: request.tenant,
        in: database
      )
      return .redirect(to: request.url(Self.path))
    }
    .sendingMessage()
  }

  private var explained: Route.Recovery {
    { request, refusal in
      guard let refusal = refusal as? TeleRefusal, refusal.code != .notFound else { return nil }
      let kind = refusal.code == .absent ? "absent" : "fields"
      return try await page(
        request,
        notice: request.texts["service.tele.error.\(kind)"],
        status: .unprocessableContent
      )
    }
  }

  private func page(
    _ request: TenantRequest,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let texts = request.texts
    let provider = try desk.provider(of: request.tenant)
    let session = try await request.session()
    var found: [TeleConsultation] = []
    if let session { found = try await request.scope.teleConsultations(of: session.id) }
    let isOpen = found.contains { $0.state != .advised && $0.state != .failed }
    let summary = try await summary(session, request)
    let view: View = [
      "notice": notice,
      "danger": entrance.service.danger(
        in: found.filter { $0.state != .advised }.map { [$0.summary] },
        request
      ),
      "none": provider == nil ? texts["service.tele.none"] : nil,
      "provider": provider.map { provider in
        texts[
          "service.tele.provider",
          [
            "name": provider.name.text(in: request.locales), "number": provider.licence.number,
            "issuer": provider.licence.issuer, "day": provider.licence.checkedOn,
            "who": provider.licence.checkedBy,
          ]
        ]
      },
      "form": provider.flatMap { provider -> View? in
        guard !isOpen else { return nil }
        return [
          "action": request.url(Self.path), "formToken": request.formToken, "summary": summary,
          "limit": "\(TeleConsultation.summaryLimit)",
          "agree": texts["service.tele.agree", ["name": provider.name.text(in: request.locales)]],
        ]
      },
      "list": found.map { Self.row($0, request) }, "experts": request.url(ExpertPages.path),
    ]
    let head = PageHead(
      name: "tele-consultations",
      title: texts["service.tele.title"],
      styles: [ServiceAssets.style]
    )
    return try await shell.page(request, head, "service/tele", ["tele": view], status: status)
      .personal
  }

  /// What the parent may hand over, to be read and changed: the child's age, and what was asked last.
  private func summary(_ session: Session?, _ request: TenantRequest) async throws -> String {
    guard let session else { return "" }
    let ages = try await entrance.customers.ages(session, request.tenant, request.scope)
    var lines = ages.months.map { request.texts["service.knownAge", ["months": "\($0)"]] }
    if let talk = try await request.scope.conversation(of: session.id) {
      lines += try await request.scope.messages(of: talk.id)
        .filter { $0.author == .customer }.suffix(3).map(\.text)
    }
    return String(lines.joined(separator: "\n").prefix(1_000))
  }

  private static func row(_ found: TeleConsultation, _ request: TenantRequest) -> View {
    let texts = request.texts
    let label: String? =
      switch found.state {
      case .asked: texts["service.tele.connect"]
      case .failed: texts["service.tele.again"]
      case .open: texts["service.tele.look"]
      case .advised: nil
      }
    let time = ChatTexts.time(found.agreedAt, request.locale, request.tenant.timeZone)
    return [
      "title": "\(found.provider) · \(time)",
      "state": texts["service.tele.state.\(found.state.rawValue)"], "summary": found.summary,
      "room": found.state == .open
        ? ["href": found.url, "name": texts["service.tele.enter"]] as View : nil,
      "advice": found.advice.isEmpty ? nil : found.advice,
      "next": label.map { label -> View in
        [
          "action": request.url("\(path)/\(found.id)/progress"), "formToken": request.formToken,
          "label": label,
        ]
      },
    ]
  }
}
