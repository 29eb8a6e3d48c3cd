internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Where the shop's stores are, when they are open, and when they may be visited.
enum StorePage {
  private static let parameters = [
    RouteParameter.path("location", .string(1...80, format: .slug), "The store's short name.")
  ]

  static func routes(_ shop: Shop) -> [Route] {
    [
      list,
      .read(
        "/stores/{location}",
        operation: "showStore",
        parameters: parameters,
        permission: .session
      ) { request in try await reply(to: request) },
      .write(
        .post,
        "/stores/{location}/visits",
        operation: "bookVisitByForm",
        parameters: parameters,
        body: .form,
        idempotency: .natural,
        recovery: showingStore
      ) { request, transaction in
        let form = request.form
        guard let seconds = try form.integer("starts_at", in: 0...253_402_300_799) else {
          throw StorefrontRefusal(.visitUnavailable)
        }
        let session = try await request.session(in: transaction)
        let visit = try await shop.bookVisit(
          VisitForm(
            location: try request.path("location"),
            startsAt: Date(timeIntervalSince1970: Double(seconds)),
            name: form["name"] ?? "",
            phone: form["phone"] ?? "",
            note: form["note"] ?? ""
          ),
          session: session.id,
          for: request.tenant,
          in: transaction
        )
        return .redirect(to: request.url("/visits/\(visit.code)"))
      },
    ]
  }

  private static let list = Route.read(
    "/stores",
    operation: "showStores",
    permission: .session
  ) { request in
    let frame = try await PageFrame.load(request)
    let places = frame.settings.pickup ?? []
    let content: View = [
      "empty": places.isEmpty ? frame.texts["stores.none"] : nil,
      "list": places.map { view(of: $0, frame) },
    ]
    let head = PageHead(
      name: "stores",
      title: frame.texts["stores.title"],
      description: frame.texts["stores.title"],
      canonicalPath: "/stores"
    )
    return try frame.page("stores", head, "stores", content)
  }

  /// What is said of a store everywhere.
  static func view(of place: StorefrontSettings.PickupPlace, _ frame: PageFrame) -> View {
    let (texts, request) = (frame.texts, frame.request)
    let open = place.open ?? []
    let isOpen = StoreHoursRule.isOpen(open, at: request.now, in: request.tenant.timeZone)
    return [
      "name": frame.local(place.name), "href": request.url("/stores/\(place.location)"),
      "address": frame.local(place.address), "phone": place.phone,
      "hours": place.hours.map(frame.local),
      "isOpen": open.isEmpty ? nil : texts[isOpen ? "stores.open" : "stores.closed"],
      "times": open.map { hours in
        [
          "days": hours.days.sorted().map { texts["stores.day.\($0)"] }
            .joined(separator: texts["stores.and"]),
          "time": "\(hours.from)–\(hours.until)",
        ] as View
      },
    ]
  }

  private static let showingStore: Route.Recovery = { request, refusal in
    guard let refusal = refusal as? StorefrontRefusal else { return nil }
    let texts = ShopTexts.all.texts(in: request.locale)
    let text: String
    switch refusal.code {
    case .contactInvalid: text = texts["stores.refused.contact"]
    case .visitUnavailable: text = texts["stores.refused.time"]
    case .visitFull: text = texts["stores.refused.full"]
    case .visitHeld: text = texts["stores.refused.held"]
    default: return nil
    }
    return try await reply(to: request, notice: text, status: .unprocessableContent)
  }

  private static func reply(
    to request: TenantRequest,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let frame = try await PageFrame.load(request)
    let location = try request.path("location")
    guard let place = frame.settings.pickup?.first(where: { $0.location == location }) else {
      throw StorefrontRefusal(.pickupNotFound)
    }
    let slots = try await slots(of: place, request, frame)
    let session = try await request.session()?.id
    var own: StoreVisit?
    if let session { own = try await request.scope.comingVisit(of: session) }
    let content: View = [
      "notice": notice, "store": view(of: place, frame),
      "own": own.map { visit -> View in
        [
          "href": request.url("/visits/\(visit.code)"),
          "name": "\(frame.texts["visit.title"]) · \(GroupWords.time(visit.startsAt, request))",
        ]
      },
      "booking": slots.isEmpty
        ? nil
        : [
          "action": request.url("/stores/\(location)/visits"), "slots": slots,
          "name": request.form["name"] ?? "", "phone": request.form["phone"] ?? "",
          "note": request.form["note"] ?? "",
        ] as View,
      "back": request.url("/stores"),
    ]
    let head = PageHead(
      name: "store",
      title: frame.local(place.name),
      description: frame.local(place.address),
      canonicalPath: "/stores/\(location)"
    )
    return try frame.page("store", head, "place", content, status: status)
  }

  /// The hours of the next days that still have a place.
  private static func slots(
    of place: StorefrontSettings.PickupPlace,
    _ request: TenantRequest,
    _ frame: PageFrame
  ) async throws -> [View] {
    guard let capacity = place.visits, let open = place.open, !open.isEmpty else { return [] }
    let zone = request.tenant.timeZone
    let today = CalendarDate(request.now, in: zone)
    let last = today.adding(days: StoreHoursRule.daysAhead)
    let taken = try await request.scope.visitsTaken(
      at: place.location,
      from: request.now,
      before: last.adding(days: 1).start(in: zone)
    )
    let times = (0...StoreHoursRule.daysAhead).flatMap { days in
      StoreHoursRule.visits(open, on: today.adding(days: days), after: request.now, in: zone)
    }
    let chosen = request.form["starts_at"]
    return times.filter { taken[$0, default: 0] < capacity }.map { time in
      let value = "\(Int(time.timeIntervalSince1970))"
      return [
        "value": value, "name": GroupWords.time(time, request), "isChosen": value == chosen,
      ]
    }
  }
}
