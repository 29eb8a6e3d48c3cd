internal import Membership
public import Storefront
internal import TenantStore

/// What a shop asks of membership while somebody orders.
public enum ShopMembers {
  /// The ports of a shop whose merchants may have members.
  ///
  /// A merchant without membership, and a session on which nobody is signed in, order as if there were
  /// no members.
  public static var ports: Shop.Ports {
    var ports = Shop.Ports()
    ports.adjustments = { basket, tenant, querying in
      guard tenant.isEnabled(module: MembershipModule.module.name) else { return [] }
      let totals = basket.totals
      let offers = try await CheckoutProgram(tenant)
        .offers(
          to: basket.session,
          goods: totals.goods - totals.goodsDiscount,
          freight: totals.freight - totals.freightDiscount,
          in: querying
        )
      return offers.map { offer in
        var amount = offer.amount
        amount.minorUnits.negate()
        return PriceAdjustment(
          code: offer.reason.rawValue,
          amount: amount,
          isOffFreight: offer.isOffFreight
        )
      }
    }
    ports.adjusted = { adjustments, order, session, tenant, transaction in
      guard tenant.isEnabled(module: MembershipModule.module.name) else { return }
      let offers = adjustments.compactMap { adjustment -> CheckoutOffer? in
        var amount = adjustment.amount
        amount.minorUnits.negate()
        return CheckoutOffer.Reason(rawValue: adjustment.code)
          .map { CheckoutOffer(reason: $0, amount: amount, isOffFreight: adjustment.isOffFreight) }
      }
      do {
        try await CheckoutProgram(tenant)
          .place(order.uuid, from: session, taking: offers, in: transaction)
      } catch let refusal as ValueRefusal {
        // Somebody used the coupon or the points meanwhile, so that the order costs more.
        throw StorefrontRefusal(.priceChanged, details: refusal.details)
      }
    }
    ports.shopper = { session, tenant, querying in
      guard tenant.isEnabled(module: MembershipModule.module.name),
        let member = try await querying.memberSignedIn(on: session)
      else { return Shopper(person: session.uuid) }
      let family = try await querying.familyFacts(
        of: member,
        on: CalendarDate(querying.environment.now(), in: tenant.timeZone)
      )
      return Shopper(
        person: member.uuid,
        facts: ShopperFacts(
          isFirstOrder: !family.hasOrdered,
          level: try await CheckoutProgram(tenant).priceLevel(of: member, in: querying),
          tags: family.tags,
          childMonths: family.childMonths
        )
      )
    }
    return ports
  }
}
