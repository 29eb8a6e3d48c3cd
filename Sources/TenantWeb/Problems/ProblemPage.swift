internal import HTTPTypes
internal import TenantStore

/// The page on which a browser shows a problem, in the visitor's language.
///
/// It names no shop: it is also what stands at an address where no shop is.
struct ProblemPage: Sendable {
  private static let languages = ["zh", "en", "ja", "id"].compactMap { LanguageTag(rawValue: $0) }

  let pages: PageLibrary

  func html(
    _ problem: Problem,
    requestID: String,
    trace: RequestTrace,
    headers: HTTPFields
  ) -> [UInt8]? {
    let accepted = LanguageChoice.preferred(of: Self.languages, address: nil, headers: headers)
    let language = trace.locales.first ?? accepted.first ?? Self.languages[0]
    let texts = PageKit.texts.texts(in: language)
    let kind = Self.kind(of: problem)
    let view: View = [
      "language": language.rawValue, "style": pages.assetPath("problem.css"),
      "status": "\(problem.status.code)", "title": texts["\(kind).title"],
      "advice": texts["\(kind).advice"], "request_id": requestID,
      "home": trace.place.map { $0.url("/", [:]) },
    ]
    return try? pages.render("web/problem", view, in: language)
  }

  private static func kind(of problem: Problem) -> String {
    switch problem.status.code {
    case 404, 405: "missing"
    case 403: "forbidden"
    case 409: "conflict"
    case 429: "many"
    case 503: "busy"
    case 500...: "fault"
    default: "wrong"
    }
  }
}
