internal import HTTPTypes
internal import Mustache
internal import TenantStore

/// The page on which a browser shows a problem, in the visitor's language.
///
/// It names no shop: it is also what stands at an address where no shop is.
package struct ProblemPage: Sendable {
  /// The page's own template, texts and style.
  static let module = WebModule(
    name: "web",
    routes: [],
    templates: templates,
    texts: texts,
    assets: [
      Asset(
        name: "problem.css",
        contentType: "text/css; charset=utf-8",
        text: EmbeddedText.files["Styles/problem.css"] ?? ""
      )
    ]
  )
  package static let templates = EmbeddedText.files.templates(prefix: "web")
  package static let texts = Texts(files: EmbeddedText.files)
  private static let languages = ["zh", "en", "ja", "id"].compactMap { LanguageTag(rawValue: $0) }

  let pages: PageLibrary

  func html(
    _ problem: Problem,
    requestID: String,
    trace: RequestTrace,
    headers: HTTPFields
  ) -> String? {
    let accepted = LanguageChoice.preferred(of: Self.languages, address: nil, headers: headers)
    let language = trace.locales.first ?? accepted.first ?? Self.languages[0]
    let view = ProblemView(
      problem: problem,
      requestID: requestID,
      language: language,
      home: trace.place.map { $0.url("/", []) },
      style: pages.assetPath("problem.css"),
      texts: Self.texts.texts(in: language)
    )
    return try? pages.render("web/problem", view)
  }
}

/// What the problem page shows.
private struct ProblemView: MustacheParent {
  let problem: Problem
  let requestID: String
  let language: LanguageTag
  let home: String?
  let style: String
  let texts: LocalTexts

  func child(named name: String) -> Any? {
    switch name {
    case "language": language.rawValue
    case "style": style
    case "status": problem.status.code
    case "title": texts["\(kind).title"]
    case "advice": texts["\(kind).advice"]
    case "code": problem.code
    case "request_id": requestID
    case "home": home
    case "text": texts
    default: nil
    }
  }

  private var kind: String {
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
