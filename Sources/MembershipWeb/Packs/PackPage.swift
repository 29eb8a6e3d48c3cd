internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// The packs of services that a family has, what is left of each, and those that it may open.
enum PackPage {
  static let path = "/family/packs"

  static func routes(_ family: FamilyRoutes, _ orders: FamilyOrders?) -> [Route] {
    let show = show(orders)
    return [
      family.page(path, "showPacks") { try await show($0, $1) },
      family.form(path, "openPack", show: show) { request, member, transaction in
        let code = try request.form.required("pack")
        // What costs something is opened by the shop once it is paid.
        guard let program = PackProgram(of: request.tenant),
          let pack = program.packs.first(where: { $0.code == code }), pack.price == nil
        else { throw ValueRefusal(.planNotFound) }
        let child = try request.form.value("child", as: ChildID.self)
        guard let known = try await transaction.member(member) else {
          throw MembershipRefusal(.memberNotFound)
        }
        let packs = try await transaction.servicePacks(of: known)
        // Asked for once more it is there.
        if packs.contains(where: { $0.plan == code && $0.child == child?.uuid }) {
          return request.url(path)
        }
        let children = try await transaction.children(of: known)
        let open = openings(of: pack, packs, children, at: request.now)
        guard open.contains(where: { $0?.id == child }) else { throw ValueRefusal(.planNotFound) }
        let key = "own:\(code):\(child?.description ?? "")"
        try await program.open(code, for: member, child: child, key: key, in: transaction)
        return request.url(path)
      },
    ]
  }

  /// For whom a pack that costs nothing may be opened: one of pregnancy for each child who is expected, any
  /// other once for the family.
  ///
  /// One whose child was taken out stands for a child who is expected as long as it would have held:
  /// entered anew it is the same pregnancy, and its providers are paid once.
  private static func openings(
    of pack: PackSettings,
    _ packs: [ServicePack],
    _ children: [Child],
    at now: Date
  ) -> [Child?] {
    let known = packs.filter { $0.plan == pack.code }
    guard pack.until == .birth else { return known.isEmpty ? [nil] : [] }
    let without = pack.followed(of: children)
      .filter { child in !known.contains { $0.child == child.id.uuid } }
    return Array(without.dropFirst(known.count { $0.child == nil && now < $0.endsAt }))
  }

  private static func show(_ orders: FamilyOrders?) -> FamilyRoutes.Show {
    { frame, notice in try await page(orders, frame, notice) }
  }

  private static func page(
    _ orders: FamilyOrders?,
    _ frame: FamilyFrame,
    _ notice: String?
  ) async throws -> Reply {
    let texts = frame.texts
    guard let program = PackProgram(of: frame.request.tenant) else { throw WebRefusal(.notFound) }
    let packs = try await frame.request.scope.servicePacks(of: frame.member)
    let allowances = try await frame.request.scope.serviceAllowances(of: packs.map(\.id))
    let children = try await frame.request.scope.children(of: frame.member)
      .filter { $0.quietSince == nil }
    var sections = packs.map { pack in
      section(pack, allowances.filter { $0.pack == pack.id }, program, children, frame)
    }
    sections += nutrition(packs, program, children, frame)
    for pack in program.packs where pack.price == nil {
      if let offer = offer(pack, packs, children, frame) { sections.append(offer) }
    }
    let prices = try await orders?.sold(program.packs.compactMap(\.sku), frame.request)
    sections += program.packs.compactMap { sale($0, prices, program.currency, frame) }
    return try await frame.page(
      texts["nav.packs"],
      sections,
      lead: texts["packs.lead"],
      notice: notice
    )
  }

  /// A pack that costs something: in the cart where it is sold there, else noted by the shop.
  private static func sale(
    _ pack: PackSettings,
    _ prices: [String: Money]?,
    _ currency: Currency,
    _ frame: FamilyFrame
  ) -> FamilySection? {
    guard let text = pack.price, let noted = try? Money(decimal: text, currency: currency) else {
      return nil
    }
    let texts = frame.texts
    let sold = pack.sku.flatMap { prices?[$0] }
    guard pack.sku == nil || prices == nil || sold != nil else { return nil }
    let way = pack.sku == nil ? nil : pack.product.map { frame.request.url("/products/\($0)") }
    let key = way == nil ? "packs.buy" : "packs.inCart"
    return FamilySection(
      title: frame.local(pack.name),
      text: texts[key, ["amount": texts.money(sold ?? noted)]],
      items: services(pack, frame),
      links: way.map { [(texts["packs.toProduct"], $0)] } ?? []
    )
  }

  /// The plan of eating of the packs of pregnancy that hold, once for each child.
  private static func nutrition(
    _ packs: [ServicePack],
    _ program: PackProgram,
    _ children: [Child],
    _ frame: FamilyFrame
  ) -> [FamilySection] {
    let open = packs.filter { pack in
      pack.holds(at: frame.request.now)
        && program.packs.contains { $0.code == pack.plan && $0.until == .birth }
    }
    // Twins eat what one does.
    let expected = children.filter { child in open.contains { $0.child == child.id.uuid } }
    return Array(expected.lazy.compactMap { NutritionSection($0, frame).section }.prefix(1))
  }

  private static func section(
    _ pack: ServicePack,
    _ allowances: [ServiceAllowance],
    _ program: PackProgram,
    _ children: [Child],
    _ frame: FamilyFrame
  ) -> FamilySection {
    let texts = frame.texts
    let plan = program.packs.first { $0.code == pack.plan }
    let child = children.first { $0.id.uuid == pack.child }
    let holds = pack.holds(at: frame.request.now)
    var facts = [
      (name: texts["packs.state"], value: texts[holds ? "packs.open" : "packs.closed"]),
      (name: texts["packs.until"], value: frame.day(pack.closedAt ?? pack.endsAt)),
    ]
    if let child {
      facts.append((name: texts["packs.child"], value: ChildWords(child, frame).name))
    }
    return FamilySection(
      title: plan.map { frame.local($0.name) } ?? pack.plan,
      facts: facts,
      items: allowances.map { allowance in
        let service = plan?.services.first { $0.code == allowance.service }
        return FamilySection.Item(
          name: service.map { frame.local($0.name) } ?? allowance.service,
          detail: allowance.provider.isEmpty ? nil : allowance.provider,
          state: texts[
            "packs.left",
            ["left": "\(allowance.left)", "allowed": "\(allowance.allowed)"]
          ]
        )
      }
    )
  }

  /// A pack that the family may open for nothing.
  private static func offer(
    _ pack: PackSettings,
    _ packs: [ServicePack],
    _ children: [Child],
    _ frame: FamilyFrame
  ) -> FamilySection? {
    let forms = openings(of: pack, packs, children, at: frame.request.now).map { child in
      form(
        pack,
        child.map { ChildWords($0, frame).name },
        child.map { [("child", $0.id.description)] } ?? [],
        frame
      )
    }
    guard !forms.isEmpty else { return nil }
    return FamilySection(
      title: frame.local(pack.name),
      items: services(pack, frame),
      forms: forms
    )
  }

  private static func form(
    _ pack: PackSettings,
    _ about: String?,
    _ hidden: [(name: String, value: String)],
    _ frame: FamilyFrame
  ) -> FamilyForm {
    FamilyForm(
      path: path,
      submit: frame.texts["packs.start"],
      hidden: [(name: "pack", value: pack.code)] + hidden,
      about: about
    )
  }

  private static func services(_ pack: PackSettings, _ frame: FamilyFrame) -> [FamilySection.Item] {
    pack.services.map { service in
      FamilySection.Item(
        name: frame.local(service.name),
        detail: service.provider,
        state: frame.texts["packs.times", ["times": "\(service.times)"]]
      )
    }
  }
}
