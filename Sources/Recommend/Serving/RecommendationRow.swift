public import TenantStore

/// Items that stand together for one reason.
public struct RecommendationRow: Hashable, Sendable {
  /// What the row is about.
  public enum Subject: Hashable, Sendable {
    /// What others bought in one basket with the items of the page.
    case boughtTogether
    /// What could stand in for the item that the page is about, by what it gives for its price; with the
    /// item's own score where it has one.
    case goodValue(own: ValueScore?)
    /// What could stand in for the item that the page is about.
    case similar
    /// What serves the situation that the visitor chose.
    case scenario(Scenario)
    /// One of each that belongs into the pack that fits the visitor, with what they cost together in minor
    /// units.
    case pack(code: String, name: LocalizedText, price: Int64)
    /// What follows from what the visitor did.
    case forYou
    /// What the household is likely to need within the next 90 days.
    case dueSoon
    /// What suits a child of so many months.
    case forAge(months: Int)
    /// One of each that belongs into a kit for a child of so many months, with what they cost together in
    /// minor units.
    case growthKit(months: Int, price: Int64)
    /// What most people take.
    case popular
  }

  /// One item and why it stands there.
  public struct Entry: Hashable, Sendable {
    /// The item.
    public let item: String
    /// Why.
    public let reason: RecommendationReason
    /// The version of the model that put it there; nil where none was needed.
    public let modelVersion: Int?
  }

  /// What the row is about.
  public let subject: Subject
  /// The items, best first; at least one.
  public let entries: [Entry]
}

/// Why an item is proposed, in a form that a page can put into words.
public enum RecommendationReason: Hashable, Sendable {
  /// It is bought in one basket with another item.
  case boughtTogether(with: String)
  /// It follows from something that the visitor did with an item.
  case because(Deed, of: String)
  /// It gives much for its price, by these parts.
  case value(ValueScore)
  /// It serves the situation that the visitor chose.
  case scenario(Scenario)
  /// It belongs into the pack that fits the visitor.
  case persona(PersonaMatch)
  /// It is like the item that the page is about.
  case similar(to: String)
  /// It is like an item that the visitor did something with.
  case alike(Deed, of: String)
  /// The household is likely to need its category, with a probability.
  case due(category: String, probability: Double)
  /// It is made for a child of so many months.
  case age(months: Int)
  /// The merchant's knowledge names its category for a child of so many months, and says who says so.
  case advised(months: Int, source: String)
  /// Many people take it.
  case popular
  /// Little is known of it yet, and it gets a chance.
  case discovery

  /// What somebody did with an item.
  public enum Deed: String, Hashable, Sendable, CaseIterable {
    /// Bought it.
    case bought
    /// Put it into the cart.
    case carted
    /// Looked at it.
    case viewed
  }
}
