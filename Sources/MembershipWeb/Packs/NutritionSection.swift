internal import Membership
internal import TenantStore
internal import TenantWeb

/// What is usual to eat in the present third of pregnancy, with where it is from.
struct NutritionSection {
  private let child: Child
  private let frame: FamilyFrame

  init(_ child: Child, _ frame: FamilyFrame) {
    self.child = child
    self.frame = frame
  }

  /// The section; nothing where there is no advice for the day or the market.
  var section: FamilySection? {
    let request = frame.request
    guard VaccinationCalendarRule.isFor(market: request.tenant.market) else { return nil }
    let today = CalendarDate(request.now, in: request.tenant.timeZone)
    let advice = NutritionAdvice.china(for: child, on: today)
    guard let stage = advice.first?.stage else { return nil }
    return FamilySection(
      title: frame.texts[
        "nutrition.title",
        ["stage": frame.texts["stage.\(stage.rawValue)"]]
      ],
      text: frame.texts["nutrition.source"],
      items: advice.map { FamilySection.Item(name: frame.local($0.text)) },
      isWide: true
    )
  }
}
