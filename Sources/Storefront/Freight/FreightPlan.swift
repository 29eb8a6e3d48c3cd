public import TenantStore

/// Where goods go.
public enum FreightDestination: Hashable, Sendable {
  /// The code of a province or city; empty when it is not known.
  case region(String)
  /// The shopper collects them.
  case pickup
}

/// What delivery is priced by: some pieces of one SKU.
public struct FreightItem: Hashable, Sendable {
  /// What they cost together.
  public let amount: Money
  /// How many they are.
  public let quantity: Int
  /// What one weighs in grams; an unknown weight counts as none.
  public let weightGrams: Int?
  /// The short name of the product.
  public let product: String
  /// The short names of its category and the one above, the nearest first.
  public let categories: [String]

  /// Describes pieces of one SKU.
  public init(
    amount: Money,
    quantity: Int,
    weightGrams: Int?,
    product: String,
    categories: [String]
  ) {
    self.amount = amount
    self.quantity = quantity
    self.weightGrams = weightGrams
    self.product = product
    self.categories = categories
  }

  /// The pieces of a cart's line.
  public init(_ line: CartLine) {
    self.init(
      amount: line.total,
      quantity: line.quantity,
      weightGrams: line.weightGrams,
      product: line.productSlug,
      categories: line.categories.reversed()
    )
  }
}

/// A merchant's freight: templates for some goods, and the flat amount for the rest.
public struct FreightPlan: Hashable, Sendable {
  /// What a template counts.
  public enum Measure: String, Sendable {
    /// Grams.
    case weight
    /// Pieces.
    case count
  }

  /// What delivery to a zone costs.
  public enum Tariff: Hashable, Sendable {
    /// Nothing is delivered there.
    case unserved
    /// A fee for the first unit and one for each further unit that is begun.
    case steps(Steps)
  }

  /// A fee for the first unit and one for each further unit that is begun.
  public struct Steps: Hashable, Sendable {
    /// Grams or pieces of the first unit, at least 1.
    public var first: Int
    /// What the first unit costs.
    public var firstFee: Money
    /// Grams or pieces of a further unit, at least 1.
    public var additional: Int
    /// What a further unit costs.
    public var additionalFee: Money
    /// From which sum of goods on it is free.
    public var freeOver: Money?
    /// From how many pieces on it is free.
    public var freeFrom: Int?

    /// Describes the steps.
    public init(
      first: Int,
      firstFee: Money,
      additional: Int,
      additionalFee: Money,
      freeOver: Money? = nil,
      freeFrom: Int? = nil
    ) {
      self.first = first
      self.firstFee = firstFee
      self.additional = additional
      self.additionalFee = additionalFee
      self.freeOver = freeOver
      self.freeFrom = freeFrom
    }
  }

  /// What delivery of some goods costs.
  public struct Template: Hashable, Sendable {
    /// Short names of categories.
    public var categories: Set<String>
    /// Short names of products.
    public var products: Set<String>
    /// What is counted.
    public var measure: Measure
    /// Tariffs by code of the region; the empty code is for everywhere else.
    public var tariffs: [String: Tariff]

    /// Describes a template.
    public init(
      categories: Set<String> = [],
      products: Set<String> = [],
      measure: Measure,
      tariffs: [String: Tariff]
    ) {
      self.categories = categories
      self.products = products
      self.measure = measure
      self.tariffs = tariffs
    }
  }

  /// What goods cost that no template claims.
  public let flat: FreightRule
  /// The templates in the merchant's order.
  public let templates: [Template]

  /// Creates a plan.
  public init(flat: FreightRule, templates: [Template] = []) {
    self.flat = flat
    self.templates = templates
  }

  /// Whether what delivery costs depends on the region.
  public var asksForRegion: Bool { templates.contains { $0.tariffs.count > 1 } }

  /// Reads a plan from checked settings.
  ///
  /// - Throws: `MoneyError` when an amount is none.
  public init(_ settings: StorefrontSettings.Freight, currency: Currency) throws(MoneyError) {
    flat = try FreightRule(settings, currency: currency)
    var read: [Template] = []
    for template in settings.templates ?? [] {
      var tariffs: [String: Tariff] = [:]
      for zone in template.zones {
        let tariff = try Tariff(zone, currency)
        for region in zone.regions ?? [""] { tariffs[region] = tariff }
        if zone.regions?.isEmpty ?? false { tariffs[""] = tariff }
      }
      read.append(
        Template(
          categories: Set(template.categories ?? []),
          products: Set(template.products ?? []),
          measure: Measure(rawValue: template.by) ?? .weight,
          tariffs: tariffs
        )
      )
    }
    templates = read
  }
}

extension FreightPlan.Tariff {
  fileprivate init(_ zone: StorefrontSettings.Freight.Zone, _ currency: Currency)
    throws(MoneyError)
  {
    guard zone.unserved != true else {
      self = .unserved
      return
    }
    var freeOver: Money?
    if let text = zone.freeOver { freeOver = try Money(decimal: text, currency: currency) }
    self = .steps(
      FreightPlan.Steps(
        first: zone.first ?? 1,
        firstFee: try Money(decimal: zone.firstFee ?? "0", currency: currency),
        additional: zone.additional ?? 1,
        additionalFee: try Money(decimal: zone.additionalFee ?? "0", currency: currency),
        freeOver: freeOver,
        freeFrom: zone.freeFrom
      )
    )
  }
}
