internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What came in and went back on a day, and where the providers' bills differ.
enum DeskBill {
  static func routes(_ payments: PaymentDesk?) -> [Route] {
    let show = show(payments)
    let page = ShopDesk.routes.page(
      "/desk/bill",
      "showDeskBill",
      .seeBills,
      parameters: [.query("day", .string(10...10, format: .date), "The day.")],
      show
    )
    guard let payments else { return [page] }
    return [
      page,
      ShopDesk.routes.act("/desk/bill/matches", "matchBillsAtDesk", .seeBills, show: show) {
        request,
        _,
        database in
        guard let day = request.form["day"].flatMap({ CalendarDate(iso: $0) }) else {
          throw request.form.refusal("day", "must be like 2026-12-01")
        }
        do {
          _ = try await payments.matchBills(of: day, for: request.tenant, in: database)
        } catch is ProviderFailure {
          return try await unavailable(request, show)
        } catch is OutboundFailure {
          return try await unavailable(request, show)
        }
        return .redirect(to: request.url("/desk/bill", ["day": day.description]))
      },
    ]
  }

  private static func unavailable(_ request: TenantRequest, _ show: DeskRoutes.Show) async throws
    -> Reply
  {
    var reply = try await show(request, request.texts["desk.bill.unavailable"])
    reply.status = .serviceUnavailable
    return reply
  }

  /// The form that compares a day with what the providers say; nothing where all money comes by hand.
  private static func matching(_ day: CalendarDate, _ payments: PaymentDesk?, _ frame: DeskFrame)
    throws -> [View]
  {
    guard let payments, try payments.takesOnlinePayments(frame.request.tenant) else { return [] }
    let form = DeskForm(
      path: "/desk/bill/matches",
      submit: frame.texts["desk.bill.matchNow"],
      hidden: [("day", day.description)],
      hint: frame.texts["desk.bill.matchHint"],
      isQuiet: true
    )
    return [
      [
        "title": frame.texts["desk.bill.agreed"], "forms": DeskForm.views([form], frame),
      ]
    ]
  }

  private static func show(_ payments: PaymentDesk?) -> DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let (texts, zone) = (frame.texts, request.tenant.timeZone)
      let today = CalendarDate(request.now, in: zone)
      let asked = request.query["day"] ?? request.form["day"]
      let day = asked.flatMap { CalendarDate(iso: $0) } ?? today
      let lines = try await request.scope.dayBill(of: day, in: zone)
      let matches = try await request.scope.billMatches(of: day)
      let stores = try await request.scope.storeFigures(
        of: day,
        in: zone,
        request.tenant.currency
      )
      let nothing: [View] = [
        ["title": day.description, "text": texts["desk.bill.empty"]]
      ]
      let sections =
        lines.map { section($0, frame) } + matches.map { section($0, frame) }
        + (try stores.map { try section($0, frame) })
      func link(_ key: String, _ day: CalendarDate) -> View {
        ["href": request.url("/desk/bill", ["day": day.description]), "name": texts[key]]
      }
      return try frame.sheet(
        texts["desk.bill.title", ["day": day.description]],
        (sections.isEmpty ? nothing : sections) + (try matching(day, payments, frame)),
        links: [link("desk.bill.before", day.adding(days: -1))]
          + (day < today ? [link("desk.bill.after", day.adding(days: 1))] : []),
        notice: notice
      )
    }
  }

  private static func section(_ line: DayBillLine, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    func sum(_ count: Int64, _ amount: Money) -> String {
      texts["desk.bill.sum", ["count": "\(count)", "amount": texts.money(amount)]]
    }
    return [
      "title": frame.providerName(line.provider),
      "facts": [
        View.fact(texts["desk.bill.paid"], sum(line.payments, line.paid)),
        View.fact(texts["desk.bill.refunded"], sum(line.refunds, line.refunded)),
        View.fact(texts["desk.bill.net"], texts.money(line.net)),
      ],
    ]
  }

  private static func section(_ store: StoreFigures, _ frame: DeskFrame) throws -> View {
    let texts = frame.texts
    let place = try frame.request.tenant.storefront.pickup?.first { $0.location == store.location }
    func sum(_ count: Int64, _ amount: Money) -> String {
      texts["desk.bill.sum", ["count": "\(count)", "amount": texts.money(amount)]]
    }
    return [
      "title": texts[
        "desk.bill.store",
        ["name": place?.name.text(in: frame.request.locales) ?? store.location]
      ],
      "facts": [
        View.fact(texts["desk.bill.storeOrders"], sum(store.orders, store.total)),
        View.fact(texts["desk.bill.storeLed"], sum(store.led, store.ledTotal)),
        View.fact(texts["desk.bill.storeCollected"], "\(store.collected)"),
        View.fact(texts["desk.bill.storeReturns"], sum(store.returns, store.returned)),
      ],
    ]
  }

  private static func section(_ match: BillMatch, _ frame: DeskFrame) -> View {
    let texts = frame.texts
    return [
      "title": texts["desk.bill.match", ["provider": frame.providerName(match.provider)]],
      "facts": [
        View.fact(
          texts["desk.bill.agreed"],
          texts[
            "desk.bill.agreedOf",
            ["agreed": "\(match.agreed)", "entries": "\(match.entries)"]
          ]
        ),
        View.fact(texts["desk.bill.matchedAt"], frame.time(match.matchedAt)),
      ],
      "lines": match.differences.map { difference -> View in
        [
          "name": texts["desk.bill.difference.\(difference.kind.rawValue)"],
          "detail": difference.subject,
          "amount": [difference.ours, difference.theirs].map { minor in
            guard let minor, let currency = Currency(code: difference.currency) else { return "—" }
            return texts.money(Money(minorUnits: minor, currency: currency))
          }
          .joined(separator: " / "),
        ]
      },
    ]
  }
}
