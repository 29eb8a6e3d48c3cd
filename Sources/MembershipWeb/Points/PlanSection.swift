internal import Membership
internal import TenantStore
internal import TenantWeb

/// Paid membership: what may be bought beside the tier, and until when it is paid.
struct PlanSection {
  private let plans: [TierSettings.Plan]
  private let terms: [PaidTerm]
  private let frame: FamilyFrame

  init(_ settings: TierSettings, _ terms: [PaidTerm], _ frame: FamilyFrame) {
    plans = settings.plans ?? []
    self.terms = terms
    self.frame = frame
  }

  /// The section; nothing where there is nothing to buy.
  var section: FamilySection? {
    guard !plans.isEmpty else { return nil }
    let texts = frame.texts
    let request = frame.request
    return FamilySection(
      title: texts["plans.title"],
      text: texts["plans.hint"],
      items: plans.map { plan in
        let price = (try? Money(decimal: plan.price, currency: request.tenant.currency))
          .map(texts.money)
        let end = terms.filter { $0.plan == plan.code }.map(\.endsAt).max()
        let isPaid = end.map { $0 > request.now } ?? false
        return FamilySection.Item(
          name: frame.local(plan.name),
          href: plan.sku == nil ? nil : plan.product.map { request.url("/products/\($0)") },
          detail: texts[
            "plans.price",
            ["amount": price ?? plan.price, "months": "\(plan.months)"]
          ],
          state: isPaid ? end.map { texts["plans.until", ["day": frame.day($0)]] } : nil
        )
      }
    )
  }
}
