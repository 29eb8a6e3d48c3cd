public import TenantStore

/// What a module brings to the web; a module declares, nobody scans.
public struct WebModule: Sendable {
  /// The module's name, the one of its `TenantModule`: it decides which tenants have its routes.
  public let name: String
  /// All routes, pages and API.
  public let routes: [Route]
  /// Mustache templates by the names under which templates refer to each other.
  ///
  /// Names are unique across modules: `storefront/home`.
  public let templates: [String: String]
  /// What the pages say, per language.
  public let texts: Texts
  /// Styles, scripts and pictures that the pages load.
  public let assets: [Asset]
  /// Entries that the module adds to a page's navigation, and to the desk's.
  public let navigation: [NavigationItem]
  /// What waits for members of staff, shown on the desk's first page.
  public let deskTasks: DeskTask.Source?
  /// How a merchant's pages look, if the module's settings say it.
  public let look: (@Sendable (TenantSnapshot) -> PageLook)?

  /// Declares a module's web part.
  public init(
    name: String,
    routes: [Route],
    templates: [String: String] = [:],
    texts: Texts = Texts(files: [:]),
    assets: [Asset] = [],
    navigation: [NavigationItem] = [],
    deskTasks: DeskTask.Source? = nil,
    look: (@Sendable (TenantSnapshot) -> PageLook)? = nil
  ) {
    self.name = name
    self.routes = routes
    self.templates = templates
    self.texts = texts
    self.assets = assets
    self.navigation = navigation
    self.deskTasks = deskTasks
    self.look = look
  }
}

/// A file that pages load; its address holds a hash of its content, so that it is kept for ever.
public struct Asset: Sendable {
  /// The name by which ``TenantRequest/asset(_:)`` finds it, `storefront.css`, unique across modules.
  public let name: String
  /// The media type.
  public let contentType: String
  /// The content.
  public let bytes: [UInt8]

  /// Creates an asset from text, such as a style sheet or a script.
  public init(name: String, contentType: String, text: String) {
    self.init(name: name, contentType: contentType, bytes: Array(text.utf8))
  }

  /// Creates an asset from bytes.
  public init(name: String, contentType: String, bytes: [UInt8]) {
    self.name = name
    self.contentType = contentType
    self.bytes = bytes
  }
}

/// An entry of a page's navigation.
public struct NavigationItem: Sendable {
  /// The key of its text in the module's ``WebModule/texts``.
  public let textKey: String
  /// Where it leads, without the tenant's prefix: `/cart`.
  public let path: String
  /// Who of the staff sees it at the desk; nothing is an entry of the shoppers' pages.
  public let permission: StaffPermission?
  /// In which part of the desk it stands.
  public let part: DeskPart

  /// Creates an entry.
  public init(
    textKey: String,
    path: String,
    permission: StaffPermission? = nil,
    part: DeskPart = .business
  ) {
    self.textKey = textKey
    self.path = path
    self.permission = permission
    self.part = part
  }
}

/// An entry of the navigation as one visitor sees it.
public struct ShownNavigationItem: Sendable {
  /// What it says in the visitor's language.
  public let text: String
  /// Where it leads.
  public let url: String
  /// Whether the visitor is there.
  public let isCurrent: Bool
}
