internal import Membership
internal import SmartService
internal import Storefront
internal import TenantStore

/// The sessions of somebody who goes, as membership says them.
private struct ErasedSessions: Decodable {
  let sessions: [String]
}

extension JobKind {
  /// Deletes what was said to the service from the sessions of a member who had everything deleted,
  /// also on devices on which the member is not signed in any more.
  static let forgetTalks = Self(name: "flows.forget_talks", maximumAttempts: 20) { context in
    let news = try context.payload(as: ErasedSessions.self)
    let service = try await context.database.snapshot(
      of: context.tenant,
      for: SmartServiceModule.module
    )
    guard service?.isEnabled(module: SmartServiceModule.module.name) == true else { return }
    try await context.transaction { transaction in
      for session in news.sessions.compactMap({ SessionID($0) }) {
        try await ConversationDesk.erase(session: session, by: .system, in: transaction)
      }
    }
  }

  /// Books the talk with an expert that an order paid and counts its goods for what was read before; both
  /// end with the order.
  static let bookConsultation = Self(name: "flows.book_consultation", maximumAttempts: 20) {
    context in
    let news = try context.payload(as: OrderNews.self)
    guard let id = OrderID(news.order), let event = OrderEvent(rawValue: news.event) else { return }
    let service = try await context.database.snapshot(
      of: context.tenant,
      for: SmartServiceModule.module
    )
    guard let service, service.isEnabled(module: SmartServiceModule.module.name) else { return }
    try await context.transaction { transaction in
      guard let order = try await transaction.order(id) else { return }
      switch event {
      case .confirmPayment:
        try await ConsultationDesk.paid(
          id.uuid,
          number: order.number,
          by: try await transaction.session(ofOrder: id),
          pieces: Dictionary(order.lines.map { ($0.code, $0.quantity) }, uniquingKeysWith: +),
          for: service,
          in: transaction
        )
        try await ContentDesk.credit(
          id.uuid,
          order.lines.map { PaidLine(sku: $0.code, net: $0.net) },
          by: try await transaction.session(ofOrder: id),
          placedAt: order.placedAt,
          in: transaction
        )
      case .cancel, .expire, .refundPayment:
        try await ConsultationDesk.refunded(id.uuid, in: transaction)
        try await ContentDesk.uncredit(id.uuid, in: transaction)
      case .refundPart, .fulfilPartly, .fulfil, .deliver, .complete: break
      }
    }
  }
}

/// A talk that was handed to people, as customer service says it.
private struct HandedTalk: Decodable {
  let conversation: String
}

extension JobKind {
  /// Puts a talk of a member's further ahead and wants her own agent for it, as her tier or plan says.
  static let routeTalk = Self(name: "flows.route_talk", maximumAttempts: 20) { context in
    let news = try context.payload(as: HandedTalk.self)
    guard let id = ConversationID(news.conversation),
      let members = try await context.database.snapshot(
        of: context.tenant,
        for: MembershipModule.module
      ), members.isEnabled(module: MembershipModule.module.name),
      let tiers = try ValueProgram(members).tiers
    else { return }
    try await context.transaction { transaction in
      guard let talk = try await transaction.conversation(id), talk.state == .queued,
        let member = try await transaction.memberSignedIn(on: talk.session)
      else { return }
      let benefit = try await tiers.service(of: member, in: transaction)
      try await ConversationDesk.favour(id, by: benefit.minutesAhead, in: transaction)
      if let agent = benefit.agent {
        try await ConversationDesk.want(agent, for: id, in: transaction)
      }
    }
  }
}
