internal import HTTPTypes
internal import Recommend
internal import TenantStore
internal import TenantWeb

/// Services of partners, each with goods that go with it, and the way to one.
struct PartnerPages {
  static let path = PersonPages.path + "/services"

  let recommender: Recommender
  let ports: RecommendPagePorts
  let shell: PageShell

  var routes: [Route] { [show, follow] }

  private var show: Route {
    .read(Self.path, operation: "showPartnerServices", permission: .session) { request in
      let known = try await ports.known(request)
      let shelves = try await recommender.serviceShelves(
        for: known.visitor,
        request.tenant,
        request.scope
      )
      let items = Set(shelves.flatMap(\.goods)).sorted()
      let names = try await ports.items(items, request)
      let head = PageHead(
        name: "services",
        title: request.texts["recommend.partner.title"],
        styles: [RecommendTexts.style.name]
      )
      let view: View = [
        "shelves": shelves.map { self.shelf($0, names, request) },
        "hasShelves": !shelves.isEmpty,
      ]
      let page = try await shell.page(
        request,
        head,
        "recommend/services",
        ["services": view],
        status: .ok
      )
      return page.personal
    }
  }

  private func shelf(
    _ shelf: ServiceShelf,
    _ names: [String: RecommendPagePorts.ShownItem],
    _ request: TenantRequest
  ) -> View {
    let service = shelf.service
    let goods = shelf.goods.compactMap { names[$0] }
    return [
      "id": "service-\(service.code)", "name": service.name.text(in: request.locales),
      "kind": request.texts["recommend.partner.kind.\(service.kind.rawValue)"],
      "about": service.about?.text(in: request.locales),
      "action": request.url("\(Self.path)/\(service.code)/visits"),
      "key": request.makeIdempotencyKey(), "token": request.formToken,
      "hasGoods": !goods.isEmpty,
      "goods": goods.map { ["name": $0.name, "href": $0.url] as View },
    ]
  }

  /// Leads to a service and notes it; a session begins with it, so that an order later is known to be the
  /// proposal's.
  private var follow: Route {
    .write(
      .post,
      "\(Self.path)/{service}/visits",
      operation: "followPartnerService",
      parameters: [.path("service", .string(1...40, format: .slug), "The service's short name.")],
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let code = try request.path("service")
      let services = try await recommender.partnerServices(request.tenant, transaction)
      guard let service = services.first(where: { $0.code == code }) else {
        throw WebRefusal(.notFound)
      }
      let session = try await request.session(in: transaction)
      let known = try await ports.visitor(session.id, request.tenant, transaction)
      if known.standing != .off {
        let member = known.isMember && known.standing == .on ? known.person : nil
        try await transaction.visit(service, by: member ?? PersonID(uuid: session.id.uuid))
      }
      return .redirect(
        to: service.address.hasPrefix("/") ? request.url(service.address) : service.address
      )
    }
  }
}
