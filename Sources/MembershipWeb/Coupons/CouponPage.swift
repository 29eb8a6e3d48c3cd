internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// A member's coupons, and those that can be had.
enum CouponPage {
  private static let path = "/family/coupons"

  static func routes(_ family: FamilyRoutes) -> [Route] {
    [
      family.page(path, "showCoupons") { try await show($0, $1) },
      family.form(path, "claimCoupon", once: true, show: show) { request, member, transaction in
        guard let key = request.idempotencyKey else { throw ValueRefusal(.couponNotFound) }
        let facts = try await known(of: member, request, transaction)
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

  /// What decides who may have a coupon: the stages of the children now, and the merchant's words.
  private static func known(
    of id: MemberID,
    _ request: TenantRequest,
    _ rows: some TenantQuerying
  ) async throws -> CouponFacts {
    guard let member = try await rows.member(id) else { throw MembershipRefusal(.memberNotFound) }
    let today = CalendarDate(request.now, in: request.tenant.timeZone)
    let stages = try await rows.children(of: member).compactMap { $0.stage(on: today)?.rawValue }
    return CouponFacts(stages: Set(stages), segments: Set(try await rows.tags(of: member)))
  }

  private static let show: FamilyRoutes.Show = { frame, notice in
    let scope = frame.request.scope
    let mine = try await scope.coupons(of: frame.member.id, onlyUsable: true)
    let facts = try await known(of: frame.member.id, frame.request, scope)
    let offered = try await scope.claimableCoupons().filter { kind in
      CouponRule.obstacle(to: kind, facts, hasCode: false, at: frame.request.now) == nil
    }
    return try await frame.page(
      frame.texts["nav.coupons"],
      [own(mine, frame), claimable(offered, mine, frame), code(frame)],
      notice: notice
    )
  }

  private static func own(_ coupons: [Coupon], _ frame: FamilyFrame) -> FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["coupons.mine"],
      items: coupons.map { coupon in
        FamilySection.Item(
          name: frame.local(coupon.kind.terms.name),
          detail: CouponWords.terms(coupon.kind.terms, frame) + " · "
            + texts["coupons.until", ["day": frame.day(coupon.validUntil)]],
          state: texts["coupons.state.\(coupon.state.rawValue)"]
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
