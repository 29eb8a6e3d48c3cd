public import TenantStore

/// What a page says about itself to browsers, search engines and other sites.
public struct PageHead: Sendable {
  /// The page's own name, by which style sheets know it.
  public let name: String
  /// The page's title, without the shop's name.
  public let title: String
  /// What search engines show below the title.
  public var description: String
  /// The path under which search engines know the page; nothing for what is one visitor's own.
  public var canonicalPath: String?
  /// The fields of the query that belong to the canonical address.
  public var canonicalQuery: KeyValuePairs<String, String?>
  /// The type of Open Graph.
  public var kind: String
  /// The picture that other sites show with a link.
  public var picture: MediaID?
  /// Schema.org statements as JSON-LD.
  public var linkedData: [JSONValue]
  /// From the home page to this one; an entry without an address is the page itself.
  public var trail: [(name: String, href: String?)]
  /// What the search field holds.
  public var searchText: String
  /// Names of style sheets among the modules' ``Asset``s that the page needs besides the shell's.
  public var styles: [String]
  /// Names of scripts among the modules' ``Asset``s that the page needs besides the shell's.
  public var scripts: [String]

  /// Describes a page; without a canonical path search engines are told to leave it out.
  public init(
    name: String,
    title: String,
    description: String = "",
    canonicalPath: String? = nil,
    canonicalQuery: KeyValuePairs<String, String?> = [:],
    kind: String = "website",
    picture: MediaID? = nil,
    linkedData: [JSONValue] = [],
    trail: [(name: String, href: String?)] = [],
    searchText: String = "",
    styles: [String] = [],
    scripts: [String] = []
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.canonicalPath = canonicalPath
    self.canonicalQuery = canonicalQuery
    self.kind = kind
    self.picture = picture
    self.linkedData = linkedData
    self.trail = trail
    self.searchText = searchText
    self.styles = styles
    self.scripts = scripts
  }
}
