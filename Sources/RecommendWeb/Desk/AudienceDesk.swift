internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Audiences at the desk: who belongs to one, how many that are, and what reaching them brought.
struct AudienceDesk {
  static let path = "/desk/audiences"
  /// Of how many drafts the size is worked out for a page.
  private static let sized = 5

  let recommender: Recommender
  let ports: RecommendPagePorts

  private static let words: DeskRoutes.Words = { refusal, texts in
    guard let refusal = refusal as? RecommendRefusal, refusal.code == .audienceInvalid,
      case .string(let field)? = refusal.details["field"]
    else { return nil }
    return texts["recommend.audience.refused.\(field)"]
  }

  var routes: [Route] {
    let pages = DeskRoutes(Self.words)
    return [
      pages.page(Self.path, "showDeskAudiences", .seeInsight, show),
      pages.form(Self.path, "draftAudienceAtDesk", .changeInsight, once: true, show: show) {
        request,
        actor,
        transaction in
        try await recommender.draftAudience(
          try request.form.required("name"),
          try Self.rule(request),
          holdoutPercent: try request.form.integer("holdout", in: 0...50) ?? 10,
          cost: try Self.cost(request),
          by: actor,
          in: transaction
        )
        return request.url(Self.path)
      },
      pages.form(
        "\(Self.path)/{audience}/start",
        "startAudienceAtDesk",
        .changeInsight,
        parameters: [.path("audience", .id(AudienceID.self), "The audience.")],
        show: show
      ) { request, actor, transaction in
        try await recommender.startAudience(
          try request.path("audience", as: AudienceID.self),
          by: actor,
          request.tenant,
          in: transaction
        )
        return request.url(Self.path)
      },
    ]
  }

  private static func rule(_ request: TenantRequest) throws -> AudienceRule {
    let form = request.form
    return AudienceRule(
      bought: form.all("bought"),
      notBought: form.all("not_bought"),
      days: try form.integer("days", in: 1...730) ?? 90,
      ages: AgeSpan(
        from: try form.integer("from", in: -9...216),
        to: try form.integer("to", in: -9...216)
      ),
      quietDays: try form.integer("quiet", in: 0...730) ?? 0
    )
  }

  private static func cost(_ request: TenantRequest) throws -> Int64 {
    guard let text = request.form["cost"] else { return 0 }
    do throws(MoneyError) {
      return try Money(decimal: text, currency: request.tenant.currency).minorUnits
    } catch {
      throw request.form.refusal("cost", error.description)
    }
  }

  private var show: DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let audiences = try await request.scope.audiences()
      let sheet = AudienceSheet(frame: frame, categories: try await ports.categories(request))
      var sections = frame.may(.changeInsight) ? [sheet.draft] : []
      var drafts = 0
      for (number, audience) in audiences.prefix(50).enumerated() {
        if audience.startedAt == nil {
          drafts += 1
          let size =
            drafts > Self.sized
            ? nil : try await recommender.size(of: audience, request.tenant, request.scope)
          sections.append(sheet.draft(audience, size, number + 1))
        } else {
          sections.append(sheet.started(audience, try await request.scope.uplift(of: audience)))
        }
      }
      return try frame.sheet(frame.texts["recommend.audience.title"], sections, notice: notice)
    }
  }
}

/// The page of audiences as sections of the desk.
struct AudienceSheet {
  let frame: DeskFrame
  /// What categories are called, by their short names.
  let categories: [String: String]

  private var texts: LocalTexts { frame.texts }

  /// The form of a new one.
  var draft: View {
    let choices = categories.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    let boxes = ["bought", "not_bought"].flatMap { name in
      choices.map { choice in
        (
          name: name, value: choice.key,
          label: texts["recommend.audience.\(name)", ["category": choice.value]]
        )
      }
    }
    func number(_ name: String, _ value: String = "") -> DeskForm.Field {
      DeskForm.Field(
        name: name,
        label: texts["recommend.audience.\(name)"],
        type: "number",
        value: value,
        isRequired: false
      )
    }
    let form = DeskForm(
      path: AudienceDesk.path,
      submit: texts["recommend.audience.submit"],
      fields: [
        .init(name: "name", label: texts["recommend.audience.name"], maximum: 80),
        number("from"), number("to"), number("days", "90"), number("quiet", "0"),
        number("holdout", "10"),
        .init(
          name: "cost",
          label: texts["recommend.audience.cost"],
          maximum: 16,
          isRequired: false
        ),
      ],
      boxes: boxes,
      hint: texts["recommend.audience.hint"]
    )
    return [
      "title": texts["recommend.audience.new"], "text": texts["recommend.audience.text"],
      "forms": DeskForm.views([form], frame),
    ]
  }

  /// A draft with its size today; the numbers keep the forms of a page apart.
  func draft(_ audience: Audience, _ size: AudienceSize?, _ number: Int) -> View {
    var facts: [View] = []
    if let size {
      facts = [
        .fact(texts["recommend.audience.people"], "\(size.people) / \(size.known)"),
        .fact(texts["recommend.audience.held"], "\(size.held)"),
      ]
    }
    let start = DeskForm(
      path: "\(AudienceDesk.path)/\(audience.id)/start",
      submit: texts["recommend.audience.start.submit"],
      hint: texts["recommend.audience.start.hint"],
      isQuiet: true
    )
    return [
      "title": audience.name, "text": words(audience.rule), "facts": facts,
      "forms": frame.may(.changeInsight)
        ? DeskForm.views([start], frame, from: number) : [View](),
    ]
  }

  /// What a started one brought so far.
  func started(_ audience: Audience, _ uplift: Uplift?) -> View {
    var facts: [View] = []
    if let time = audience.startedAt {
      facts.append(.fact(texts["recommend.audience.started"], frame.time(time)))
    }
    if let uplift {
      facts += [
        .fact(texts["recommend.audience.reached"], Self.group(uplift.reached)),
        .fact(texts["recommend.audience.held"], Self.group(uplift.held)),
        .fact(
          texts["recommend.audience.uplift"],
          "\(Self.points(uplift.difference)) "
            + "(\(Self.points(uplift.bounds.lowerBound)) … \(Self.points(uplift.bounds.upperBound)))"
        ),
        .fact(texts["recommend.audience.perBuyer"], cost(audience, uplift)),
      ]
    }
    return ["title": audience.name, "text": words(audience.rule), "facts": facts]
  }

  private func cost(_ audience: Audience, _ uplift: Uplift) -> String {
    guard audience.cost > 0, let cost = uplift.costPerBuyer(Double(audience.cost)) else {
      return texts["recommend.audience.unproven"]
    }
    let ends = [cost.value, cost.bounds.lowerBound, cost.bounds.upperBound].map { amount in
      Money(
        minorUnits: Int64(min(amount, 1e15).rounded()),
        currency: frame.request.tenant.currency
      )
      .text(in: frame.request.locale)
    }
    return "\(ends[0]) (\(ends[1]) … \(ends[2]))"
  }

  /// A rule in words.
  private func words(_ rule: AudienceRule) -> String {
    var parts: [String] = []
    for (key, names) in [("bought", rule.bought), ("not_bought", rule.notBought)] {
      parts += names.map {
        texts["recommend.audience.\(key)", ["category": categories[$0] ?? $0]]
      }
    }
    parts.append(texts["recommend.audience.rule.days", ["days": "\(rule.days)"]])
    if rule.ages.isBounded {
      parts.append(
        texts[
          "recommend.audience.rule.ages",
          [
            "from": rule.ages.from.map { "\($0)" } ?? "–",
            "to": rule.ages.to.map { "\($0)" } ?? "–",
          ]
        ]
      )
    }
    if rule.quietDays > 0 {
      parts.append(texts["recommend.audience.rule.quiet", ["days": "\(rule.quietDays)"]])
    }
    return parts.joined(separator: " · ")
  }

  private static func group(_ group: Uplift.Group) -> String {
    "\(group.buyers) / \(group.people)"
  }

  private static func points(_ share: Double) -> String {
    "\((share * 1_000).rounded() / 10) %"
  }
}
