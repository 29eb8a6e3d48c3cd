internal import TenantStore

/// Whether a change may have been asked for by a page of another site.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); whoever has a session
/// also shows its form token, unless the browser vouches that the page is of the same origin.
struct CrossSiteRule: Sendable {
  /// `Sec-Fetch-Site`.
  var fetchSite: String?
  /// `Origin`.
  var origin: String?
  /// The origin that the request was sent to.
  var ownOrigin: String
  /// Whether other tenants share the origin, so that it vouches for nothing.
  var sharesOrigin: Bool
  /// The session's token, when the browser sent one by itself.
  var session: SessionToken?

  /// Refuses a change that another site's page asked for.
  func checkSource() throws(WebRefusal) {
    if let fetchSite, fetchSite != "same-origin", fetchSite != "none" {
      throw WebRefusal(.crossSiteRequest)
    }
    if let origin, origin != ownOrigin { throw WebRefusal(.crossSiteRequest) }
  }

  /// Refuses a change of a session whose form token is wrong, or missing where it is needed.
  func checkToken(_ formToken: String?) throws(WebRefusal) {
    guard let session else { return }
    if let formToken {
      guard session.accepts(formToken: formToken) else { throw WebRefusal(.formTokenWrong) }
    } else if fetchSite != "same-origin" || sharesOrigin {
      throw WebRefusal(.formTokenWrong)
    }
  }
}
