internal import Foundation
internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// The page on which a visitor sees why something is proposed, and changes it.
struct PersonPage {
  /// The ages that can be chosen, in months.
  private static let ages = [-3] + Array(0...12) + [15, 18, 21, 24, 30, 36, 48, 60]

  private let request: TenantRequest
  private let recommender: Recommender
  private let ports: RecommendPagePorts
  private let notice: String?

  init(
    _ request: TenantRequest,
    _ recommender: Recommender,
    _ ports: RecommendPagePorts,
    notice: String? = nil
  ) {
    self.request = request
    self.recommender = recommender
    self.ports = ports
    self.notice = notice
  }

  private var texts: LocalTexts { request.texts }

  func reply(in shell: PageShell, status: HTTPResponse.Status = .ok) async throws -> Reply {
    let known = try await ports.known(request)
    let head = PageHead(
      name: "recommendations",
      title: texts["recommend.title"],
      styles: [RecommendTexts.style.name]
    )
    let page = try await shell.page(
      request,
      head,
      "recommend/person",
      ["recommend": try await view(known)],
      status: status
    )
    return page.personal
  }

  private func view(_ known: KnownVisitor) async throws -> View {
    let standing = known.standing
    let isUnagreed = standing == .unagreed
    return [
      "notice": notice, "state": texts["recommend.state.\(standing.rawValue).title"],
      "stateText": texts["recommend.state.\(standing.rawValue).text"],
      "isOn": standing == .on,
      "agree": isUnagreed ? request.url(ports.agreementPath) : nil,
      "choice": isUnagreed ? nil : choice(turnsOn: standing != .on),
      "children": standing == .on ? children(known) : nil,
      "avoid": standing == .on && !ports.allergens.isEmpty ? avoid(known) : nil,
      "wishes": standing == .on ? try await wishes(known) : nil,
      "tags": standing == .on ? try await tags(known) : nil,
      "courses": standing == .on ? request.url(CoursePages.path) : nil,
      "rules": (1...5).map { ["text": texts["recommend.rule.\($0)"]] as View },
    ]
  }

  private func choice(turnsOn: Bool) -> View {
    form("choice").with("value", turnsOn ? "yes" : "no")
      .with("label", texts[turnsOn ? "recommend.turnOn" : "recommend.turnOff"])
      .with("isQuiet", !turnsOn)
  }

  /// A guest's children with their forms; a member's stand in their family.
  private func children(_ known: KnownVisitor) -> View {
    let view: View = [
      "list": known.ages.map { months -> View in
        form("child").with("age", age(months)).with("months", "\(months)")
          .with("isOwn", !known.isMember)
      },
      "family": known.isMember ? request.url(ports.childrenPath) : nil,
    ]
    let isFull = known.isMember || known.ages.count >= BirthMonth.childLimit
    return isFull
      ? view
      : view.with(
        "add",
        form("child").with("next", PersonPages.path)
          .with("ages", Self.ages.map { ["value": "\($0)", "name": age($0)] as View })
      )
  }

  /// What nothing is to be proposed of.
  private func avoid(_ known: KnownVisitor) -> View {
    form("avoided").with(
      "list",
      ports.allergens.map { code -> View in
        [
          "code": code, "name": texts["recommend.allergen.\(code)"],
          "isChosen": known.avoids.contains(code),
        ]
      }
    )
  }

  /// What can be chosen of how things are proposed.
  private func wishes(_ known: KnownVisitor) async throws -> View {
    let settings = try request.tenant.recommend
    let wishes = known.wishes
    let situations = [nil] + Scenario.allCases.map(Optional.some)
    let packs = try await packs(known, settings.packs ?? [])
    let view = form("wishes")
      .with(
        "scenarios",
        situations.map { scenario -> View in
          let code = scenario?.rawValue
          return [
            "code": code ?? "", "name": texts["recommend.scenario.\(code ?? "none")"],
            "isChosen": scenario == wishes.scenario,
          ]
        }
      )
      .with(
        "requirements",
        settings.offeredRequirements.map { code -> View in
          [
            "code": code, "name": texts["recommend.requirement.\(code)"],
            "isChosen": wishes.requires.contains(code),
          ]
        }
      )
      .with("hasRequirements", !settings.offeredRequirements.isEmpty)
    return packs.map { view.with("packs", $0) } ?? view
  }

  /// The packs with what speaks for one of them; nothing where the shop has none.
  private func packs(_ known: KnownVisitor, _ packs: [PersonaPack]) async throws -> View? {
    guard let person = known.person, !packs.isEmpty else { return nil }
    let match = try await recommender.persona(of: person, request.tenant, request.scope)
    func name(_ code: String) -> String {
      packs.first { $0.code == code }?.name.text(in: request.locales) ?? code
    }
    let inferred = match.flatMap { match in
      match.isChosen
        ? nil
        : texts[
          "recommend.wishes.inferred",
          [
            "name": name(match.code), "signs": "\(match.signs)", "things": "\(match.things)",
            "probability": FrontierPlot.percent(match.confidence),
          ]
        ]
    }
    let wished = known.wishes.persona.text ?? ""
    let choices =
      [
        (code: "", name: texts["recommend.wishes.auto"]),
        (code: "none", name: texts["recommend.wishes.noPack"]),
      ] + packs.map { (code: $0.code, name: $0.name.text(in: request.locales)) }
    return [
      "known": inferred ?? (wished.isEmpty ? texts["recommend.wishes.unsure"] : nil),
      "list": choices.map { choice -> View in
        ["code": choice.code, "name": choice.name, "isChosen": choice.code == wished]
      },
    ]
  }

  private func tags(_ known: KnownVisitor) async throws -> View {
    guard let person = known.person else { return [:] }
    let tags = try await recommender.tags(of: person, request.tenant, request.scope)
    guard !tags.isEmpty else { return [:] }
    let items = try await ports.items(tags.flatMap { $0.traces.map(\.item) }, request)
    let categories = try await ports.categories(request)
    return [
      "list": tags.map { tag -> View in
        let name = categories[tag.category] ?? texts["recommend.tag.other"]
        return form("forgotten").with("category", tag.category).with("name", name)
          .with("label", texts["recommend.tag.forget", ["name": name]])
          .with("traces", tag.traces.prefix(10).map { trace($0, items[$0.item]) })
          .with("count", count(tag))
      }
    ]
  }

  /// How often what was done, in words.
  private func count(_ tag: PersonTag) -> String {
    RecommendationReason.Deed.allCases.compactMap { deed in
      let count = tag.traces.count { $0.deed == deed }
      return count == 0
        ? nil : texts["recommend.tag.\(deed.rawValue)", ["count": "\(count)"]]
    }
    .joined(separator: " · ")
  }

  private func trace(_ trace: PersonTag.Trace, _ item: RecommendPagePorts.ShownItem?) -> View {
    [
      "deed": texts["recommend.deed.\(trace.deed.rawValue)"],
      "name": item?.name ?? texts["recommend.item.gone"], "href": item?.url,
      "day": day(trace.lastAt),
    ]
  }

  private func form(_ name: String) -> View {
    [
      "action": request.url("\(PersonPages.path)/\(name)"), "key": request.makeIdempotencyKey(),
      "token": request.formToken,
    ]
  }

  private func age(_ months: Int) -> String { Self.age(months, texts) }

  /// An age as people say it.
  static func age(_ months: Int, _ texts: LocalTexts) -> String {
    if months < 0 { return texts["recommend.age.pregnancy"] }
    let isYears = months >= 24 && months.isMultiple(of: 12)
    return texts[
      isYears ? "recommend.age.years" : "recommend.age.months",
      ["count": "\(isYears ? months / 12 : months)"]
    ]
  }

  private func day(_ instant: Date) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .omitted)
    style.locale = Locale(identifier: request.locale.rawValue)
    style.timeZone = request.tenant.timeZone
    return instant.formatted(style)
  }
}
