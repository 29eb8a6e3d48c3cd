public import Foundation
internal import Membership
public import Storefront
public import TenantStore

/// What a shop asks of membership while somebody orders.
public enum ShopMembers {
  /// A member's orders as an export of everything that is kept of her has them.
  ///
  /// Instants are ISO 8601 in UTC, money is in minor units.
  @Sendable public static func exportedOrders(_ ids: [UUID], in transaction: TenantTransaction)
    async throws -> [JSONValue]
  {
    var orders: [JSONValue] = []
    for id in ids {
      guard let order = try await transaction.order(OrderID(uuid: id)) else { continue }
      orders.append(order.exported)
    }
    return orders
  }

  /// The ports of a shop whose merchants may have members.
  ///
  /// A merchant without membership, and a session on which nobody is signed in, order as if there were
  /// no members.
  public static var ports: Shop.Ports {
    var ports = Shop.Ports()
    ports.adjustments = { basket, tenant, querying in
      guard tenant.isEnabled(module: MembershipModule.module.name),
        isMember(basket.shopper, on: basket.session)
      else { return [] }
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
    ports.adjusted = { adjustments, order, session, shopper, tenant, transaction in
      guard tenant.isEnabled(module: MembershipModule.module.name) else { return }
      guard isMember(shopper, on: session) else {
        return try await refusePlans(in: order, of: tenant, transaction)
      }
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
    ports.priceLevel = { session, tenant, querying in
      guard tenant.isEnabled(module: MembershipModule.module.name) else { return nil }
      return try await CheckoutProgram(tenant).priceLevel(on: session, in: querying)
    }
    ports.shopper = { session, tenant, querying in
      guard tenant.isEnabled(module: MembershipModule.module.name),
        let known = try await CheckoutProgram(tenant)
          .shopper(
            on: session,
            day: CalendarDate(querying.environment.now(), in: tenant.timeZone),
            in: querying
          )
      else { return Shopper(person: session.uuid) }
      return Shopper(
        person: known.member.uuid,
        facts: ShopperFacts(
          isFirstOrder: !known.family.hasOrdered,
          level: known.benefits.priceLevel,
          tags: known.family.tags,
          childMonths: known.family.childMonths,
          earlyAccessHours: known.benefits.earlyAccessHours ?? 0
        )
      )
    }
    return ports
  }

  /// Refuses an order of nobody's that holds a paid membership or a pack, which would be nobody's.
  private static func refusePlans(
    in id: OrderID,
    of tenant: TenantSnapshot,
    _ transaction: TenantTransaction
  ) async throws {
    let settings = try tenant.membership
    let plans = Set(
      (settings.tiers?.plans ?? []).compactMap(\.sku) + (settings.packs ?? []).compactMap(\.sku)
    )
    guard !plans.isEmpty, let order = try await transaction.order(id) else { return }
    let sold = order.lines.map(\.code) + order.bundles.map(\.code)
    if let code = sold.first(where: plans.contains) {
      throw StorefrontRefusal(.membersOnly, details: ["sku": .string(code)])
    }
  }

  /// Whether the shop was told of a member: of anybody else it knows the session alone.
  private static func isMember(_ shopper: Shopper?, on session: SessionID) -> Bool {
    shopper.map { $0.person != session.uuid } ?? false
  }
}

extension Order {
  fileprivate var exported: JSONValue {
    [
      "number": .string(number), "placed_at": .string(placedAt.ISO8601Format()),
      "status": .string(state.status.rawValue), "payment": .string(state.payment.rawValue),
      "fulfilment": .string(state.fulfilment.rawValue),
      "total": .integer(total.minorUnits), "currency": .string(total.currency.code),
      "contact": [
        "name": .string(contact.name), "phone": .string(contact.phone),
        "address": .string(contact.address),
      ],
      "note": .string(note),
      "lines": .array(
        lines.map {
          [
            "sku": .string($0.code), "name": .string($0.name), "options": .string($0.options),
            "quantity": .integer(Int64($0.quantity)),
            "unit_price": .integer($0.unitPrice.minorUnits),
            "discount": .integer($0.discount.minorUnits),
          ]
        }
      ),
    ]
  }
}
