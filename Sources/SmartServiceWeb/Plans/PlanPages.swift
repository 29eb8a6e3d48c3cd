internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// What comes for a child, dated by its birth, from what the merchant has published.
struct PlanPages {
  static let path = "/service/plan"

  let service: ServiceDesk
  let shell: PageShell

  var routes: [Route] { [read, keep, erase] }

  private var read: Route {
    .read(Self.path, operation: "readChildPlan", permission: .session) { request in
      try await page(request)
    }
  }

  private var keep: Route {
    write("child", "keepChildPlan") { request, session, transaction in
      guard request.form["agreed"] == "yes" else {
        throw ServiceRefusal(.planInvalid, ["field": "agreed"])
      }
      let child = PlannedChild(
        birth: try Self.birth(request),
        weeksEarly: try request.form.integer("weeks", in: 0...16) ?? 0
      )
      try await ChildPlans.keep(
        ChildPlan(child: child, isTold: request.form["told"] == "yes"),
        for: session,
        in: request.locale.rawValue,
        today: Self.today(request),
        in: transaction
      )
    }
  }

  private var erase: Route {
    write("erasure", "eraseChildPlan") { _, session, transaction in
      try await ChildPlans.erase(session, in: transaction)
    }
  }

  private func write(
    _ name: String,
    _ operation: String,
    _ change: @escaping @Sendable (TenantRequest, SessionID, TenantTransaction) async throws -> Void
  ) -> Route {
    let explained: Route.Recovery = { request, refusal in
      let isOurs = (refusal as? ServiceRefusal)?.code == .planInvalid
      guard isOurs || (refusal as? WebRefusal)?.code == .inputInvalid else { return nil }
      return try await page(
        request,
        notice: request.texts["service.plan.error"],
        status: .unprocessableContent
      )
    }
    return .write(
      .post,
      "\(Self.path)/\(name)",
      operation: operation,
      body: .form,
      idempotency: .natural,
      recovery: explained
    ) { request, transaction in
      let session = try await request.session(in: transaction).id
      try await change(request, session, transaction)
      return .redirect(to: request.url(Self.path))
    }
  }

  // MARK: The page

  private func page(
    _ request: TenantRequest,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let head = PageHead(
      name: "plan",
      title: request.texts["service.plan.title"],
      styles: [ServiceAssets.style]
    )
    var plan: ChildPlan?
    if let session = try await request.session()?.id {
      plan = try await request.scope.childPlan(of: session)
    }
    let today = Self.today(request)
    let view: View = [
      "notice": notice, "formToken": request.formToken, "keep": request.url("\(Self.path)/child"),
      "birth": plan?.child.birth.description, "today": today.description,
      "weeks": "\(plan?.child.weeksEarly ?? 0)", "isTold": plan?.isTold ?? false,
      "erase": plan == nil ? nil : request.url("\(Self.path)/erasure"),
      "steps": try await steps(plan, from: today, request),
    ]
    return try await shell.page(
      request,
      head,
      "service/plan",
      ["plan": view],
      status: status
    ).personal
  }

  private func steps(_ plan: ChildPlan?, from today: CalendarDate, _ request: TenantRequest)
    async throws -> View?
  {
    guard let child = plan?.child else { return nil }
    let entries = try await service.planned(in: [request.locale.rawValue], from: request.scope)
    let now = ChildPlanRule.current(of: entries, for: child, on: today)
    let coming = ChildPlanRule.coming(of: entries, for: child, after: today)
    return [
      "now": now.map { row($0, request) }, "isNowEmpty": now.isEmpty,
      "coming": coming.map { row($0, request) }, "isComingEmpty": coming.isEmpty,
    ]
  }

  private func row(_ step: PlanStep, _ request: TenantRequest) -> View {
    let texts = request.texts
    return [
      "href": request.url("\(KnowledgeCentrePages.path)/\(step.entry.draft.slug)"),
      "day": step.day.description, "name": step.entry.draft.question,
      "detail": [
        texts["service.plan.part.\(step.part.rawValue)"],
        step.isCorrected ? texts["service.plan.corrected"] : "",
      ].filter { !$0.isEmpty }.joined(separator: " · "),
    ]
  }

  // MARK: Values

  private static func today(_ request: TenantRequest) -> CalendarDate {
    CalendarDate(request.now, in: request.tenant.timeZone)
  }

  private static func birth(_ request: TenantRequest) throws -> CalendarDate {
    let parts = try request.form.required("birth")
      .split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      let found = CalendarDate(year: year, month: month, day: day)
    else { throw request.form.refusal("birth", "is no day") }
    return found
  }
}
