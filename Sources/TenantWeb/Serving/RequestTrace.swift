internal import TenantStore

/// What is known of a request while it is answered: for the log, the problem page and the cookies.
struct RequestTrace: Sendable {
  var tenant: TenantSnapshot?
  var place: RequestPlace?
  var entry: RouteEntry?
  var visitor: RequestVisitor?
  var locales: [LanguageTag] = []
  /// The template of a path that belongs to no tenant, `/health`.
  var operation: String?
  /// The methods that the address takes, when it does not take this one.
  var allowed: [String] = []

  /// The route's path with its parameters in braces; never the path itself.
  var template: String { entry?.route.path ?? operation ?? "-" }
}
