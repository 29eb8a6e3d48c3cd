internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Visits of the stores on a day, and goods that are handed over by a code.
enum DeskVisits {
  static func routes(_ shop: Shop) -> [Route] {
    let code = RouteParameter.path("code", .string(1...40), "The code.")
    return [
      ShopDesk.routes.page(
        "/desk/visits",
        "listDeskVisits",
        .seeOrders,
        parameters: [.query("day", .string(0...10), "The day.")],
        show
      ),
      ShopDesk.routes.form(
        "/desk/visits/{code}/arrival",
        "receiveVisitorAtDesk",
        .shipOrders,
        parameters: [code],
        show: show
      ) { request, actor, transaction in
        try await shop.receiveVisitor(
          code: try request.path("code"),
          by: actor,
          in: transaction
        )
        return request.url("/desk/visits")
      },
      ShopDesk.routes.page(
        "/desk/handovers/new",
        "showDeskHandover",
        .shipOrders,
        parameters: [.query("code", .string(0...40), "A hand-over that was made.")],
        handover
      ),
      ShopDesk.routes.form(
        "/desk/handovers/new",
        "makeHandoverAtDesk",
        .shipOrders,
        once: true,
        show: handover
      ) { request, actor, transaction in
        let made = try await shop.handOver(
          try pieces(request.form),
          at: try request.form.required("place"),
          for: request.tenant,
          by: actor,
          in: transaction
        )
        return request.url("/desk/handovers/new", ["code": made.code])
      },
    ]
  }

  /// Pieces as `SOAP-1 x2, WIPE-1`.
  private static func pieces(_ form: RequestFields) throws -> [String: Int] {
    var pieces: [String: Int] = [:]
    let entries = try form.required("goods").split { ",，;；\n".contains($0) }
    for entry in entries {
      let parts = entry.split { $0.isWhitespace || "x×*".contains($0) }
      guard let code = parts.first, parts.count <= 2,
        let count = parts.count == 2 ? Int(parts[1]) : 1
      else { throw form.refusal("goods", "must be like SOAP-1 ×2, WIPE-1") }
      guard (1...Cart.quantityLimit).contains(count) else {
        throw StorefrontRefusal(.quantityInvalid)
      }
      pieces[code.uppercased(), default: 0] += count
    }
    return pieces
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, zone) = (frame.texts, request.tenant.timeZone)
    let today = CalendarDate(request.now, in: zone)
    let day = request.query["day"].flatMap { CalendarDate(iso: $0) } ?? today
    let found = try await request.scope.visits(
      from: day.start(in: zone),
      before: day.adding(days: 1).start(in: zone)
    )
    let places = try request.tenant.storefront.pickup ?? []
    var number = 0
    let sections = found.map { visit -> View in
      let place = places.first { $0.location == visit.location }?.name
      var forms: [View] = []
      if visit.state == .booked, frame.may(.shipOrders) {
        let form = DeskForm(
          path: "/desk/visits/\(visit.code)/arrival",
          submit: texts["desk.visits.arrived"],
          isQuiet: true
        )
        forms = DeskForm.views([form], frame, from: number)
        number += 1
      }
      let facts: [(String, String)] = [
        ("desk.visits.store", place?.text(in: request.locales) ?? visit.location),
        ("desk.visits.code", visit.code), ("order.contact", visit.name),
        ("order.phone", visit.phone), ("order.note", visit.note),
      ]
      return [
        "title": "\(frame.time(visit.startsAt)) · \(texts["visit.state.\(visit.state.rawValue)"])",
        "facts": facts.filter { !$0.1.isEmpty }.map { View.fact(texts[$0.0], $0.1) },
        "forms": forms,
      ]
    }
    func link(_ key: String, _ day: CalendarDate) -> View {
      ["href": request.url("/desk/visits", ["day": day.description]), "name": texts[key]]
    }
    var links = [link("desk.bill.before", day.adding(days: -1))]
    links.append(link("desk.bill.after", day.adding(days: 1)))
    if frame.may(.shipOrders) {
      links.append([
        "href": request.url("/desk/handovers/new"), "name": texts["desk.handover.title"],
      ])
    }
    links += [DeskPickups.link(frame)].compactMap(\.self)
    let nothing: View = ["title": day.description, "text": texts["desk.visits.empty"]]
    return try frame.sheet(
      texts["desk.visits.title", ["day": day.description]],
      sections.isEmpty ? [nothing] : sections,
      links: links,
      notice: notice
    )
  }

  private static let handover: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let places = try (request.tenant.storefront.pickup ?? []).map { place in
      (value: place.location, label: place.name.text(in: request.locales))
    }
    let form = DeskForm(
      path: "/desk/handovers/new",
      submit: texts["desk.handover.submit"],
      fields: [
        .choice(
          "place",
          texts["desk.visits.store"],
          places,
          value: request.form["place"] ?? ""
        ),
        .init(
          name: "goods",
          label: texts["desk.handover.goods"],
          value: request.form["goods"] ?? "",
          maximum: 500
        ),
      ],
      hint: texts["desk.handover.hint"]
    )
    var sections: [View] = [
      [
        "title": texts["desk.handover.title"],
        "text": places.isEmpty ? texts["desk.storeReturn.none"] : nil,
        "forms": places.isEmpty ? [] : DeskForm.views([form], frame),
      ]
    ]
    if let code = request.query["code"], let made = try await request.scope.handover(code: code) {
      let address = request.absoluteURL("/handovers/\(made.code)", ["lang": nil])
      sections.insert(
        [
          "title": made.code, "text": texts["desk.handover.show"],
          "go": ["href": address, "name": address] as View,
        ],
        at: 0
      )
    }
    return try frame.sheet(
      texts["desk.handover.title"],
      sections,
      back: request.url("/desk/visits"),
      backName: texts["desk.visits.link"],
      notice: notice
    )
  }
}
