internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What members of staff have to know without having looked for it.
enum DeskNotices {
  static func routes(_ shop: Shop) -> [Route] {
    [
      ShopDesk.routes.page("/desk/notices", "listDeskNotices", .seeDesk, show),
      ShopDesk.routes.form("/desk/notices/seen", "seeDeskNotices", .seeDesk, show: show) {
        request,
        actor,
        transaction in
        guard let last = try request.form.value("last", as: OutboxEventID.self) else {
          throw request.form.refusal("last", "is missing")
        }
        try await shop.seeNotices(kinds(request), upTo: last, by: actor, in: transaction)
        return request.url("/desk/notices")
      },
    ]
  }

  /// How many notices that whoever asks may see nobody has seen.
  static func unseen(_ tasks: DeskTasks, _ request: TenantRequest) -> Int64 {
    kinds(request).reduce(0) { $0 + tasks.notices($1) }
  }

  /// The kinds that the role of whoever asks reaches.
  private static func kinds(_ request: TenantRequest) -> [StaffNotice.Kind] {
    guard let role = request.staff?.member.role else { return [] }
    return kinds(role)
  }

  private static func kinds(_ role: StaffRole) -> [StaffNotice.Kind] {
    StaffNotice.Kind.allCases.filter { role.may(permission($0)) }
  }

  private static func permission(_ kind: StaffNotice.Kind) -> StaffPermission {
    switch kind {
    case .stockLow: .seeStock
    case .reviewOverdue: .seeReviews
    case .lotRecalled: .seeOrders
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let found = try await request.scope.staffNotices(kinds(frame.member.role))
    let rows = found.map { entry -> View in
      [
        "href": url(entry, request),
        "name": texts[
          "desk.notice.\(entry.kind.rawValue)",
          ["subject": entry.subject, "detail": entry.detail]
        ],
        "state": entry.seenAt == nil ? texts["desk.notices.new"] : nil,
        "detail": frame.time(entry.createdAt),
      ]
    }
    let newest = found.filter { $0.seenAt == nil }.map(\.id).max()
    let forms = newest.map { last in
      DeskForm(
        path: "/desk/notices/seen",
        submit: texts["desk.notices.see"],
        hidden: [("last", last.description)]
      )
    }
    let content: View = [
      "rows": rows, "empty": texts["desk.notices.empty"],
      "forms": DeskForm.views(forms.map { [$0] } ?? [], frame),
    ]
    return try frame.list(texts["desk.nav.notices"], content, notice: notice)
  }

  private static func url(_ entry: StaffNotice, _ request: TenantRequest) -> String {
    switch entry.kind {
    case .stockLow: request.url("/desk/stock/item", ["sku": entry.subject])
    case .reviewOverdue: request.url("/desk/reviews/\(entry.subject)")
    case .lotRecalled: DeskLots.url(of: entry.subject, lot: entry.detail, request)
    }
  }
}
