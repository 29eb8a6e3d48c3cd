public import Recommend
public import TenantStore
public import TenantWeb

/// What the pages of recommendations ask of other modules; every default works alone.
public struct RecommendPagePorts: Sendable {
  /// An item as people know it.
  public struct ShownItem: Hashable, Sendable {
    /// Its name in the visitor's language.
    public let name: String
    /// The address of its page, of `TenantRequest.url`.
    public let url: String?

    /// Names an item.
    public init(name: String, url: String? = nil) {
      self.name = name
      self.url = url
    }
  }

  /// Whom recommendations may know of a session; a guest where nobody knows of members.
  public var visitor:
    @Sendable (SessionID?, TenantSnapshot, any TenantQuerying) async throws -> KnownVisitor
  /// What items are called; those that are gone are left out.
  public var items: @Sendable ([String], TenantRequest) async throws -> [String: ShownItem]
  /// What categories are called, by their short names.
  public var categories: @Sendable (TenantRequest) async throws -> [String: String]
  /// What articles are called, by the merchant's own numbers; those that are gone are left out.
  public var articles: @Sendable ([String], TenantRequest) async throws -> [String: ShownItem]
  /// What places with stock are called, by their short names.
  public var places: @Sendable (TenantRequest) async throws -> [String: String]
  /// What people are called, of those who agreed to being known; the others are left out.
  public var people: @Sendable ([PersonID], TenantRequest) async throws -> [PersonID: ShownItem]
  /// Somebody who agreed, as rows are made for them.
  public var visitorOf: @Sendable (PersonID, TenantRequest) async throws -> Visitor
  /// What visitors can choose to have nothing of proposed: codes of allergens, named by the texts
  /// `recommend.allergen.CODE`; nothing can be chosen where items say nothing of it.
  public var allergens: [String]
  /// The path where a member agrees to being known.
  public var agreementPath: String
  /// The path where a member names children.
  public var childrenPath: String

  /// Supplies ports.
  public init(
    visitor:
      @escaping @Sendable (SessionID?, TenantSnapshot, any TenantQuerying) async throws ->
      KnownVisitor = { try await KnownVisitor.guest($0, $1, $2) },
    items:
      @escaping @Sendable ([String], TenantRequest) async throws -> [String: ShownItem] = {
        _,
        _ in [:]
      },
    categories: @escaping @Sendable (TenantRequest) async throws -> [String: String] = {
      _ in [:]
    },
    articles:
      @escaping @Sendable ([String], TenantRequest) async throws -> [String: ShownItem] = {
        _,
        _ in [:]
      },
    places: @escaping @Sendable (TenantRequest) async throws -> [String: String] = { _ in [:] },
    people:
      @escaping @Sendable ([PersonID], TenantRequest) async throws -> [PersonID: ShownItem] = {
        _,
        _ in [:]
      },
    visitorOf: @escaping @Sendable (PersonID, TenantRequest) async throws -> Visitor = {
      person,
      _ in Visitor(person: person)
    },
    allergens: [String] = [],
    agreementPath: String = "/",
    childrenPath: String = "/"
  ) {
    self.visitor = visitor
    self.items = items
    self.categories = categories
    self.articles = articles
    self.places = places
    self.people = people
    self.visitorOf = visitorOf
    self.allergens = allergens
    self.agreementPath = agreementPath
    self.childrenPath = childrenPath
  }
}

extension RecommendPagePorts {
  /// Whom recommendations may know of whoever asks.
  func known(_ request: TenantRequest) async throws -> KnownVisitor {
    try await visitor(try await request.session()?.id, request.tenant, request.scope)
  }

  /// The same in a transaction; a session begins with it.
  func known(_ request: TenantRequest, in transaction: TenantTransaction) async throws
    -> KnownVisitor
  {
    let session = try await request.session(in: transaction)
    return try await visitor(session.id, request.tenant, transaction)
  }
}
