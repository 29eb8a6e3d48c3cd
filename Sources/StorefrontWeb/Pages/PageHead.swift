internal import TenantStore

/// What a page says about itself to browsers, search engines and other sites.
struct PageHead {
  /// The page's own name, by which style sheets know it.
  let name: String
  let title: String
  var description = ""
  /// The path under which search engines know the page; nothing for what is one visitor's own.
  var canonicalPath: String?
  /// The fields of the query that belong to the canonical address.
  var canonicalQuery: KeyValuePairs<String, String?> = [:]
  /// The type of Open Graph.
  var kind = "website"
  var picture: MediaID?
  /// Schema.org statements as JSON-LD.
  var linkedData: [JSONValue] = []
  /// From the home page to this one; an entry without an address is the page itself.
  var trail: [(name: String, href: String?)] = []
  /// What the search field holds.
  var searchText = ""
}
