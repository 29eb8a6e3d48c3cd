internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Courses and toys for a visitor's children, with the rule and source of each, how far they are in a
/// course, and what they want to train.
struct CoursePages {
  static let path = PersonPages.path + "/courses"

  let recommender: Recommender
  let ports: RecommendPagePorts
  let shell: PageShell

  var routes: [Route] { [show, finish, choose] }

  private var show: Route {
    .read(Self.path, operation: "showCourses", permission: .session) { request in
      try await reply(to: request)
    }
  }

  private func reply(to request: TenantRequest) async throws -> Reply {
    let known = try await ports.known(request)
    let isOn = known.standing == .on
    let shelves = try await recommender.developmentShelves(
      for: known.visitor,
      request.tenant,
      request.scope
    )
    let items = Set(shelves.flatMap { $0.offers.map(\.tag.item) }).sorted()
    let view = CourseView(request: request, names: try await ports.items(items, request))
    var goals: Set<DevelopmentDomain> = []
    if isOn, let person = known.person {
      goals = try await request.scope.developmentGoals(of: person)
    }
    let head = PageHead(
      name: "courses",
      title: request.texts["recommend.courses.title"],
      styles: [RecommendTexts.style.name]
    )
    let page = try await shell.page(
      request,
      head,
      "recommend/courses",
      ["courses": view.view(shelves, isOn: isOn, goals: goals)],
      status: .ok
    )
    return page.personal
  }

  /// Notes that a lesson was done.
  private var finish: Route {
    write("lessons", "finishLesson") { request, person, transaction in
      guard let lesson = try request.form.integer("lesson", in: 1...DevelopmentTag.lessonLimit)
      else {
        throw request.form.refusal("lesson", "is missing")
      }
      try await transaction.finishLesson(
        lesson,
        of: try request.form.required("item"),
        by: person
      )
    }
  }

  /// Keeps what somebody wants to train; none chosen takes it back.
  private var choose: Route {
    write("goals", "chooseDevelopmentGoals") { request, person, transaction in
      let goals = request.form.all("goal").compactMap { DevelopmentDomain(rawValue: $0) }
      try await transaction.stateGoals(Set(goals), of: person)
    }
  }

  /// A form of whoever wants to be known; anybody else is led to where they say so.
  private func write(
    _ name: String,
    _ operation: String,
    _ change: @escaping @Sendable (TenantRequest, PersonID, TenantTransaction) async throws -> Void
  ) -> Route {
    .write(
      .post,
      "\(Self.path)/\(name)",
      operation: operation,
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let known = try await ports.known(request, in: transaction)
      guard known.standing == .on, let person = known.person else {
        return .redirect(to: request.url(PersonPages.path))
      }
      try await change(request, person, transaction)
      return .redirect(to: request.url(Self.path))
    }
  }
}

/// The page of courses.
struct CourseView {
  let request: TenantRequest
  let names: [String: RecommendPagePorts.ShownItem]

  private var texts: LocalTexts { request.texts }
  private var words: DevelopmentWords { DevelopmentWords(texts: texts) }

  func view(_ shelves: [DevelopmentShelf], isOn: Bool, goals: Set<DevelopmentDomain>) -> View {
    [
      "settings": shelves.isEmpty ? request.url(PersonPages.path) : nil,
      "shelves": shelves.enumerated().map { number, shelf in self.shelf(shelf, number, isOn) },
      "goals": isOn
        ? form("goals").with(
          "list",
          DevelopmentDomain.allCases.map { domain -> View in
            [
              "code": domain.rawValue, "name": words.domain(domain),
              "isChosen": goals.contains(domain),
            ]
          }
        ) : nil,
      "sources": DevelopmentSource.allCases.map {
        ["href": $0.address, "name": texts["recommend.develop.source.\($0.rawValue)"]] as View
      },
    ]
  }

  private func shelf(_ shelf: DevelopmentShelf, _ number: Int, _ isOn: Bool) -> View {
    [
      "id": "child-\(number)", "age": PersonPage.age(shelf.months, texts),
      "hasOffers": !shelf.offers.isEmpty,
      "offers": shelf.offers.map { offer($0, isOn) },
    ]
  }

  private func offer(_ offer: DevelopmentOffer, _ isOn: Bool) -> View {
    let shown = names[offer.tag.item]
    let view: View = [
      "name": shown?.name ?? texts["recommend.item.gone"], "href": shown?.url,
      "kind": texts["recommend.develop.kind.\(offer.tag.kind.rawValue)"],
      "because": because(offer),
      "checks": offer.checks.map { check -> View in
        [
          "name": words.skill(check.skill), "rule": words.rule(check.skill),
          "verdict": texts["recommend.courses.verdict.\(check.verdict.rawValue)"],
        ]
      },
    ]
    guard let lesson = offer.nextLesson else { return view }
    let done = texts[
      "recommend.courses.progress",
      ["lesson": "\(lesson)", "lessons": "\(offer.tag.lessons)"]
    ]
    guard isOn else { return view.with("progress", done) }
    return view.with("progress", done).with(
      "finish",
      form("lessons").with("item", offer.tag.item).with("lesson", "\(lesson)").with(
        "label",
        texts["recommend.courses.finish", ["lesson": "\(lesson)"]]
      )
    )
  }

  /// Why it comes where it does.
  private func because(_ offer: DevelopmentOffer) -> String {
    if offer.isBegun { return texts["recommend.courses.because.begun"] }
    let goals = DevelopmentDomain.allCases.filter(offer.goals.contains).map(words.domain)
    return goals.isEmpty
      ? texts["recommend.courses.because.age"]
      : texts["recommend.courses.because.goal", ["goals": goals.joined(separator: " · ")]]
  }

  private func form(_ name: String) -> View {
    [
      "action": request.url("\(CoursePages.path)/\(name)"), "key": request.makeIdempotencyKey(),
      "token": request.formToken,
    ]
  }
}
