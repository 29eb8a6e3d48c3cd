internal import Membership
internal import Storefront
internal import TenantStore

/// What membership says when somebody signs in.
private struct SignInNews: Decodable {
  let member: String
  let session: String
}

extension JobKind {
  /// Gives what a guest put aside to the member who signed in on the same session, so that it is there
  /// on every device.
  static let joinSaved = Self(name: "flows.join_saved_lines", maximumAttempts: 20) { context in
    let news = try context.payload(as: SignInNews.self)
    guard let member = MemberID(news.member), let session = SessionID(news.session),
      try await context.snapshot(with: MembershipModule.module) != nil,
      try await context.snapshot(with: StorefrontModule.module) != nil
    else { return }
    try await context.transaction {
      try await Shop().joinSaved(of: session, to: member.uuid, in: $0)
    }
  }

  /// Brings what a member chose on other devices to the cart of the one on which she signed in.
  static let joinCarts = Self(name: "flows.join_carts", maximumAttempts: 20) { context in
    let news = try context.payload(as: SignInNews.self)
    guard let member = MemberID(news.member), let session = SessionID(news.session),
      try await context.snapshot(with: MembershipModule.module) != nil,
      let tenant = try await context.snapshot(with: StorefrontModule.module)
    else { return }
    let shop = Shop(ports: ShopMembers.ports)
    try await context.transaction { transaction in
      try await shop.joinCarts(of: member.uuid, on: session, for: tenant, in: transaction)
    }
  }
}
