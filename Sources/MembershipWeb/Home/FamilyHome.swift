internal import Membership
internal import TenantStore
internal import TenantWeb

/// The family at a glance: its children, and what it holds.
enum FamilyHome {
  static func routes(_ family: FamilyRoutes, _ orders: FamilyOrders?) -> [Route] {
    let show = show(orders)
    return [
      family.page("/family", "showFamily") { try await show($0, $1) },
      family.form("/family/name", "renameMember", show: show) { request, member, transaction in
        try await Families().rename(
          member,
          to: String((request.form["name"] ?? "").prefix(200)),
          in: transaction
        )
        try await ValueProgram(request.tenant).points?
          .rewardProfile(of: member, in: transaction)
        return request.url("/family")
      },
    ]
  }

  static func show(_ orders: FamilyOrders?) -> FamilyRoutes.Show {
    { frame, notice in
      let texts = frame.texts
      let scope = frame.request.scope
      let children = try await scope.children(of: frame.member)
      let name = frame.member.displayName
      var sections = [try await childList(children, frame), try await holdings(frame)]
      let messages = try await scope.campaignMessages(to: frame.member)
      if !messages.isEmpty {
        sections.append(
          FamilySection(
            title: texts["home.offers"],
            text: texts["home.offersHint"],
            items: messages.map { .init(name: $0) },
            links: [(texts["nav.privacy"], frame.request.url("/family/privacy"))]
          )
        )
      }
      if let question = try await FeedbackPage.question(frame) { sections.append(question) }
      if let surveys = try await SurveyPage.invitation(frame) { sections.append(surveys) }
      if let orders {
        let latest = try await orders.latest(of: frame.member, in: scope)
        sections.append(OrderPart(latest, frame).section)
      }
      return try await frame.page(
        name.isEmpty ? texts["home.title"] : texts["home.titleOf", ["name": name]],
        sections + [naming(frame)],
        lead: children.isEmpty ? texts["home.lead"] : nil,
        notice: notice
      )
    }
  }

  private static func childList(_ children: [Child], _ frame: FamilyFrame) async throws
    -> FamilySection
  {
    let texts = frame.texts
    var items: [FamilySection.Item] = []
    for child in children where child.quietSince == nil {
      let words = ChildWords(child, frame)
      items.append(
        FamilySection.Item(
          name: words.name,
          href: frame.request.url("/family/children/\(child.id)"),
          detail: words.age,
          state: words.stage
        )
      )
    }
    return FamilySection(
      title: texts["home.children"],
      items: items,
      empty: texts["home.noChildren"],
      links: [(texts["home.addChild"], frame.request.url("/family/children/new"))]
        + children.filter { $0.quietSince != nil }.map { child in
          (ChildWords(child, frame).name, frame.request.url("/family/children/\(child.id)"))
        }
    )
  }

  private static func holdings(_ frame: FamilyFrame) async throws -> FamilySection {
    let texts = frame.texts
    let scope = frame.request.scope
    let points = try await scope.pointsBalance(of: frame.member.id)
    let coupons = try await scope.couponsToShow(to: frame.member.id, on: frame.today)
    var section = FamilySection(
      title: texts["home.holdings"],
      facts: [
        (texts["points.available"], "\(points.available)"),
        (texts["nav.coupons"], "\(coupons.count)"),
      ]
    )
    if let tiers = try ValueProgram(frame.request.tenant).tiers {
      let progress = try await tiers.progress(of: frame.member.id, seenIn: scope)
      let words = TierWords(progress, tiers.settings, frame.request)
      section.facts.insert((texts["tier.title"], words.name), at: 0)
      section.progress = words.bar
    }
    return section
  }

  private static func naming(_ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["home.name"],
      forms: [
        FamilyForm(
          path: "/family/name",
          submit: texts["form.save"],
          fields: [
            .init(
              name: "name",
              label: texts["home.nameLabel"],
              value: frame.member.displayName,
              maximum: 40,
              isRequired: false,
              autocomplete: "nickname"
            )
          ],
          isQuiet: true
        )
      ]
    )
  }
}
