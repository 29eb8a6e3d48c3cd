internal import Foundation
internal import Membership
internal import Recommend
internal import Storefront
internal import TenantStore

/// A change of an order, as the shop's event says it.
struct OrderNews: Decodable {
  let order: String
  let event: String
}

/// Who paid an order, as the shop's event says it.
private struct PayerNews: Decodable {
  let order: String
  let payer: String
}

/// A refund, as the shop's event says it.
private struct RefundNews: Decodable {
  let refund: String
  let order: String
  let amount: Int64
}

/// A change of a return, as the shop's event says it.
private struct ReturnNews: Decodable {
  let `return`: String
  let order: String
  let state: String
}

/// A change of a review, as the shop's event says it.
private struct ReviewNews: Decodable {
  let review: String
  let state: String
}

extension JobKind {
  /// Tells membership that a review was published, of an order that a member placed.
  static let countReview = Self(name: "flows.count_review", maximumAttempts: 20) { context in
    let news = try context.payload(as: ReviewNews.self)
    guard news.state == ReviewState.published.rawValue, let id = ReviewID(news.review),
      let points = try await context.joinedValues()?.points
    else { return }
    try await context.transaction { transaction in
      guard let review = try await transaction.review(id),
        let member = try await transaction.member(ofPlacedOrder: review.order.uuid),
        let known = try await transaction.member(member), known.erasedAt == nil
      else { return }
      try await points.rewardReview(id.description, by: member, in: transaction)
    }
  }

  /// Tells membership that goods came back that nothing but points had paid: no money goes back, so no
  /// refund tells of it.
  static let countReturn = Self(name: "flows.count_return", maximumAttempts: 20) { context in
    let news = try context.payload(as: ReturnNews.self)
    guard news.state == ReturnState.refunded.rawValue, let id = OrderID(news.order),
      let request = ReturnID(news.return), let tenant = try await context.members()
    else { return }
    let values = try ValueProgram(tenant)
    try await context.transaction { transaction in
      guard let order = try await transaction.order(id),
        let known = try await transaction.returnRequest(request)
      else { return }
      if order.goodsPaid.minorUnits == 0, try await transaction.isPaidOrder(id.uuid),
        try await transaction.lineAccounts(of: id).allSatisfy({ $0.settled == $0.ordered })
      {
        _ = try await values.orderRefunded(
          OrderRefund(refund: request.uuid, order: id.uuid, amount: .zero(order.total.currency)),
          in: transaction
        )
      }
      // Money that was asked for may not go: the refund tells when it went.
      guard (known.goodsRefund + known.freightRefund).minorUnits == 0,
        let member = try await transaction.member(ofPlacedOrder: id.uuid)
      else { return }
      try await values.tiers?.settlePlans(of: id, by: member, in: transaction)
      try await PackProgram(of: tenant)?.settlePacks(of: id, by: member, in: transaction)
    }
  }

  /// Tells membership that an order was paid, called off, or is past its return period.
  static let countOrder = Self(name: "flows.count_order", maximumAttempts: 20) { context in
    let news = try context.payload(as: OrderNews.self)
    guard let id = OrderID(news.order), let event = OrderEvent(rawValue: news.event),
      let tenant = try await context.members()
    else { return }
    let values = try ValueProgram(tenant)
    try await context.transaction { transaction in
      guard let order = try await transaction.order(id),
        let member = try await transaction.member(ofPlacedOrder: id.uuid)
      else { return }
      switch event {
      case .confirmPayment where order.state.status != .cancelled:
        let now = transaction.environment.now()
        try await values.referrals?.see(
          [(.phone, order.contact.phone), (.address, order.contact.address)],
          of: member,
          in: transaction
        )
        let isNew = try await values.orderPaid(
          PaidOrder(
            order: id.uuid,
            member: member,
            amount: order.goodsPaid,
            paidAt: now,
            // The shop says when it is over; nothing is settled before.
            returnEnds: PaidOrder.returnOpen(from: now)
          ),
          in: transaction
        )
        try await values.tiers?.settlePlans(of: id, by: member, opens: true, in: transaction)
        try await PackProgram(of: tenant)?
          .settlePacks(of: id, by: member, opens: true, in: transaction)
        guard isNew, try tenant.membership.noticesGoods else { return }
        try await Families()
          .noteBought(
            try await transaction.boughtGoods(order, of: tenant),
            in: id.uuid,
            by: member,
            for: tenant,
            in: transaction
          )
      case .cancel, .expire:
        // Also where it was paid before anybody told of it; what a counted order used stays used.
        try await values.orderCalledOff(id.uuid, of: member, in: transaction)
        // What points alone paid has no refund that tells.
        try await values.tiers?.settlePlans(of: id, by: member, in: transaction)
        try await PackProgram(of: tenant)?.settlePacks(of: id, by: member, in: transaction)
      case .complete: try await values.returnPeriodEnded(id.uuid, in: transaction)
      case .confirmPayment, .refundPart, .refundPayment, .fulfilPartly, .fulfil, .deliver:
        break
      }
    }
  }

  /// Tells membership who paid an order of a member, as a digest, for telling invented referrals from
  /// true ones.
  static let seePayer = Self(name: "flows.see_payer", maximumAttempts: 20) { context in
    let news = try context.payload(as: PayerNews.self)
    guard let id = OrderID(news.order), let referrals = try await context.joinedValues()?.referrals
    else { return }
    try await context.transaction { transaction in
      guard let member = try await transaction.member(ofPlacedOrder: id.uuid),
        try await transaction.member(member)?.erasedAt == nil
      else { return }
      try await referrals.see([(.payer, news.payer)], of: member, in: transaction)
    }
  }

  /// Tells membership that money of an order went back.
  static let countRefund = Self(name: "flows.count_refund", maximumAttempts: 20) { context in
    let news = try context.payload(as: RefundNews.self)
    guard let id = OrderID(news.order), let refund = RefundID(news.refund),
      let tenant = try await context.members()
    else { return }
    let values = try ValueProgram(tenant)
    try await context.transaction { transaction in
      guard let order = try await transaction.order(id),
        let member = try await transaction.member(ofPlacedOrder: id.uuid)
      else { return }
      // An order that was called off before its money came never counted.
      if order.state.status == .cancelled, try await !transaction.isPaidOrder(id.uuid) { return }
      _ = try await values.orderRefunded(
        OrderRefund(
          refund: refund.uuid,
          order: id.uuid,
          amount: Money(minorUnits: news.amount, currency: order.total.currency)
        ),
        isWhole: order.state.payment == .refunded,
        in: transaction
      )
      try await values.tiers?.settlePlans(of: id, by: member, in: transaction)
      try await PackProgram(of: tenant)?.settlePacks(of: id, by: member, in: transaction)
      guard order.state.payment == .refunded else { return }
      try await Families().forgetBought(in: id.uuid, by: member, for: tenant, in: transaction)
    }
  }
}

extension JobContext {
  /// What members of the tenant hold; nothing unless it has both the shop and members.
  fileprivate func joinedValues() async throws -> ValueProgram? {
    try await members().map { try ValueProgram($0) }
  }

  /// The tenant with its members; nothing unless it has both the shop and members.
  fileprivate func members() async throws -> TenantSnapshot? {
    let shop = try await database.snapshot(of: tenant, for: StorefrontModule.module)
    guard shop?.isEnabled(module: StorefrontModule.module.name) == true,
      let members = try await database.snapshot(of: tenant, for: MembershipModule.module),
      members.isEnabled(module: MembershipModule.module.name)
    else { return nil }
    return members
  }
}

extension TenantTransaction {
  /// What was bought with an order, as membership hears of it.
  fileprivate func boughtGoods(_ order: Order, of tenant: TenantSnapshot) async throws
    -> [BoughtGoods]
  {
    let sensitive = (try? tenant.recommend) ?? RecommendSettings()
    let facts = try await productFacts(of: order.lines.map(\.product))
    return order.lines.compactMap { line in
      facts.first { $0.id == line.product }
        .map {
          BoughtGoods(
            categories: $0.categories,
            pieces: line.quantity,
            fromMonths: $0.ages.from,
            maySuggest: sensitive.restriction(of: $0.categories) == .none
          )
        }
    }
  }
}

extension Order {
  /// What was paid for the goods, without freight and what was taken off.
  fileprivate var goodsPaid: Money { total - (freight - freightDiscount) }
}
