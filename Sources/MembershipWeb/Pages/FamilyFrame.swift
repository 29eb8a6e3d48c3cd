internal import Foundation
internal import HTTPTypes
internal import Membership
internal import TenantStore
internal import TenantWeb

/// A page of a family that is signed in.
struct FamilyFrame: Sendable {
  let request: TenantRequest
  let member: Member
  private let shell: PageShell

  /// The frame for a request.
  ///
  /// - Throws: `MembershipRefusal` with the code `member_not_found` when nobody is signed in.
  static func load(_ request: TenantRequest, _ shell: PageShell) async throws -> Self {
    guard let session = try await request.session(),
      let id = try await request.scope.memberSignedIn(on: session.id),
      let member = try await request.scope.member(id)
    else { throw MembershipRefusal(.memberNotFound) }
    return Self(request: request, member: member, shell: shell)
  }

  var texts: LocalTexts { request.texts }

  /// The day that the merchant's clocks show.
  var today: CalendarDate { CalendarDate(request.now, in: request.tenant.timeZone) }

  /// The merchant's settings of membership.
  var settings: MembershipSettings { get throws { try request.tenant.membership } }

  func local(_ text: LocalizedText) -> String { text.text(in: request.locales) }

  /// A day of the merchant's clocks, as the reader's language writes it.
  func day(_ instant: Date) -> String {
    var style = Date.FormatStyle(date: .abbreviated, time: .omitted)
    style.locale = Locale(identifier: request.locale.rawValue)
    style.timeZone = request.tenant.timeZone
    return instant.formatted(style)
  }

  /// A page of sections.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - sections: What stands on it.
  ///   - lead: What to know first.
  ///   - back: The page above, unless it is the first one.
  ///   - notice: What spoke against a change.
  /// - Returns: The page in the shell.
  /// - Throws: What the shell's reading throws, and a fault of the templates.
  func page(
    _ title: String,
    _ sections: [FamilySection],
    lead: String? = nil,
    back: (href: String, name: String)? = nil,
    notice: String? = nil
  ) async throws -> Reply {
    var numbers = FormNumbers()
    let view: View = [
      "title": title, "lead": lead, "notice": notice,
      "back": back.map { ["href": $0.href, "name": $0.name] as View },
      "nav": try navigation, "sections": sections.map { $0.view(self, &numbers) },
      "leave": request.url(SignInPage.leavePath), "token": request.formToken,
    ]
    let head = PageHead(name: "family", title: title, styles: [FamilyTexts.style.name])
    return try await shell.page(request, head, "membership/sheet", view)
  }

  /// The family's pages; those of programmes that the merchant has.
  private var navigation: [View] {
    get throws {
      let settings = try settings
      let entries: [(String, String, Bool)] = [
        ("home", "/family", true), ("points", "/family/points", true),
        ("coupons", "/family/coupons", true),
        ("boxes", "/family/boxes", settings.subscriptions != nil),
        ("packs", PackPage.path, settings.packs?.isEmpty == false),
        ("invite", "/family/invite", settings.referral != nil),
        ("privacy", "/family/privacy", true),
      ]
      return entries.filter(\.2).map { key, path, _ in
        let isCurrent =
          path == "/family"
          ? request.path == path || request.path.hasPrefix("/family/children")
          : request.path.hasPrefix(path)
        return [
          "name": texts["nav.\(key)"], "href": request.url(path), "isCurrent": isCurrent,
        ]
      }
    }
  }
}
