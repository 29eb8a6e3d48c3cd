internal import Foundation
internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// What a visitor is known by, the switch, and the forms that lead back there.
struct PersonPages {
  static let path = "/recommendations"

  let recommender: Recommender
  let ports: RecommendPagePorts
  let shell: PageShell

  var routes: [Route] {
    [show, choose, nameAge, forget, avoid, wish, noteView, noteShown, noteArrival]
  }

  private var show: Route {
    .read(Self.path, operation: "showRecommendationSettings", permission: .session) { request in
      try await PersonPage(request, recommender, ports).reply(in: shell)
    }
  }

  /// Turns recommendations of one's own on or off; off forgets at once.
  private var choose: Route {
    form("choice", "chooseRecommendations") { request, transaction in
      let known = try await ports.known(request, in: transaction)
      let isOn = try request.form.required("on") == "yes"
      // A member agrees where all agreements stand.
      if known.standing == .unagreed { return isOn ? ports.agreementPath : Self.path }
      if let person = known.person {
        try await transaction.setPersonalisation(isOn, of: person)
      }
      return Self.path
    }
  }

  /// Adds a child by its age, or takes one back.
  private var nameAge: Route {
    form("child", "nameChildAge") { request, transaction in
      let (form, ages) = (request.form, BirthMonth.ages)
      let (added, removed) = (
        try form.integer("months", in: ages), try form.integer("remove", in: ages)
      )
      guard added != nil || removed != nil else { throw form.refusal("months", "is missing") }
      let known = try await ports.known(request, in: transaction)
      guard let person = known.person, !known.isMember else { return ports.childrenPath }
      // Taking a child back turns nothing on.
      if added == nil, known.standing != .on { return Self.path }
      let all = known.ages.filter { $0 != removed } + [added].compactMap(\.self)
      try await transaction.stateAges(all, of: person, in: request.tenant.timeZone)
      return form.localPath("next") ?? (added == nil ? Self.path : "/")
    }
  }

  /// Keeps what nothing is to be proposed of; none chosen takes it back.
  private var avoid: Route {
    form("avoided", "avoidAllergens") { request, transaction in
      let known = try await ports.known(request, in: transaction)
      guard let person = known.person, known.standing != .unagreed else {
        return ports.agreementPath
      }
      let chosen = Set(request.form.all("avoid")).intersection(ports.allergens)
      // Taking all back turns nothing on.
      if chosen.isEmpty, known.standing != .on { return Self.path }
      try await transaction.stateAvoided(chosen, of: person)
      return Self.path
    }
  }

  /// Keeps what somebody chose of how things are proposed; nothing chosen takes it back.
  private var wish: Route {
    form("wishes", "chooseHowToPropose") { request, transaction in
      let form = request.form
      let known = try await ports.known(request, in: transaction)
      guard let person = known.person, known.standing != .unagreed else {
        return ports.agreementPath
      }
      let settings = try request.tenant.recommend
      var wishes = PersonWishes(
        requires: Set(form.all("requires")).intersection(settings.offeredRequirements)
      )
      if let text = form["scenario"] {
        guard let scenario = Scenario(rawValue: text) else {
          throw form.refusal("scenario", "is none of those that are offered")
        }
        wishes.scenario = scenario
      }
      wishes.persona = PersonaWish(text: form["persona"])
      if case .chosen(let code) = wishes.persona,
        !(settings.packs ?? []).contains(where: { $0.code == code })
      {
        throw form.refusal("persona", "is none of those that are offered")
      }
      // Taking all back turns nothing on.
      if wishes == .none, known.standing != .on { return Self.path }
      try await transaction.stateWishes(wishes, of: person)
      return form.localPath("next") ?? Self.path
    }
  }

  /// Forgets what somebody did in a category.
  private var forget: Route {
    form("forgotten", "forgetRecommendationTag") { request, transaction in
      let known = try await ports.known(request, in: transaction)
      guard known.standing == .on, let person = known.person else { return Self.path }
      let category = request.form["category"] ?? ""
      let tags = try await recommender.tags(of: person, request.tenant, transaction)
      let items = tags.filter { $0.category == category }.flatMap { $0.traces.map(\.item) }
      try await transaction.forget(items, of: person)
      return Self.path
    }
  }

  /// Notes that somebody who asked for it looks at an item; an item that is not sold is nothing.
  private var noteView: Route {
    .write(
      .post,
      "\(Self.path)/views",
      operation: "noteProductView",
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let item = try request.form.required("product")
      // Nobody's session begins with a look.
      let session = try await request.session()?.id
      let known = try await ports.visitor(session, request.tenant, transaction)
      guard known.standing == .on, let person = known.person,
        try await recommender.sells(item, request.tenant, transaction)
      else { return .nothing }
      let now = transaction.environment.now()
      let id = SignalID.hourly(person, "view", item, at: now)
      _ = try await transaction.take([
        Signal(
          id: id,
          person: person,
          action: .view(item: item),
          occurredAt: now,
          region: request.tenant.recommendRegion(of: request.locale)
        )
      ])
      return .nothing
    }
  }

  /// Notes which items stood before somebody who asked for it, and which model put them there.
  private var noteShown: Route {
    .write(
      .post,
      "\(Self.path)/impressions",
      operation: "noteProductsShown",
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let told = try request.form.required("shown").split(separator: " ").prefix(Impression.limit)
        .compactMap { Impression(String($0)) }
      // Nobody's session begins with a look.
      let session = try await request.session()?.id
      let known = try await ports.visitor(session, request.tenant, transaction)
      guard known.standing == .on, let person = known.person else { return .nothing }
      let sold = try await recommender.sold(
        of: Set(told.map(\.item)).sorted(),
        request.tenant,
        transaction
      )
      let now = transaction.environment.now()
      _ = try await transaction.take(
        told.filter { sold.contains($0.item) }.map { $0.signal(of: person, at: now) }
      )
      return .nothing
    }
  }

  /// Notes by which channel somebody came.
  ///
  /// A session begins with it, so that an order later is known to be the channel's; a member who did not
  /// agree to being known is the session alone.
  private var noteArrival: Route {
    .write(
      .post,
      "\(Self.path)/arrivals",
      operation: "noteArrival",
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let form = request.form
      guard
        let channel = ChannelRule.channel(
          code: form["channel"],
          source: form["utm_source"],
          medium: form["utm_medium"]
        )
      else { return .nothing }
      let session = try await request.session(in: transaction)
      let known = try await ports.visitor(session.id, request.tenant, transaction)
      guard known.standing != .off else { return .nothing }
      let member = known.isMember && known.standing == .on ? known.person : nil
      try await transaction.arrive(member ?? PersonID(uuid: session.id.uuid), by: channel)
      return .nothing
    }
  }

  /// A form that leads to a path of the shop.
  private func form(
    _ name: String,
    _ operation: String,
    _ change: @escaping @Sendable (TenantRequest, TenantTransaction) async throws -> String
  ) -> Route {
    let explained: Route.Recovery = { request, refusal in
      guard (refusal as? WebRefusal)?.code == .inputInvalid else { return nil }
      let page = PersonPage(request, recommender, ports, notice: request.texts["recommend.invalid"])
      return try await page.reply(in: shell, status: .unprocessableContent)
    }
    return .write(
      .post,
      "\(Self.path)/\(name)",
      operation: operation,
      body: .form,
      idempotency: .natural,
      recovery: explained
    ) { request, transaction in
      .redirect(to: request.url(try await change(request, transaction)))
    }
  }
}
