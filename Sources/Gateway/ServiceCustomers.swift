internal import Flows
internal import Recommend
internal import SmartService
internal import SmartServiceWeb
internal import Storefront
internal import StorefrontWeb
internal import TenantStore
internal import TenantWeb

extension CustomerLookup {
  /// What the visitor has ordered, and the ages of children as far as whoever named them agreed to it.
  static let ofShop = Self(
    ages: { try await CustomerLookup.childAges($0, $1, $2) },
    goods: { session, tenant, querying in
      guard tenant.isEnabled(module: StorefrontModule.module.name) else { return [] }
      return try await querying.orderedGoods(of: session.id).map {
        BoughtGoods(name: $0.name, categories: $0.categories)
      }
    }
  )

  fileprivate static func childAges(
    _ session: Session?,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> ChildAges {
    guard tenant.isEnabled(module: RecommendModule.module.name) else {
      return ChildAges(months: [])
    }
    return ChildAges(months: try await KnownVisitor.of(session, tenant, querying).ages)
  }
}

extension OrderGuides {
  /// What a merchant's knowledge tells of the goods of an order.
  static func ofService(_ service: ServiceDesk) -> Self {
    Self { order, request in
      guard request.tenant.isEnabled(module: SmartServiceModule.module.name) else { return [] }
      let names = Dictionary(order.lines.map { ($0.product, $0.name) }) { first, _ in first }
      let facts = try await request.scope.productFacts(of: Array(names.keys))
      let ages = try await CustomerLookup.childAges(
        try await request.session(),
        request.tenant,
        request.scope
      )
      let found = try await service.guides(
        for: facts.map {
          BoughtGoods(name: names[$0.id] ?? "", categories: $0.categories)
        },
        age: ages.onlyDays,
        in: [request.locale.rawValue],
        from: request.scope
      )
      return found.map { guide in
        Guide(
          title: guide.entry.draft.question,
          goods: guide.goods,
          url: request.url("/service/knowledge/\(guide.entry.draft.slug)")
        )
      }
    }
  }
}

extension ConsultationCheckout {
  /// The shop's cart and checkout; what lies in the cart already is not put there again.
  static let ofShop = Self { sku, request, transaction in
    guard request.tenant.isEnabled(module: StorefrontModule.module.name),
      let id = try await transaction.skuID(code: sku)
    else { return nil }
    let session = try await request.session(in: transaction).id
    let cart = try await transaction.cart(of: session, in: ShopView(request.tenant))
    if !cart.lines.contains(where: { $0.sku == id }) {
      try await Shop(ports: ShopMembers.ports)
        .addToCart(id, quantity: 1, session: session, in: transaction)
    }
    return "/checkout"
  }
}
