internal import HTTPTypes
internal import TenantStore

/// Where members of staff sign in and out.
enum DeskSignIn {
  static let path = "/desk/sign-in"
  static let leavePath = "/desk/sign-out"

  /// Where whoever is not signed in goes, and from there back to what was asked for.
  static func url(for request: TenantRequest) -> String {
    request.url(path, ["next": request.route.isWriting ? nil : request.path])
  }

  static let show = Route.read(
    path,
    operation: "showDeskSignIn",
    parameters: [.query("next", .string(0...200), "Where to go on.")],
    permission: .session
  ) { request in try reply(to: request, next: request.query.localPath("next"), notice: nil) }

  /// No session is needed here, so where the form comes from is all that is checked; the session
  /// that begins is one that nobody has seen before.
  static let enter = Route.act(
    path,
    operation: "signInAtDesk",
    body: .form,
    recovery: explained
  ) { request, database in
    let token = try await StaffEntrance(of: request.tenant.id, in: database).signIn(
      request.form["login"] ?? "",
      password: request.form.all("password").first ?? "",
      from: request.address,
      replacing: request.staffToken
    )
    return Reply.redirect(to: request.url(next(request) ?? "/desk"))
      .adding(request.staffCookie(token))
  }

  /// The page again, with what was wrong.
  private static let explained: Route.Recovery = { request, refusal in
    guard let refusal = refusal as? StaffRefusal else { return nil }
    return try reply(
      to: request,
      next: request.form.localPath("next"),
      notice: notice(refusal, request.texts),
      status: refusal.code == .signInLocked ? .tooManyRequests : .unprocessableContent
    )
  }

  private static let atEntrance: Route.Recovery = { request, _ in
    .redirect(to: request.url(path))
  }

  static let leave = Route.write(
    .post,
    leavePath,
    operation: "signOutOfDesk",
    body: .form,
    permission: .staff(.seeDesk),
    idempotency: .natural,
    recovery: atEntrance
  ) { request, transaction in
    if let token = request.staffToken, let staff = request.staff {
      try await transaction.signOut(token, of: staff.member)
    }
    return Reply.redirect(to: request.url(path)).adding(request.staffCookie(nil))
  }

  /// Only pages of the desk are gone on to.
  private static func next(_ request: TenantRequest) -> String? {
    guard let path = LocalPath.checked(request.form["next"]), path.hasPrefix("/desk") else {
      return nil
    }
    return path
  }

  private static func notice(_ refusal: StaffRefusal, _ texts: LocalTexts) -> String {
    guard case .integer(let seconds)? = refusal.details["retry_after"] else {
      return texts["desk.signIn.refused"]
    }
    return texts["desk.signIn.wait", ["minutes": "\(max(1, (seconds + 59) / 60))"]]
  }

  private static func reply(
    to request: TenantRequest,
    next: String?,
    notice: String?,
    status: HTTPResponse.Status = .ok
  ) throws -> Reply {
    let title = request.texts["desk.signIn.title"]
    let view: View = [
      "page": request.headView(title: title), "title": title,
      "action": request.url(path), "next": next, "notice": notice,
      "login": request.form["login"] ?? "",
      "formToken": request.formToken.isEmpty ? nil : request.formToken,
    ]
    return try request.page("web/desk_sign_in", view, status: status)
  }
}
