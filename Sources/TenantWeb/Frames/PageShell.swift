public import HTTPTypes

/// What surrounds the pages of modules that have no frame of their own: header, navigation, footer.
///
/// The composition gives the shell of one module to the others, so that all pages of a shop look
/// alike and no module's web part knows another's.
/// ```swift
/// let head = PageHead(name: "family", title: request.texts["family.title"], styles: ["family.css"])
/// return try await shell.page(request, head, "membership/family", view)
/// ```
public struct PageShell: Sendable {
  /// Puts a content that is already rendered into a page.
  public typealias Frame =
    @Sendable (
      _ request: TenantRequest,
      _ head: PageHead,
      _ content: [UInt8],
      _ status: HTTPResponse.Status
    ) async throws -> Reply

  private let frame: Frame

  /// Makes a shell of what frames a content.
  public init(_ frame: @escaping Frame) { self.frame = frame }

  /// A page whose content is a template of the request's own module.
  ///
  /// - Throws: A fault when there is no template of that name, and what the shell's reading throws.
  public func page(
    _ request: TenantRequest,
    _ head: PageHead,
    _ template: String,
    _ view: View,
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    try await page(request, head, content: try request.content(template, view), status: status)
  }

  /// A page around a content that is already rendered.
  public func page(
    _ request: TenantRequest,
    _ head: PageHead,
    content: [UInt8],
    status: HTTPResponse.Status = .ok
  ) async throws -> Reply {
    try await frame(request, head, content, status)
  }
}

extension PageShell {
  /// The merchant's name, the modules' navigation and the languages; for processes without a shop.
  public static let plain = Self { request, head, content, status in
    let view: View = [
      "page": request.headView(title: head.title).with("name", head.name),
      "home": request.url("/"),
      "navigation": request.navigation.map(\.view),
      "styles": head.styles.map(request.asset), "scripts": head.scripts.map(request.asset),
      "content": String(decoding: content, as: UTF8.self),
    ]
    return try request.page("web/page", view, status: status)
  }
}

extension ShownNavigationItem {
  /// The entry as templates show it: `name`, `href`, `isCurrent`.
  public var view: View { ["name": text, "href": url, "isCurrent": isCurrent] }
}
