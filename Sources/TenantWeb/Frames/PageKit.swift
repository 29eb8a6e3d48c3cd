internal import TenantStore

/// What TenantWeb itself brings for pages: problems, the plain shell and the desk's frame.
package enum PageKit {
  static let style = "base.css"
  static let deskStyle = "desk.css"
  static let script = "base.js"

  /// The kit as a module that every tenant has.
  static let module = WebModule(
    name: "web",
    routes: [],
    templates: templates,
    texts: texts,
    assets: [
      asset("problem.css", "text/css", file("Styles/problem.css")),
      asset(style, "text/css", BaseFiles.styleSheet),
      asset(deskStyle, "text/css", BaseFiles.styleSheet + file("Styles/desk.css")),
      asset(script, "text/javascript", BaseFiles.script),
    ]
  )
  package static let templates = EmbeddedText.files.templates(prefix: "web")
  package static let texts = Texts(files: EmbeddedText.files)

  static func file(_ path: String) -> String { EmbeddedText.files[path] ?? "" }

  private static func asset(_ name: String, _ type: String, _ text: String) -> Asset {
    Asset(name: name, contentType: "\(type); charset=utf-8", text: text)
  }
}

/// What every page loads; a module with a shell of its own begins its files with these.
public enum BaseFiles {
  /// Colours, letters, buttons, fields, notices, panels and icons.
  public static let styleSheet =
    PageKit.file("Styles/icons.css") + "\n" + PageKit.file("Styles/base.css") + "\n"
  /// Forms that are sent once, and the focus on what is wrong.
  public static let script = PageKit.file("Scripts/base.js")
}
