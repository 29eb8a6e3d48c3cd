internal import Foundation
internal import HTTPTypes
internal import Membership
internal import TenantStore
internal import TenantWeb

/// Where families sign in with a code that goes to their phone, and out again.
struct SignInPage: Sendable {
  static let path = "/family/sign-in"
  static let leavePath = "/family/sign-out"

  let family: FamilyRoutes
  let desk: SignInDesk

  /// Where whoever is not signed in goes, and from there back to what was asked for.
  static func url(for request: TenantRequest) -> String {
    request.url(path, ["next": request.route.isWriting ? nil : request.path])
  }

  var routes: [Route] { [show, ask, enter, leave] }

  private var show: Route {
    .read(
      Self.path,
      operation: "showFamilySignIn",
      parameters: [
        .query("next", .string(0...200), "Where to go on."),
        .query("invite", .string(0...40), "The code of whoever invites."),
      ],
      permission: .session
    ) { request in
      let entry = Entry(next: request.query.localPath("next"), invite: request.query["invite"])
      return try await page(request, entry)
    }
  }

  /// What is carried from one step to the next.
  private struct Entry {
    var next: String?
    var invite: String?
    /// The number that a code went to.
    var phone: String?
    var notice: String?

    init(next: String? = nil, invite: String? = nil) {
      self.next = next
      self.invite = invite
    }

    init(_ form: RequestFields) {
      next = form.localPath("next")
      invite = form["invite"]
      phone = form["phone"]
    }
  }

  private var ask: Route {
    .act(
      "\(Self.path)/code",
      operation: "askSignInCode",
      body: .form,
      recovery: askedAgain
    ) { request, database in
      let entry = Entry(request.form)
      let phone = try request.form.required("phone")
      try await desk.requestCode(.phone, phone, for: request.tenant, in: database)
      return try await page(request, entry, asksCode: true)
    }
    .sendingMessage()
  }

  private var enter: Route {
    .act(
      Self.path,
      operation: "signInFamily",
      body: .form,
      recovery: enteredAgain
    ) { request, database in
      let entry = Entry(request.form)
      let signIn = try await desk.enter(
        try request.form.required("code"),
        .phone,
        try request.form.required("phone"),
        for: request.tenant,
        in: database
      )
      try await database.transaction(for: request.tenant.id) { transaction in
        try await request.signIn(signIn.member, in: transaction)
      }
      if signIn.isNew, let invite = entry.invite {
        try await accept(invite, by: signIn.member, request.tenant, in: database)
      }
      return .redirect(to: request.url(Self.allowed(entry.next) ?? "/family"))
    }
  }

  /// The page again; a code that was sent a moment ago can still be entered.
  private var askedAgain: Route.Recovery {
    { request, refusal in
      let isTooSoon = (refusal as? MembershipRefusal)?.code == .codeTooSoon
      return try await explained(
        request,
        refusal,
        asksCode: isTooSoon,
        status: isTooSoon ? .tooManyRequests : .unprocessableContent
      )
    }
  }

  /// The page again; once a code is worth nothing, another has to be asked for.
  private var enteredAgain: Route.Recovery {
    { request, refusal in
      let code = (refusal as? MembershipRefusal)?.code
      let isOver = code == .codeExpired || code == .codeLocked
      return try await explained(
        request,
        refusal,
        asksCode: !isOver,
        status: .unprocessableContent
      )
    }
  }

  private func explained(
    _ request: TenantRequest,
    _ refusal: any Refusal,
    asksCode: Bool,
    status: HTTPResponse.Status
  ) async throws -> Reply? {
    guard let text = RefusalWords.text(refusal, request.texts) else { return nil }
    var entry = Entry(request.form)
    entry.notice = text
    return try await page(request, entry, asksCode: asksCode, status: status)
  }

  /// An invitation that cannot be taken keeps nobody out.
  private func accept(
    _ invite: String,
    by member: MemberID,
    _ tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    do {
      try await database.transaction(for: tenant.id) { transaction in
        _ = try await ValueProgram(tenant).referrals?.accept(invite, by: member, in: transaction)
      }
    } catch is ValueRefusal {
      return
    }
  }

  private var leave: Route {
    .write(
      .post,
      Self.leavePath,
      operation: "signOutFamily",
      body: .form,
      idempotency: .natural
    ) { request, transaction in
      let session = try await request.session(in: transaction)
      try await Families().signOut(session.id, in: transaction)
      // What was written and bought here is not for whoever has the device next.
      _ = try await request.freshSession(in: transaction)
      return .redirect(to: request.url("/"))
    }
  }

  /// Only pages of families are gone on to.
  private static func allowed(_ path: String?) -> String? {
    guard let path = LocalPath.checked(path), path == "/family" || path.hasPrefix("/family/") else {
      return nil
    }
    return path
  }

  private func page(
    _ request: TenantRequest,
    _ entry: Entry,
    asksCode: Bool = false,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    let title = request.texts["signIn.title"]
    let view: View = [
      "title": title, "notice": entry.notice, "asksCode": asksCode,
      "askAction": request.url("\(Self.path)/code"), "enterAction": request.url(Self.path),
      "token": request.formToken.isEmpty ? nil : request.formToken,
      "next": Self.allowed(entry.next), "invite": entry.invite, "phone": entry.phone ?? "",
      "sentTo": request.texts["signIn.sent", ["phone": entry.phone ?? ""]],
    ]
    let head = PageHead(name: "family", title: title, styles: [FamilyTexts.style.name])
    return try await family.shell.page(request, head, "membership/sign_in", view, status: status)
  }
}

extension TenantRequest {
  /// Makes the visitor's session a member's under a new token; what it held before, such as a cart,
  /// stays, unless it was another member's.
  func signIn(_ member: MemberID, in transaction: TenantTransaction) async throws {
    let before = try await transaction.memberSignedIn(on: session(in: transaction).id)
    let session =
      if before == nil || before == member {
        try await renewedSession(in: transaction)
      } else {
        try await freshSession(in: transaction)
      }
    try await Families().signIn(member, on: session.id, in: transaction)
  }
}
