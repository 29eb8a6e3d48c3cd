internal import Foundation
internal import HTTPTypes
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What surrounds every page of the desk: the shop, who is signed in and where the role reaches.
struct DeskFrame: Sendable {
  let request: TenantRequest
  let settings: StorefrontSettings
  let member: StaffMember

  /// - Throws: `StaffRefusal` when nobody is signed in.
  static func load(_ request: TenantRequest) async throws -> Self {
    var session = request.staff
    // A page that a refusal shows is made after the transaction that knew who asks.
    if session == nil, let token = request.staffToken {
      session = try await request.scope.staffSession(token)
    }
    guard let session else { throw StaffRefusal(.signInNeeded) }
    return Self(
      request: request,
      settings: try request.tenant.storefront,
      member: session.member
    )
  }

  var texts: LocalTexts { request.texts }

  func may(_ permission: StaffPermission) -> Bool { member.role.may(permission) }

  func time(_ instant: Date) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .shortened)
    style.locale = Locale(identifier: request.locale.rawValue)
    style.timeZone = request.tenant.timeZone
    return instant.formatted(style)
  }

  func providerName(_ code: String) -> String {
    settings.payments.first { $0.provider == code }?.name.text(in: request.locales) ?? code
  }

  /// A page of one of the desk's templates, with the template's own values under `content`.
  func page(
    _ template: String,
    _ title: String,
    _ content: View,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let view: View = [
      "page": Self.head(request, title, settings),
      "desk": [
        "home": request.url("/desk"), "nav": navigation,
        "member": texts[
          "desk.member",
          ["login": member.login, "role": texts["desk.role.\(member.role.rawValue)"]]
        ],
        "leave": request.url("/desk/sign-out"), "token": request.staffFormToken,
      ] as View,
      "notice": notice, "title": title, "content": content,
    ]
    return try request.page("storefront-\(template)", view, status: status)
  }

  /// A page of sections, each with facts, lines and forms.
  func sheet(
    _ title: String,
    _ sections: [View],
    back: String? = nil,
    backName: String? = nil,
    links: [View] = [],
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let content: View = [
      "sections": sections, "links": links,
      "back": back.map { ["href": $0, "name": backName ?? ""] as View },
    ]
    return try page("desk_sheet", title, content, notice: notice, status: status)
  }

  /// What the head of a page needs, also where nobody is signed in.
  static func head(_ request: TenantRequest, _ title: String, _ settings: StorefrontSettings)
    -> View
  {
    let shop = request.tenant.name.text(in: request.locales)
    return [
      "language": request.locale.rawValue, "title": "\(title) · \(shop)", "shop": shop,
      "icon": ShopAssets.icon(accent: settings.accent), "accent": settings.accent,
      "style": request.asset(ShopAssets.style), "deskStyle": request.asset(ShopAssets.deskStyle),
      "script": request.asset(ShopAssets.script),
      "theme": request.url(
        "/theme.css",
        ["accent": String(settings.accent.dropFirst()), "lang": nil]
      ),
      "languages": request.tenant.locales.filter { $0 != request.locale }.map { language -> View in
        let own = ShopTexts.all.texts(in: language)
        return [
          "href": request.url(in: language), "language": language.rawValue,
          "name": own["language.name"], "short": own["language.short"],
        ]
      },
    ]
  }

  private var navigation: [View] {
    let entries: [(String, String, StaffPermission)] = [
      ("desk.nav.home", "/desk", .seeDesk), ("desk.nav.orders", "/desk/orders", .seeOrders),
      ("desk.nav.returns", "/desk/returns", .seeReturns),
      ("desk.nav.refunds", "/desk/refunds", .seeReturns),
      ("desk.nav.stock", "/desk/stock", .seeStock),
      ("desk.nav.products", "/desk/products", .seeProducts),
      ("desk.nav.promotions", "/desk/promotions", .seePromotions),
      ("desk.nav.reviews", "/desk/reviews", .seeReviews),
      ("desk.nav.bill", "/desk/bill", .seeBills),
    ]
    return entries.filter { may($0.2) }.map { key, path, _ in
      let isCurrent =
        path == "/desk" ? request.path == path : request.path.hasPrefix(path)
      return ["name": texts[key], "href": request.url(path), "isCurrent": isCurrent]
    }
  }
}

/// One form of the desk, as a person fills it in.
struct DeskForm {
  struct Field {
    let name: String
    let label: String
    var type = "text"
    var value = ""
    var maximum = 200
    var isRequired = true
  }

  /// Kinds of fields whose length the browser decides.
  private static let typed: Set<String> = ["number", "date", "datetime-local"]

  /// The path below the tenant.
  let path: String
  let submit: String
  var fields: [Field] = []
  /// Boxes that may be ticked: name, value and label.
  var boxes: [(name: String, value: String, label: String)] = []
  var hidden: [(name: String, value: String)] = []
  var hint: String?
  var isQuiet = false

  /// The form with the session's token and a key of its own.
  ///
  /// - Parameters:
  ///   - number: Keeps the ids of one page's forms apart.
  ///   - frame: The page.
  /// - Returns: What the template of forms shows.
  func view(_ number: Int, _ frame: DeskFrame) -> View {
    [
      "action": frame.request.url(path), "token": frame.request.staffFormToken,
      "key": frame.request.makeIdempotencyKey(), "submit": submit, "formHint": hint,
      "isQuiet": isQuiet, "hasFields": !fields.isEmpty,
      "hidden": hidden.map { ["name": $0.name, "value": $0.value] as View },
      "boxes": boxes.map { ["name": $0.name, "value": $0.value, "label": $0.label] as View },
      "fields": fields.map { field -> View in
        [
          "id": "f\(number)-\(field.name)", "name": field.name, "label": field.label,
          "type": field.type, "value": field.value,
          "maximum": Self.typed.contains(field.type) ? nil : "\(field.maximum)",
          "isRequired": field.isRequired,
          "optionalMark": field.isRequired ? nil : frame.texts["checkout.optional"],
        ]
      },
    ]
  }

  /// The forms of one page or section, numbered.
  static func views(_ forms: [DeskForm], _ frame: DeskFrame, from start: Int = 0) -> [View] {
    forms.enumerated().map { $1.view(start + $0, frame) }
  }
}
