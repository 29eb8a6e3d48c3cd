internal import Foundation
public import HTTPTypes
public import TenantStore

/// Lets members of staff in, on routes that are theirs.
enum StaffAdmission {
  /// The living session of a token, whose member may do something.
  ///
  /// - Throws: `StaffRefusal` with the code `sign_in_needed` or `not_permitted`.
  static func session(
    of token: SessionToken?,
    who permission: StaffPermission,
    in rows: some TenantQuerying
  ) async throws -> StaffSession {
    guard let token, let session = try await rows.staffSession(token) else {
      throw StaffRefusal(.signInNeeded)
    }
    if session.seenAt < rows.environment.now() - StaffSession.seenAfter {
      try await rows.touchStaffSession(session.id)
    }
    try session.member.demand(permission)
    return session
  }

  /// The request with who of the staff asks; the same request on routes that are not theirs.
  static func admitted(_ request: TenantRequest, in database: TenantDatabase) async throws
    -> TenantRequest
  {
    guard case .staff(let permission) = request.route.permission else { return request }
    var request = request
    request.staff = try await session(
      of: request.staffToken,
      who: permission,
      in: database.scope(request.tenant.id)
    )
    return request
  }
}

/// How the token of a member of staff travels: always as a cookie, never together with a shopper's.
enum StaffCookie {
  /// `__Host-` lets no other host or path set it, which needs encryption and the whole host.
  private static func name(at place: RequestPlace) -> String {
    place.isSecure && place.prefix.isEmpty ? "__Host-staff" : "staff"
  }

  static func token(_ headers: HTTPFields, at place: RequestPlace) -> SessionToken? {
    CookieText.value(of: name(at: place), in: headers[values: .cookie])
      .flatMap { SessionToken($0) }
  }

  static func field(_ token: SessionToken?, at place: RequestPlace) -> HTTPField {
    CookieText.field(
      name: name(at: place),
      value: token?.cookieText ?? "",
      at: place,
      seconds: token == nil ? 0 : Int(StaffSession.lifetime),
      isForScripts: false
    )
  }
}

extension Route {
  /// Whether only members of staff may use the route.
  public var isStaffs: Bool { if case .staff = permission { true } else { false } }
}

extension TenantRequest {
  /// The token of a member of staff that the browser showed, living or not.
  public var staffToken: SessionToken? { StaffCookie.token(headers, at: place) }

  /// What the hidden field `form_token` of a form at the desk holds; empty when nobody is signed in.
  public var staffFormToken: String { staffToken?.formToken ?? "" }

  /// `Set-Cookie` for a member who has just signed in; without a token it takes the cookie away.
  public func staffCookie(_ token: SessionToken?) -> HTTPField {
    StaffCookie.field(token, at: place)
  }
}
