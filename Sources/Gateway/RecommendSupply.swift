internal import Flows
internal import Membership
internal import Recommend
internal import RecommendWeb
internal import Storefront
internal import StorefrontWeb
internal import TenantStore
internal import TenantWeb

extension RecommendPagePorts {
  /// Members as visitors, and products by their names.
  static let storefront = Self(
    visitor: { try await KnownVisitor.of($0, $1, $2) },
    items: { ids, request in
      guard request.tenant.isEnabled(module: StorefrontModule.module.name) else { return [:] }
      let view = ShopView(request.tenant, preferring: request.locales)
      let cards = try await request.scope
        .productCards(ids.compactMap { ProductID($0) }, in: view)
      let items = cards.map { card in
        let url = request.url("/products/\(card.slug)")
        return (card.id.description, ShownItem(name: card.name, url: url))
      }
      return Dictionary(items) { first, _ in first }
    },
    categories: { request in
      guard request.tenant.isEnabled(module: StorefrontModule.module.name) else { return [:] }
      let view = ShopView(request.tenant, preferring: request.locales)
      let tree = try await request.scope.categories(in: view)
      let names = tree.flatMap { [$0] + $0.children }.map { ($0.slug, $0.name) }
      return Dictionary(names) { first, _ in first }
    },
    articles: { codes, request in
      guard request.tenant.isEnabled(module: StorefrontModule.module.name) else { return [:] }
      let view = ShopView(request.tenant, preferring: request.locales)
      let names = try await request.scope.skuNames(of: codes, in: view).map {
        ($0.code, ShownItem(name: $0.options.isEmpty ? $0.name : "\($0.name) \($0.options)"))
      }
      return Dictionary(names) { first, _ in first }
    },
    places: { request in
      guard request.tenant.isEnabled(module: StorefrontModule.module.name) else { return [:] }
      return try await request.scope
        .locationNames(in: ShopView(request.tenant, preferring: request.locales))
    },
    people: { people, request in
      guard request.tenant.isEnabled(module: MembershipModule.module.name) else { return [:] }
      var shown: [PersonID: ShownItem] = [:]
      for person in people {
        let id = MemberID(uuid: person.uuid)
        guard let member = try await request.scope.member(id),
          try await KnownVisitor.of(id, request.tenant, request.scope).standing == .on
        else { continue }
        let name = member.displayName.isEmpty ? "\(id.description.suffix(6))" : member.displayName
        shown[person] = ShownItem(name: name, url: request.url("/desk/members/\(id)"))
      }
      return shown
    },
    visitorOf: { person, request in
      guard request.tenant.isEnabled(module: MembershipModule.module.name) else {
        return Visitor()
      }
      return try await KnownVisitor.of(MemberID(uuid: person.uuid), request.tenant, request.scope)
        .visitor
    },
    allergens: AllergenRule.codes,
    agreementPath: "/family/privacy",
    childrenPath: "/family"
  )
}

extension ShopRows {
  /// Rows of the shop's pages by a recommender; none for a merchant who has not enabled it.
  ///
  /// Strangers who look at the same place are shown the same, which is worked out once in some seconds.
  static func recommended(_ recommender: Recommender) -> Self {
    let strangers = RecentMemo<StrangersPlace, [RecommendationRow]>(lifetime: 10, capacity: 2_000)
    return Self(
      proposal: { place, request in
        guard request.tenant.isEnabled(module: RecommendModule.module.name) else { return nil }
        let known = try await KnownVisitor.of(
          try await request.session(),
          request.tenant,
          request.scope
        )
        var visitor = known.visitor
        visitor.locale = request.tenant.recommendLocale(request.locale)
        let asked = StrangersPlace(visitor: visitor, context: RowContext(place))
        let isStranger = known.visitor.person == nil
        let kept =
          isStranger ? strangers.value(of: asked, for: request.tenant, at: request.now) : nil
        let rows: [RecommendationRow]
        if let kept {
          rows = kept
        } else {
          rows = try await recommender.rows(
            for: asked.visitor,
            asked.context,
            request.tenant,
            request.scope
          )
          if isStranger { strangers.keep(rows, of: asked, for: request.tenant, at: request.now) }
        }
        let isOn = known.standing == .on
        var services: [ServiceOffer] = []
        if case .product(let product) = place {
          services = try await recommender.services(
            beside: product.description,
            ages: visitor.ages,
            request.tenant,
            request.scope
          )
          .map { ServiceOffer($0, in: request.locales) }
        }
        return Proposal(
          rows: rows.filter { ShopRows.isShown($0.subject, at: place) }.map(ProductRow.init),
          settings: RecommendWebModule.settingsPath,
          ask: known.standing == .unasked ? RecommendWebModule.agePath : nil,
          note: isOn ? RecommendWebModule.viewPath : nil,
          seen: isOn ? RecommendWebModule.shownPath : nil,
          arrival: known.standing == .off ? nil : RecommendWebModule.arrivalPath,
          services: services
        )
      },
      carted: { sku, request, transaction in
        guard request.tenant.isEnabled(module: RecommendModule.module.name) else { return }
        let session = try await request.session(in: transaction)
        let known = try await KnownVisitor.of(session, request.tenant, transaction)
        guard known.standing == .on, let person = known.person else { return }
        let cart = try await transaction.cart(of: session.id, in: ShopView(request.tenant))
        guard let line = cart.lines.first(where: { $0.sku == sku }) else { return }
        let (item, now) = (line.product.description, transaction.environment.now())
        _ = try await transaction.take([
          Signal(
            id: .hourly(person, "cart", item, at: now),
            person: person,
            action: .cart(item: item, quantity: line.quantity),
            occurredAt: now,
            region: request.tenant.recommendRegion(of: request.locale)
          )
        ])
      }
    )
  }

  /// Where somebody stands of whom nothing is known but what they say.
  private struct StrangersPlace: Hashable {
    let visitor: Visitor
    let context: RowContext
  }

  /// What of the rows belongs on a page.
  private static func isShown(_ subject: RecommendationRow.Subject, at place: Place) -> Bool {
    switch (place, subject) {
    case (.product, .boughtTogether), (.product, .similar), (.product, .goodValue): true
    case (.product, _): false
    case (.cart(let products), .boughtTogether): !products.isEmpty
    case (.cart(let products), .forAge), (.cart(let products), .popular): products.isEmpty
    case (.cart, _), (.home, _): true
    }
  }
}

extension ShopRows.ServiceOffer {
  init(_ service: PartnerService, in languages: [LanguageTag]) {
    self.init(
      name: service.name.text(in: languages),
      about: service.about?.text(in: languages) ?? "",
      path: "\(RecommendWebModule.servicesPath)/\(service.code)/visits"
    )
  }
}

extension RowContext {
  /// Five stand beside each other on a wide window.
  private static let rowLength = 5

  init(_ place: ShopRows.Place) {
    switch place {
    case .home: self.init(count: Self.rowLength)
    case .product(let id): self.init(page: id.description, count: Self.rowLength)
    case .cart(let products):
      self.init(cart: products.map(\.description), count: Self.rowLength)
    }
  }
}
