internal import Foundation
internal import TenantStore

extension TierProgram {
  /// In which tiers, by their places from 0, and in which plans members have a benefit.
  func givers(of has: (TierBenefits) -> Bool) -> BenefitGivers {
    BenefitGivers(
      levels: settings.levels.indices.filter { index in
        settings.levels[index].benefits.map(has) ?? false
      },
      plans: (settings.plans ?? []).filter { has($0.benefits) }.map(\.code)
    )
  }

  /// All kinds of coupon that come each month in some tier or plan.
  var monthlyCouponKinds: [String] {
    let all = settings.levels.compactMap(\.benefits) + (settings.plans ?? []).map(\.benefits)
    return Set(all.flatMap { $0.monthlyCoupons ?? [] }).sorted()
  }
}

/// Who has a benefit: members in some tiers, and those who paid for some plans.
struct BenefitGivers {
  let levels: [Int]
  let plans: [String]
}

extension JobKind {
  /// Gives what a tier or a plan gives of itself: coupons each month, points and a coupon on a birthday.
  ///
  /// It asks day by day who has not had it, so that days on which nothing ran are made up for: all of a month,
  /// and six after a birthday.
  static let giveBenefits = JobKind(name: "membership.give_benefits", timeLimit: .seconds(600)) {
    context in
    guard let values = try await context.values(), let tiers = values.tiers else { return }
    let today = CalendarDate(context.environment.now(), in: tiers.zone)
    for kind in tiers.monthlyCouponKinds {
      let givers = tiers.givers { $0.monthlyCoupons?.contains(kind) == true }
      let month = String(today.description.prefix(7))
      try await context.forEach({
        try await $0.membersWithoutBenefit("coupon:\(kind)", givers, in: month, after: $1)
      }) { member, transaction in
        _ = try await tiers.giveMonthlyCoupons(to: member, values.coupons, in: transaction)
      }
    }
    let givers = tiers.givers { $0.birthdayPoints != nil || $0.birthdayCoupon != nil }
    for back in 0..<7 {
      let day = CivilDay(today).adding(days: -back).date
      try await context.forEach({
        try await $0.membersWithBirthday(on: day, givers, after: $1)
      }) { member, transaction in
        // A birthday is the child's; without the consent to offers nothing is made of it.
        guard let known = try await transaction.member(member),
          ConsentRule.standing(try await transaction.consentEntries(of: known))
            .contains(.marketing)
        else { return }
        _ = try await tiers.giveBirthdayGift(
          of: day.year,
          to: member,
          values.points,
          values.coupons,
          in: transaction
        )
      }
    }
  }
}
