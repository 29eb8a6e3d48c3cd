internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// A member's coupons, and those that can be had.
enum CouponPage {
  static let path = "/family/coupons"

  static func routes(_ family: FamilyRoutes) -> [Route] {
    [
      family.page(path, "showCoupons") { try await show($0, $1) },
      NextOrder.route(family, show: show),
      family.form(path, "claimCoupon", once: true, show: show) { request, member, transaction in
        guard let key = request.idempotencyKey else { throw ValueRefusal(.couponNotFound) }
        let facts = try await transaction.couponFacts(
          of: member,
          on: CalendarDate(request.now, in: request.tenant.timeZone)
        )
        let coupons = CouponProgram()
        if let code = request.form["code"] {
          try await coupons.claim(
            code: code,
            for: member,
            facts,
            key: key,
            in: transaction
          )
        } else {
          try await coupons.claim(
            try request.form.required("kind"),
            for: member,
            facts,
            key: key,
            in: transaction
          )
        }
        return request.url(path)
      },
    ]
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let scope = frame.request.scope
    let mine = try await scope.couponsToShow(to: frame.member.id, on: frame.today)
    var facts = try await scope.couponFacts(of: frame.member.id, on: frame.today)
    let consents = ConsentRule.standing(try await scope.consentEntries(of: frame.member))
    // Without consent to choosing by stage, what is offered is what every member is.
    if !consents.contains(.personalisation) { facts.stages = [] }
    let next = try await NextOrder(frame)
    let offered = try await scope.claimableCoupons().filter { kind in
      CouponRule.obstacle(to: kind, facts, hasCode: false, at: frame.request.now) == nil
    }
    return try await frame.page(
      frame.texts["nav.coupons"],
      [own(mine, next, frame), claimable(offered, mine, frame), code(frame)],
      notice: notice
    )
  }

  private static func own(_ coupons: [Coupon], _ next: NextOrder, _ frame: FamilyFrame)
    -> FamilySection
  {
    let texts = frame.texts
    return FamilySection(
      title: texts["coupons.mine"],
      items: coupons.map { coupon in
        let name = frame.local(coupon.kind.terms.name)
        return FamilySection.Item(
          name: name,
          detail: CouponWords.terms(coupon.kind.terms, frame) + " · "
            + texts["coupons.until", ["day": frame.day(coupon.validUntil)]],
          state: next.isChosen(coupon)
            ? texts["next.chosen"] : texts["coupons.state.\(coupon.state.rawValue)"],
          forms: coupon.state == .claimed ? [next.form(for: coupon, named: name)] : []
        )
      },
      empty: texts["coupons.none"]
    )
  }

  private static func claimable(
    _ kinds: [CouponKind],
    _ mine: [Coupon],
    _ frame: FamilyFrame
  ) -> FamilySection {
    let texts = frame.texts
    let held = Dictionary(grouping: mine, by: \.kind.id).mapValues { Int64($0.count) }
    let open = kinds.filter { kind in
      kind.terms.memberLimit.map { held[kind.id, default: 0] < $0 } ?? true
    }
    return FamilySection(
      title: texts["coupons.offered"],
      items: open.map { kind in
        let name = frame.local(kind.terms.name)
        return FamilySection.Item(
          name: name,
          detail: CouponWords.terms(kind.terms, frame),
          forms: [
            FamilyForm(
              path: path,
              submit: texts["coupons.claim"],
              hidden: [("kind", kind.terms.code)],
              about: name
            )
          ]
        )
      },
      empty: texts["coupons.noneOffered"]
    )
  }

  private static func code(_ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["coupons.code"],
      forms: [
        FamilyForm(
          path: path,
          submit: texts["coupons.claim"],
          fields: [.init(name: "code", label: texts["coupons.codeLabel"], maximum: 40)],
          isQuiet: true
        )
      ]
    )
  }
}

/// What a coupon takes off, in words.
enum CouponWords {
  static func terms(_ terms: CouponTerms, _ frame: FamilyFrame) -> String {
    let texts = frame.texts
    let currency = frame.request.tenant.currency
    func money(_ units: Int64) -> String {
      texts.money(Money(minorUnits: units, currency: currency))
    }
    let effect =
      switch terms.effect {
      case .amount(let units): texts["coupons.amount", ["amount": money(units)]]
      case .percent(let share, nil):
        texts["coupons.percent", ["percent": DecimalRule.text(Int(share), places: 2)]]
      case .percent(let share, let most?):
        texts[
          "coupons.percentUpTo",
          ["percent": DecimalRule.text(Int(share), places: 2), "amount": money(most)]
        ]
      case .shipping: texts["coupons.shipping"]
      }
    guard terms.minimum > 0 else { return effect }
    return effect + " · " + texts["coupons.minimum", ["amount": money(terms.minimum)]]
  }
}
