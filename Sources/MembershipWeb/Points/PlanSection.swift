internal import Membership
internal import TenantStore
internal import TenantWeb

/// Paid membership: what may be bought beside the tier, and until when it is paid.
struct PlanSection {
  private let plans: [TierSettings.Plan]
  private let terms: [PaidTerm]
  /// What the cart takes for plans, by their SKUs; nothing where no shop is known.
  private let prices: [String: Money]?
  private let frame: FamilyFrame

  static func load(
    _ settings: TierSettings,
    _ terms: [PaidTerm],
    _ orders: FamilyOrders?,
    _ frame: FamilyFrame
  ) async throws -> Self {
    let plans = settings.plans ?? []
    let prices = try await orders?.sold(plans.compactMap(\.sku), frame.request)
    return Self(plans: plans, terms: terms, prices: prices, frame: frame)
  }

  /// The section; nothing where there is nothing to buy.
  var section: FamilySection? {
    guard !plans.isEmpty else { return nil }
    let texts = frame.texts
    return FamilySection(
      title: texts["plans.title"],
      text: texts["plans.hint"],
      items: plans.map(item)
    )
  }

  private func item(_ plan: TierSettings.Plan) -> FamilySection.Item {
    let (texts, request) = (frame.texts, frame.request)
    // Where the cart sells it, the cart's price is what it costs.
    let sold = plan.sku.flatMap { prices?[$0] }
    let isOnSale = plan.sku == nil || prices == nil || sold != nil
    let price = sold ?? (try? Money(decimal: plan.price, currency: request.tenant.currency))
    let end = terms.filter { $0.plan == plan.code }.map(\.endsAt).max()
    let isPaid = end.map { $0 > request.now } ?? false
    return FamilySection.Item(
      name: frame.local(plan.name),
      href: isOnSale && plan.sku != nil ? plan.product.map { request.url("/products/\($0)") } : nil,
      detail: isOnSale
        ? texts[
          "plans.price",
          ["amount": price.map(texts.money) ?? plan.price, "months": "\(plan.months)"]
        ] : texts["plans.notSold"],
      state: isPaid ? end.map { texts["plans.until", ["day": frame.day($0)]] } : nil
    )
  }
}
