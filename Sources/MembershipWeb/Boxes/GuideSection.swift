internal import Membership
internal import TenantStore
internal import TenantWeb

/// What is told with the last box of a contract, by the age of the child.
enum GuideSection {
  /// The section; nothing where no age is known, nothing is said for it, or no boxes come.
  static func section(
    _ contract: SubscriptionContract,
    _ box: SubscriptionCycle?,
    _ frame: FamilyFrame
  ) async throws -> FamilySection? {
    guard contract.state == .active, let box, let months = box.guide else { return nil }
    let found = try await frame.request.scope.boxGuides(of: contract.plan, fromMonths: months)
    guard let guide = BoxGuideRule.chosen(found, in: frame.request.locales) else { return nil }
    let texts = frame.texts
    return FamilySection(
      title: guide.title,
      facts: [
        (
          texts["guide.with"],
          texts["guide.box", ["number": "\(box.number)", "day": box.due.date.description]]
        ),
        (texts["guide.source"], guide.source),
        (
          texts["guide.reviewed"],
          guide.reviewer.isEmpty ? texts["guide.unsigned"] : guide.reviewer
        ),
      ],
      prose: GuideMarkdown.html(guide.text),
      isWide: true
    )
  }
}
