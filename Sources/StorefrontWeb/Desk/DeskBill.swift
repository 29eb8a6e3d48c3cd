internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What came in and went back on a day, and where the providers' bills differ.
enum DeskBill {
  static let route = ShopDesk.routes.page(
    "/desk/bill",
    "showDeskBill",
    .seeBills,
    parameters: [.query("day", .string(10...10, format: .date), "The day.")]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, zone) = (frame.texts, request.tenant.timeZone)
    let today = CalendarDate(request.now, in: zone)
    let day = request.query["day"].flatMap { CalendarDate(iso: $0) } ?? today
    let lines = try await request.scope.dayBill(of: day, in: zone)
    let matches = try await request.scope.billMatches(of: day)
    let nothing: [View] = [
      ["title": day.description, "text": texts["desk.bill.empty"]]
    ]
    let sections = lines.map { section($0, frame) } + matches.map { section($0, frame) }
    func link(_ key: String, _ day: CalendarDate) -> View {
      ["href": request.url("/desk/bill", ["day": day.description]), "name": texts[key]]
    }
    return try frame.sheet(
      texts["desk.bill.title", ["day": day.description]],
      sections.isEmpty ? nothing : sections,
      links: [link("desk.bill.before", day.adding(days: -1))]
        + (day < today ? [link("desk.bill.after", day.adding(days: 1))] : []),
      notice: notice
    )
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
