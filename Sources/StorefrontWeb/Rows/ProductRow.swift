public import Storefront
public import TenantStore

/// Products that stand together for one reason.
public struct ProductRow: Hashable, Sendable {
  /// What the row is about.
  public enum Subject: Hashable, Sendable {
    /// What others bought with what the page shows.
    case boughtTogether
    /// What could stand in for the product of the page, by what it gives for its price, with the parts of
    /// the product itself where they are known.
    case goodValue(own: Value?)
    /// What could stand in for the product of the page.
    case similar
    /// What serves the situation that the visitor chose.
    case scenario(Scenario)
    /// One of each that belongs into the pack that fits the visitor, with what they cost together in minor
    /// units.
    case pack(name: LocalizedText, price: Int64)
    /// What follows from what the visitor did.
    case forYou
    /// What the visitor's household is likely to need soon.
    case dueSoon
    /// What suits a child of so many months, before birth negative.
    case forAge(months: Int)
    /// One of each that belongs into a kit for that age, with what they cost together in minor units.
    case growthKit(months: Int, price: Int64)
    /// What most families take.
    case popular
  }

  /// A situation of a family.
  public enum Scenario: String, Hashable, Sendable, CaseIterable {
    /// Days at home.
    case home
    /// On the way.
    case travel
    /// Going back to work.
    case work
  }

  /// What the visitor did with a product.
  public enum Deed: String, Hashable, Sendable, CaseIterable {
    /// Bought it.
    case bought
    /// Put it into the cart.
    case carted
    /// Looked at it.
    case viewed
  }

  /// Why a product stands in a row.
  public enum Reason: Hashable, Sendable {
    /// The row says it all.
    case obvious
    /// It gives much for its price, by these parts.
    case value(Value)
    /// It serves the situation that the visitor chose.
    case scenario(Scenario)
    /// It belongs into the pack that the visitor chose, or that as many of the things speak for which they
    /// did something with.
    case persona(isChosen: Bool, signs: Int, things: Int)
    /// It is bought together with another product.
    case boughtTogether(with: ProductID)
    /// It follows from what the visitor did with another product.
    case because(Deed, of: ProductID)
    /// It is like a product that the visitor did something with.
    case alike(Deed, of: ProductID)
    /// Its category is likely to be needed within 90 days; the category's short name.
    case due(category: String)
    /// It is made for a child of so many months.
    case age(months: Int)
    /// The merchant's knowledge names it for a child of so many months, and says who says so.
    case advised(months: Int, source: String)
    /// Many families take it.
    case popular
    /// Nobody took it yet, and it gets a chance.
    case discovery
  }

  /// One product and why it stands there.
  public struct Entry: Hashable, Sendable {
    /// The product.
    public let product: ProductID
    /// Why.
    public let reason: Reason
    /// What put it there, as whoever proposes names it, without spaces; told with it when it was seen.
    public let source: String?

    /// Puts a product into a row.
    public init(_ product: ProductID, _ reason: Reason, source: String? = nil) {
      self.product = product
      self.reason = reason
      self.source = source
    }
  }

  /// What the row is about.
  public let subject: Subject
  /// The products, the best first.
  public let entries: [Entry]

  /// Makes a row.
  public init(_ subject: Subject, _ entries: [Entry]) {
    self.subject = subject
    self.entries = entries
  }
}

extension ProductRow.Reason {
  /// The product that the reason speaks of.
  var other: ProductID? {
    switch self {
    case .boughtTogether(let other), .because(_, let other), .alike(_, let other): other
    case .obvious, .value, .scenario, .persona, .due, .age, .advised, .popular, .discovery: nil
    }
  }
}
