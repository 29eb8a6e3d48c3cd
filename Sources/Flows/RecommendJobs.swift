internal import Foundation
internal import Membership
internal import Recommend
internal import Storefront
internal import TenantStore

/// What membership says when somebody takes an agreement back, or goes.
private struct FarewellNews: Decodable {
  /// Who took an agreement back.
  let member: String?
  /// To what.
  let purpose: String?
  /// All accounts of somebody who goes.
  let members: [String]?
}

/// What membership says when somebody signs in.
private struct SignInNews: Decodable {
  let member: String
  let session: String
}

extension JobKind {
  /// Gives what a guest did to the member who signed in on the same session and agreed to being known.
  static let joinGuest = Self(name: "flows.join_guest", maximumAttempts: 20) { context in
    let news = try context.payload(as: SignInNews.self)
    guard let id = MemberID(news.member), let session = SessionID(news.session),
      try await context.snapshot(with: MembershipModule.module) != nil,
      let tenant = try await context.snapshot(with: RecommendModule.module)
    else { return }
    try await context.transaction { transaction in
      let person = PersonID(uuid: id.uuid)
      // Whoever takes the agreement back now waits, and has it forgotten then.
      try await transaction.hold(person)
      guard try await KnownVisitor.of(id, tenant, transaction).standing == .on else { return }
      try await transaction.join(PersonID(uuid: session.uuid), to: person)
    }
  }

  /// Tells recommendations what was bought with an order once its money is here.
  static let noteOrder = Self(name: "flows.note_order", maximumAttempts: 20) { context in
    let news = try context.payload(as: OrderNews.self)
    guard let id = OrderID(news.order), news.event == OrderEvent.confirmPayment.rawValue,
      try await context.snapshot(with: StorefrontModule.module) != nil,
      let tenant = try await context.snapshot(with: RecommendModule.module)
    else { return }
    let hasMembers = try await context.snapshot(with: MembershipModule.module) != nil
    try await context.transaction { transaction in
      guard let order = try await transaction.order(id), order.state.status != .cancelled else {
        return
      }
      let member = hasMembers ? try await transaction.member(ofPlacedOrder: id.uuid) : nil
      let visitor: KnownVisitor
      if let member {
        // Whoever takes the agreement back now waits, and has the purchases forgotten then.
        try await transaction.hold(PersonID(uuid: member.uuid))
        visitor = try await .of(member, tenant, transaction)
      } else if let session = try await transaction.session(ofOrder: id) {
        visitor = try await .guest(session, tenant, transaction)
      } else {
        return
      }
      guard let buyer = OrderSignals.buyer(of: order.id, visitor) else { return }
      _ = try await transaction.take(
        OrderSignals.purchases(
          of: order,
          by: buyer,
          at: transaction.environment.now(),
          region: tenant.recommendRegion(of: order.locale)
        )
      )
    }
  }

  /// Forgets what recommendations know of a member who takes that agreement back, or goes, under every
  /// account that is the member's.
  static let forgetMember = Self(name: "flows.forget_member", maximumAttempts: 20) { context in
    let news = try context.payload(as: FarewellNews.self)
    guard
      news.purpose ?? ConsentPurpose.personalisation.rawValue
        == ConsentPurpose.personalisation.rawValue,
      try await context.snapshot(with: RecommendModule.module) != nil
    else { return }
    let members = (news.members ?? []) + [news.member].compactMap(\.self)
    try await context.transaction { transaction in
      for id in members.compactMap({ MemberID($0) }) {
        for account in try await transaction.member(id)?.accounts ?? [id] {
          try await transaction.forget(PersonID(uuid: account.uuid))
        }
      }
    }
  }
}

extension JobContext {
  /// The tenant as a module sees it; nothing when it is not there or has not enabled the module.
  func snapshot(with module: TenantModule) async throws -> TenantSnapshot? {
    guard let found = try await database.snapshot(of: tenant, for: module),
      found.isEnabled(module: module.name)
    else { return nil }
    return found
  }
}

/// An order as recommendations hear of it.
enum OrderSignals {
  /// Under whose name the purchases are kept; nothing for whoever has switched it off.
  ///
  /// Of somebody who was not asked or did not agree, the order itself stands for the person: the shop
  /// learns what is bought and what goes together, and nobody's history grows.
  static func buyer(of order: OrderID, _ visitor: KnownVisitor) -> PersonID? {
    switch visitor.standing {
    case .on: visitor.person
    case .off: nil
    case .unasked, .unagreed: PersonID(uuid: order.uuid)
    }
  }

  /// One purchase for each product; an order's are the same however often they are made.
  static func purchases(
    of order: Order,
    by person: PersonID,
    at now: Date,
    region: String? = nil
  ) -> [Signal] {
    Dictionary(grouping: order.lines, by: \.product).sorted { $0.key < $1.key }
      .map { product, lines in
        Signal(
          id: .joining(order.id.uuid, product.uuid),
          person: person,
          action: .purchase(
            item: product.description,
            quantity: min(9_999, lines.reduce(0) { $0 + $1.quantity }),
            amount: lines.reduce(0) { $0 + max(0, $1.net.minorUnits) }
          ),
          occurredAt: now,
          region: region
        )
      }
  }
}
