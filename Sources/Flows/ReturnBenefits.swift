internal import Foundation
internal import Membership
internal import Storefront
internal import TenantStore

/// A change of a return, as the shop's event says it.
private struct ReturnNews: Decodable {
  let `return`: String
  let order: String
  let state: String
}

extension JobKind {
  /// Lets a member's return cost nothing on the way back, as often a year as her tier or plan says.
  ///
  /// It is used when the shop agrees to the return, and given back when nothing was sent. Where the
  /// return stands now decides, and not which of its events is told last.
  static let freeWayBack = Self(name: "flows.free_way_back", maximumAttempts: 20) { context in
    let news = try context.payload(as: ReturnNews.self)
    guard let id = ReturnID(news.return), let order = OrderID(news.order),
      let tiers = try await context.joinedTiers()
    else { return }
    do {
      try await context.transaction { transaction in
        guard let request = try await transaction.returnRequest(id), request.hasWayBackToPay,
          let member = try await transaction.member(ofPlacedOrder: order.uuid),
          try await transaction.member(member)?.erasedAt == nil
        else { return }
        switch request.state {
        case .approved, .sentBack, .received, .refunded, .exchanged:
          // The shop says under its lock whether there is a way to bear; without the benefit the
          // transaction takes that back.
          guard try await Shop().bearWayBack(of: id, by: .system, in: transaction) else { return }
          // A parcel that was agreed to in December is not paid for out of January.
          try await tiers.use(
            .freeReturn,
            of: member,
            key: id.description,
            at: request.requestedAt,
            in: transaction
          )
        case .withdrawn, .expired, .refused:
          // What was on its way has cost the shop what it costs.
          guard request.carrier.isEmpty else { return }
          try await tiers.giveBack(.freeReturn, of: member, key: id.description, in: transaction)
        case .requested: break
        }
      }
    } catch let refusal as ValueRefusal
      where refusal.code == .benefitNotIncluded || refusal.code == .benefitUsedUp
    {
      // The way back is the member's own to pay.
    }
  }
}

extension JobContext {
  /// The tiers of a tenant that has both a shop and members.
  fileprivate func joinedTiers() async throws -> TierProgram? {
    let shop = try await database.snapshot(of: tenant, for: StorefrontModule.module)
    guard shop?.isEnabled(module: StorefrontModule.module.name) == true,
      let members = try await database.snapshot(of: tenant, for: MembershipModule.module),
      members.isEnabled(module: MembershipModule.module.name)
    else { return nil }
    return try ValueProgram(members).tiers
  }
}
