internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// The merchant's services: for which stage, and by which tier, plan or pack members come to them.
enum ServiceDesk {
  static let path = "/desk/services"

  static let route = MembershipDesk.pages.page(path, "listServices", .seeMembers) {
    request,
    notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let words = ServiceWords(texts, request)
    let offered = try Entitlements(of: request.tenant).offered
    let section = FigureSection(
      title: texts["desk.services.list"],
      text: offered.isEmpty ? texts["desk.services.none"] : nil,
      table: offered.isEmpty
        ? nil
        : FamilySection.Table(
          caption: texts["desk.services.table"],
          columns: ["service", "stages", "ways"].map { texts["desk.services.\($0)"] },
          rows: offered.map { service in
            [
              words.name(service), words.stages(service),
              service.ways.map(words.way).joined(separator: "; "),
            ]
          }
        )
    )
    return try FigureSection.page(
      texts["desk.services.title"],
      lead: texts["desk.services.lead"],
      [section],
      frame,
      notice: notice
    )
  }

  /// What one member may use, with the way to note a use of what no pack holds.
  static func standing(_ member: Member, _ frame: DeskFrame) async throws -> View? {
    let texts = frame.texts
    let program = try Entitlements(of: frame.request.tenant)
    guard !program.offered.isEmpty, member.erasedAt == nil else { return nil }
    let answers = try await program.all(of: member.id, in: frame.request.scope)
    let words = ServiceWords(texts, frame.request)
    let own = zip(program.offered, answers).filter { service, answer in
      service.name != nil && answer.isAllowed
    }
    let use = DeskForm(
      path: "/desk/members/\(member.id)/entitled-uses",
      submit: texts["desk.packs.use"],
      fields: [
        .choice("service", texts["desk.packs.service"], own.map { ($0.0.code, words.name($0.0)) }),
        .init(name: "appointment", label: texts["desk.packs.appointment"], maximum: 60),
      ],
      isQuiet: true
    )
    let mayUse = frame.may(.grantValue) && !own.isEmpty
    return [
      "title": texts["desk.services.may"],
      "lines": zip(program.offered, answers).map { service, answer -> View in
        [
          "name": words.name(service), "detail": words.standing(answer) { frame.time($0) },
          "amount": texts[answer.isAllowed ? "services.yes" : "services.no"],
        ]
      },
      "forms": mayUse ? DeskForm.views([use], frame, from: 540) : [],
    ]
  }

  /// Uses a service out of whatever gives it, once for each appointment.
  static func use(
    _ member: MemberID,
    _ request: TenantRequest,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    try await Entitlements(of: request.tenant)
      .use(
        try request.form.required("service"),
        of: member,
        key: String(try request.form.required("appointment").prefix(60)),
        by: actor,
        in: transaction
      )
  }
}
