public import TenantStore

/// What delivery costs, decided by templates.
///
/// 1. An item belongs to the first template that names its product, else to the first that names
///    its category, else to the one that names the category above; the rest is priced flat.
/// 2. Items of one template are measured together; amounts of several templates are added up.
/// 3. The tariff is that of the longest code that the destination begins with, else the one for
///    everywhere else: city before province.
/// 4. The first unit costs the first fee, and each further unit that is begun the additional fee.
public enum FreightTemplateRule {
  /// What delivery costs, and whether everything is delivered there.
  public struct Quote: Hashable, Sendable {
    /// The amount.
    public let amount: Money
    /// Whether everything is delivered there.
    public let isServed: Bool
  }

  /// What delivery of items costs.
  ///
  /// - Parameters:
  ///   - items: What is delivered.
  ///   - destination: Where it goes.
  ///   - plan: The merchant's freight.
  /// - Returns: The amount, not negative; zero for nothing and for what is collected.
  public static func quote(
    _ items: [FreightItem],
    to destination: FreightDestination,
    by plan: FreightPlan
  ) -> Quote {
    let currency = plan.flat.flat.currency
    guard case .region(let region) = destination else {
      return Quote(amount: .zero(currency), isServed: true)
    }
    var amount = Money.zero(currency)
    var isServed = true
    for (template, group) in Dictionary(grouping: items, by: { place(of: $0, in: plan) }) {
      guard let template else {
        amount = amount + plan.flat.freight(for: sum(group, currency))
        continue
      }
      switch tariff(of: plan.templates[template], for: region) {
      case .steps(let steps):
        let measure = plan.templates[template].measure
        amount = amount + fee(group, measure, steps, currency)
      case .unserved, nil: isServed = false
      }
    }
    return Quote(amount: amount, isServed: isServed)
  }

  /// The place of the template that prices an item; nothing for the flat amount.
  static func place(of item: FreightItem, in plan: FreightPlan) -> Int? {
    if let place = plan.templates.firstIndex(where: { $0.products.contains(item.product) }) {
      return place
    }
    for category in item.categories {
      if let place = plan.templates.firstIndex(where: { $0.categories.contains(category) }) {
        return place
      }
    }
    return nil
  }

  private static func tariff(of template: FreightPlan.Template, for region: String)
    -> FreightPlan.Tariff?
  {
    template.tariffs.filter { region.hasPrefix($0.key) }.max { $0.key.count < $1.key.count }?.value
  }

  private static func fee(
    _ items: [FreightItem],
    _ measure: FreightPlan.Measure,
    _ steps: FreightPlan.Steps,
    _ currency: Currency
  ) -> Money {
    let pieces = items.reduce(0) { $0 + $1.quantity }
    let goods = sum(items, currency)
    if let freeOver = steps.freeOver, goods.minorUnits >= freeOver.minorUnits {
      return .zero(currency)
    }
    if let freeFrom = steps.freeFrom, pieces >= freeFrom { return .zero(currency) }
    let measured =
      switch measure {
      case .count: pieces
      case .weight: items.reduce(0) { $0 + ($1.weightGrams ?? 0) * $1.quantity }
      }
    let over = max(0, measured - steps.first)
    let further = (over + steps.additional - 1) / steps.additional
    return steps.firstFee + steps.additionalFee * further
  }

  private static func sum(_ items: [FreightItem], _ currency: Currency) -> Money {
    items.map(\.amount).reduce(.zero(currency), +)
  }
}
