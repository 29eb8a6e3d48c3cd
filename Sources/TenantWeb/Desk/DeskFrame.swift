public import Foundation
public import HTTPTypes
public import TenantStore

/// What surrounds every page of the desk: the merchant, who is signed in and where the role reaches.
public struct DeskFrame: Sendable {
  /// The request that the page answers.
  public let request: TenantRequest
  /// Who is signed in.
  public let member: StaffMember

  /// The frame for a request of somebody who is signed in.
  ///
  /// - Throws: `StaffRefusal` when nobody is.
  public static func load(_ request: TenantRequest) async throws -> Self {
    var session = request.staff
    // A page that a refusal shows is made after the transaction that knew who asks.
    if session == nil, let token = request.staffToken {
      session = try await request.scope.staffSession(token)
    }
    guard let session else { throw StaffRefusal(.signInNeeded) }
    return Self(request: request, member: session.member)
  }

  /// The texts of the module whose page it is.
  public var texts: LocalTexts { request.texts }

  /// The frame's own texts.
  var ownTexts: LocalTexts { PageKit.texts.texts(in: request.locale) }

  /// Whether whoever is signed in may do something.
  public func may(_ permission: StaffPermission) -> Bool { member.role.may(permission) }

  /// A time on the merchant's clocks, as the reader's language writes it.
  public func time(_ instant: Date) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .shortened)
    style.locale = Locale(identifier: request.locale.rawValue)
    style.timeZone = request.tenant.timeZone
    return instant.formatted(style)
  }

  /// A page of a template that fills the block `main` of `web/desk`, with its values under `content`.
  ///
  /// - Parameters:
  ///   - template: The template's name.
  ///   - title: The heading.
  ///   - content: The template's own values.
  ///   - notice: What spoke against a change.
  ///   - status: The status of the answer.
  /// - Returns: The page.
  /// - Throws: A fault when there is no such template.
  public func page(
    _ template: String,
    _ title: String,
    _ content: View,
    notice: String? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let role = ownTexts["desk.role.\(member.role.rawValue)"]
    let navigation = navigation
    let view: View = [
      "page": request.headView(title: title),
      "desk": [
        "home": request.url("/desk"), "nav": navigation.parts,
        "entries": navigation.entries, "hasEntries": !navigation.entries.isEmpty,
        "part": navigation.name,
        "member": ownTexts["desk.member", ["login": member.login, "role": role]],
        "leave": request.url(DeskSignIn.leavePath), "token": request.staffFormToken,
      ] as View,
      "notice": notice, "title": title, "content": content,
    ]
    return try request.page(template, view, status: status)
  }

  /// A page with a list.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - content: `rows` (each `href`, `name`, and perhaps `state`, `detail`, `amount`), the text
  ///     `empty` for none, and perhaps `search` (`action`, `label`, `value`, `submit`, and
  ///     perhaps `fields` and `kept`), `links`
  ///     (`href`, `name`), a form `entry` above the rows, `filters` (`href`, `name`, `isCurrent`),
  ///     `forms` (see ``DeskForm``) and the address `next`.
  ///   - notice: What spoke against a change.
  /// - Returns: The page.
  /// - Throws: A fault of the kit's templates.
  public func list(_ title: String, _ content: View, notice: String? = nil) throws -> Reply {
    try page("web/desk_list", title, content, notice: notice)
  }

  /// A page of sections.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - sections: Each a `title` and perhaps a `text`, `facts` (see ``View/fact(_:_:)``), `lines`
  ///     (`name`, `detail`, `amount`), `pictures` (`source`, `alt`), the link `go` (`href`, `name`),
  ///     several links `ways`
  ///     and `forms` (see ``DeskForm``).
  ///   - back: The address of the list it stands in.
  ///   - backName: The list's name.
  ///   - links: Buttons that lead elsewhere, each `href` and `name`.
  ///   - notice: What spoke against a change.
  ///   - done: What was just done.
  ///   - status: The status of the answer.
  /// - Returns: The page.
  /// - Throws: A fault of the kit's templates.
  public func sheet(
    _ title: String,
    _ sections: [View],
    back: String? = nil,
    backName: String? = nil,
    links: [View] = [],
    notice: String? = nil,
    done: String? = nil,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let content: View = [
      "sections": sections, "links": links, "done": done,
      "back": back.map { ["href": $0, "name": backName ?? ""] as View },
    ]
    return try page("web/desk_sheet", title, content, notice: notice, status: status)
  }

  /// The desk itself, then its parts where the role reaches; the entries of the part that one is in.
  private var navigation: (parts: [View], entries: [View], name: String) {
    let home = ShownNavigationItem(
      text: ownTexts["desk.nav.home"],
      url: request.url("/desk"),
      isCurrent: request.path == "/desk"
    )
    var parts = [home.view]
    var (entries, name): ([View], String) = ([], "")
    for part in DeskPart.allCases {
      let found = request.deskNavigation(part, for: member.role)
      guard let first = found.first else { continue }
      let isHere = found.contains(where: \.isCurrent)
      let text = ownTexts["desk.part.\(part.rawValue)"]
      parts.append(["name": text, "href": first.url, "isHere": isHere])
      if isHere { (entries, name) = (found.map(\.view), text) }
    }
    return (parts, entries, name)
  }
}
