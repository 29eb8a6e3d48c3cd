internal import Foundation
internal import Membership
internal import Recommend
internal import SmartService
internal import Storefront
internal import TenantStore

/// What a shop's orders earned money with.
enum ShopRevenue {
  /// What was sold, by what it is known to be.
  static func sold(
    _ span: Range<Date>,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [SoldLine] {
    let known = kinds(of: tenant)
    return try await querying.monthlySales(span, in: tenant.timeZone).map { sale in
      SoldLine(
        month: sale.month,
        kind: known[sale.sku] ?? kind(of: sale.part),
        categories: sale.categories,
        paid: sale.paid,
        refunded: sale.refunded
      )
    }
  }

  private static func kind(of part: MonthlySale.Part) -> RevenueKind? {
    switch part {
    case .article: nil
    case .agreed: .membership
    case .freight: .freight
    case .loose: .loose
    }
  }

  /// The SKUs that buy plans, packs of benefits and talks with experts.
  private static func kinds(of tenant: TenantSnapshot) -> [String: RevenueKind] {
    let members = try? tenant.membership
    let plans = (members?.tiers?.plans ?? []).compactMap(\.sku)
    let packs = (members?.packs ?? []).compactMap(\.sku)
    let talks = ((try? tenant.service)?.experts ?? []).compactMap(\.consultation?.sku)
    let named =
      plans.map { ($0, RevenueKind.membership) }
      + (packs + talks).map { ($0, RevenueKind.services) }
    return Dictionary(named) { first, _ in first }
  }

  /// What people said: of talks with the service, and of recommending the shop.
  static func satisfaction(
    since start: Date,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [SatisfactionFigure] {
    var figures: [SatisfactionFigure] = []
    if tenant.isEnabled(module: SmartServiceModule.module.name) {
      let share = try await querying.serviceInsights(since: start, in: tenant.timeZone).satisfaction
      figures.append(.init(.service, content: share.count, answers: share.total))
    }
    if tenant.isEnabled(module: MembershipModule.module.name) {
      let score = PromoterRule.scores(try await querying.feedbackScores(since: start))[nil]
      figures.append(
        .init(
          .recommendation,
          content: Int(score?.promoters ?? 0),
          against: Int(score?.detractors ?? 0),
          answers: Int(score?.answers ?? 0)
        )
      )
    }
    return figures
  }
}
