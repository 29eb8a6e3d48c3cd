public import Storefront
public import TenantStore
public import TenantWeb

/// Who proposes products on the shop's pages; nobody by default.
///
/// Whoever supplies it decides what may be shown to whom: pages show what they are given, and of it
/// what is on sale.
public struct ShopRows: Sendable {
  /// A page of the shop with rows.
  public enum Place: Hashable, Sendable {
    /// The home page.
    case home
    /// A product's page.
    case product(ProductID)
    /// The cart with what lies in it.
    case cart([ProductID])
  }

  /// What a partner of the shop does, beside goods.
  public struct ServiceOffer: Hashable, Sendable {
    /// What it is called, in the visitor's language.
    public let name: String
    /// What it is about; empty where nobody said.
    public let about: String
    /// The path that leads there, as a form without fields.
    public let path: String

    /// Names a service.
    public init(name: String, about: String, path: String) {
      self.name = name
      self.about = about
      self.path = path
    }
  }

  /// What a page shows, and what the visitor can do about it.
  public struct Proposal: Sendable {
    /// The rows, the most telling first.
    public var rows: [ProductRow]
    /// The path where a visitor reads why, and changes it.
    public var settings: String
    /// The path to which a visitor sends the age of a child; nil where it is known or not wanted.
    public var ask: String?
    /// The path that is told of a product when it is looked at; nil where nothing may be kept.
    public var note: String?
    /// The path that is told of rows when they are seen; nil where nothing may be kept.
    public var seen: String?
    /// The path that is told by which channel somebody came; nil where nothing may be kept.
    public var arrival: String?
    /// What partners do that goes with the page.
    public var services: [ServiceOffer]

    /// Makes a proposal.
    public init(
      rows: [ProductRow],
      settings: String,
      ask: String? = nil,
      note: String? = nil,
      seen: String? = nil,
      arrival: String? = nil,
      services: [ServiceOffer] = []
    ) {
      self.rows = rows
      self.settings = settings
      self.ask = ask
      self.note = note
      self.seen = seen
      self.arrival = arrival
      self.services = services
    }
  }

  /// Proposes for a page; nil where the merchant has no recommendations.
  public var proposal: @Sendable (Place, TenantRequest) async throws -> Proposal?

  /// Hears what was put into the cart, inside the transaction that does it.
  public var carted: @Sendable (SKUID, TenantRequest, TenantTransaction) async throws -> Void

  /// Supplies proposals; without them pages have the shop's own rows.
  public init(
    proposal:
      @escaping @Sendable (Place, TenantRequest) async throws -> Proposal? = { _, _ in nil },
    carted:
      @escaping @Sendable (SKUID, TenantRequest, TenantTransaction) async throws -> Void = {
        _,
        _,
        _ in
      }
  ) {
    self.proposal = proposal
    self.carted = carted
  }
}
