public import TenantStore

/// What kind of thing a concept of the field is.
public enum GraphKind: String, CaseIterable, Hashable, Sendable {
  /// A part of childhood or pregnancy, by age.
  case stage
  /// Something that is felt or seen.
  case symptom
  /// Something that is eaten or drunk.
  case food
  /// What a food gives.
  case nutrient
  /// What some do not bear.
  case allergen
  /// Goods of the shop.
  case product
  /// Something that is done.
  case care
}

/// A thing of the field that a merchant's knowledge speaks of.
public struct Concept: Hashable, Sendable {
  /// The short name, unique for the tenant: small letters, digits and hyphens, 1 to 60 characters.
  public var code: String
  /// What it is.
  public var kind: GraphKind
  /// What people read, in at least one language.
  public var name: LocalizedText
  /// Other words by which people call it.
  public var aliases: [String]
  /// The youngest age in days that it belongs to; open when `nil`.
  public var minAgeDays: Int?
  /// The oldest age in days that it belongs to, inclusive; open when `nil`.
  public var maxAgeDays: Int?
  /// The short names of the entries that explain it, the best first.
  public var entries: [String]
  /// The short names of the shop's categories with goods of it.
  public var categories: [String]

  /// Describes a concept.
  public init(
    code: String,
    kind: GraphKind,
    name: LocalizedText,
    aliases: [String] = [],
    minAgeDays: Int? = nil,
    maxAgeDays: Int? = nil,
    entries: [String] = [],
    categories: [String] = []
  ) {
    self.code = code
    self.kind = kind
    self.name = name
    self.aliases = aliases
    self.minAgeDays = minAgeDays
    self.maxAgeDays = maxAgeDays
    self.entries = entries
    self.categories = categories
  }

  /// Whether it belongs to some of these ages; always where no age is known.
  func fits(_ age: ClosedRange<Int>?) -> Bool {
    guard let age else { return true }
    return (minAgeDays ?? Int.min) <= age.upperBound && (maxAgeDays ?? Int.max) >= age.lowerBound
  }
}

/// How one concept stands to another, from left to right.
public enum ConceptLink: String, CaseIterable, Hashable, Sendable {
  /// Food, goods or care are right for a stage.
  case suits
  /// Food, goods or care are wrong for a stage.
  case unsuited
  /// Food or goods have a nutrient or an allergen in them.
  case contains
  /// Food or an allergen can bring a symptom.
  case causes
  /// Care or food help with a symptom; of goods nobody may claim it (Advertising Law, article 17).
  case eases
  /// Care, food or goods make a symptom worse.
  case worsens
  /// A stage, a symptom or care calls for food, a nutrient, goods or care.
  case needs

  /// Whether a thing of one kind may stand so to one of another.
  public func joins(_ from: GraphKind, _ to: GraphKind) -> Bool {
    let things: Set<GraphKind> = [.food, .product, .care]
    return switch self {
    case .suits, .unsuited: things.contains(from) && to == .stage
    case .contains: [.food, .product].contains(from) && [.nutrient, .allergen].contains(to)
    case .causes: [.food, .allergen].contains(from) && to == .symptom
    case .eases: [.food, .care].contains(from) && to == .symptom
    case .worsens: things.contains(from) && to == .symptom
    case .needs:
      [.stage, .symptom, .care].contains(from) && [.food, .nutrient, .product, .care].contains(to)
    }
  }
}

/// An edge of the graph, with where it is known from.
public struct ConceptRelation: Hashable, Sendable {
  /// The concept on the left.
  public var from: String
  /// How it stands to the other.
  public var link: ConceptLink
  /// The concept on the right.
  public var to: String
  /// Where it is known from, 1 to 400 characters.
  public var source: String

  /// Describes an edge.
  public init(from: String, _ link: ConceptLink, to: String, source: String) {
    self.from = from
    self.link = link
    self.to = to
    self.source = source
  }
}
