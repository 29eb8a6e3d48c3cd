internal import Membership
internal import TenantStore
internal import TenantWeb

/// A member's boxes: what comes when, and how to have it otherwise.
enum BoxPage {
  static let path = "/family/boxes"
  private static let parameter = RouteParameter.path(
    "box",
    .id(SubscriptionID.self),
    "The contract."
  )
  static let reasons = ["too_much", "too_dear", "other_need", "moved", "other"]

  static func routes(_ family: FamilyRoutes, _ orders: FamilyOrders?) -> [Route] {
    let show = show(orders)
    return [
      family.page(path, "showBoxes") { try await show($0, $1) },
      family.form(path, "subscribeToBox", once: true, show: show) { request, member, transaction in
        let child = try request.form.value("child", as: ChildID.self)
        if let child { try await check(child, of: member, transaction) }
        _ = try await boxes(of: request).subscribe(
          member,
          to: try request.form.required("plan"),
          on: try request.form.requiredDay("day"),
          child: child?.uuid,
          address: try request.form.required("address"),
          in: transaction
        )
        return request.url(path)
      },
      change(family, "wishes", "changeBox", show) { request, id, member, transaction in
        try await boxes(of: request).change(id, of: member, try wish(request.form), in: transaction)
      },
      change(family, "address", "moveBox", show) { request, id, member, transaction in
        let address = try request.form.required("address")
        try await boxes(of: request).move(id, of: member, to: address, in: transaction)
      },
      change(family, "cancellation", "cancelBox", show) { request, id, member, transaction in
        let reason = request.form["reason"].flatMap { reasons.contains($0) ? $0 : nil }
        _ = try await boxes(of: request).cancel(
          id,
          of: member,
          reason: reason ?? "other",
          in: transaction
        )
      },
    ]
  }

  private static func change(
    _ family: FamilyRoutes,
    _ name: String,
    _ operation: String,
    _ show: @escaping FamilyRoutes.Show,
    _ change:
      @escaping @Sendable (TenantRequest, SubscriptionID, MemberID, TenantTransaction) async throws
      -> Void
  ) -> Route {
    family.form(
      "\(path)/{box}/\(name)",
      operation,
      parameters: [parameter],
      show: show
    ) { request, member, transaction in
      let id = try request.path("box", as: SubscriptionID.self)
      try await change(request, id, member, transaction)
      return request.url(path)
    }
  }

  private static func boxes(of request: TenantRequest) throws -> SubscriptionProgram {
    guard let program = SubscriptionProgram(of: request.tenant) else {
      throw WebRefusal(.notFound)
    }
    return program
  }

  /// A box is filled for a child of the member only.
  private static func check(_ child: ChildID, of id: MemberID, _ rows: some TenantQuerying)
    async throws
  {
    guard let member = try await rows.member(id),
      try await rows.children(of: member).contains(where: { $0.id == child })
    else { throw MembershipRefusal(.childNotFound) }
  }

  private static func wish(_ form: RequestFields) throws -> SubscriptionProgram.Wish {
    switch try form.required("wish") {
    case "skip": return .skip
    case "pause": return .pause
    case "resume": return .resume
    case "swap": return .swap(box: try form.required("contents"))
    case "postpone":
      guard let days = try form.integer("days", in: 1...60) else {
        throw form.refusal("days", "is missing")
      }
      return .postpone(days: days)
    default: throw form.refusal("wish", "is not one of the wishes")
    }
  }

  private static func show(_ orders: FamilyOrders?) -> FamilyRoutes.Show {
    { frame, notice in
      let scope = frame.request.scope
      let program = try boxes(of: frame.request)
      let known = try await orders?.latest(of: frame.member, in: scope) ?? []
      var sections: [FamilySection] = []
      for contract in try await scope.subscriptionContracts(of: frame.member.id) {
        let cycles = try await scope.subscriptionCycles(of: contract.id)
        sections.append(BoxSection(contract, cycles, known, program.settings, frame).section)
        let guide = try await GuideSection.section(contract, cycles.first, frame)
        if let guide { sections.append(guide) }
      }
      let children = try await scope.children(of: frame.member).filter { $0.quietSince == nil }
      sections.append(BoxOffer(program, children, frame).section)
      return try await frame.page(frame.texts["nav.boxes"], sections, notice: notice)
    }
  }
}
