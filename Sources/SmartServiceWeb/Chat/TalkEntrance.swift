internal import SmartService
internal import TenantStore
internal import TenantWeb

extension ServiceDesk {
  /// What triage says of the gravest of what waits for somebody to read it; nothing below urgent.
  func danger(in talks: [[String]], childAgeDays: Int? = nil, _ request: TenantRequest) -> String? {
    let flags = talks.map { turns in
      ports.triage(
        ServiceQuestion(
          turns: turns,
          childAgeDays: childAgeDays,
          languages: [request.locale.rawValue],
          country: request.tenant.market
        )
      )
    }
    return flags.filter { $0.level >= .urgent }.max { $0.level < $1.level }?.action
  }
}

/// The way by which a request enters its visitor's talk, the same for pages and the API.
struct TalkEntrance {
  let service: ServiceDesk
  let orders: OrderLookup
  let customers: CustomerLookup

  /// What takes the visitor's words, at the desk of the request's tenant.
  func chat(_ request: TenantRequest) throws -> CustomerChat {
    CustomerChat(
      service: service,
      talks: try request.tenant.conversationDesk,
      orders: orders,
      answerMilliseconds: try request.tenant.service.answerMilliseconds
        ?? SmartServiceSettings.usualAnswerMilliseconds
    )
  }

  /// Who writes.
  func customer(
    _ request: TenantRequest,
    by channel: ChatChannel = .page,
    in transaction: TenantTransaction
  ) async throws -> CustomerChat.Customer {
    let session = try await request.session(in: transaction)
    return CustomerChat.Customer(
      session: session.id,
      locale: request.locale.rawValue,
      country: request.tenant.market,
      childAgeDays: try await customers.ages(session, request.tenant, transaction).onlyDays,
      channel: channel
    )
  }

  /// Takes what a visitor writes.
  func say(
    _ text: String,
    heard: SpokenMessage? = nil,
    by channel: ChatChannel = .page,
    _ request: TenantRequest,
    in transaction: TenantTransaction
  ) async throws {
    try await chat(request).say(
      text,
      heard: heard,
      by: customer(request, by: channel, in: transaction),
      in: transaction,
      words: ChatTexts.words(request)
    )
  }

  /// Shows a picture to a person.
  func show(
    _ picture: Picture,
    _ text: String,
    _ request: TenantRequest,
    in transaction: TenantTransaction
  ) async throws {
    try await chat(request).show(
      picture,
      saying: text,
      by: customer(request, in: transaction),
      in: transaction,
      words: ChatTexts.words(request)
    )
  }

  /// Asks for a person.
  func askPerson(_ request: TenantRequest, in transaction: TenantTransaction) async throws {
    try await chat(request).askPerson(
      saying: request.texts["service.person.asked"],
      by: customer(request, in: transaction),
      in: transaction,
      words: ChatTexts.words(request)
    )
  }

  /// Asks one of the merchant's experts.
  func ask(
    _ expert: ExpertSettings,
    _ text: String,
    _ request: TenantRequest,
    in transaction: TenantTransaction
  ) async throws {
    try await chat(request).ask(
      expert,
      text,
      by: customer(request, in: transaction),
      in: transaction,
      words: ChatTexts.words(request)
    )
  }

  /// Keeps what a visitor thinks of the talk.
  func rate(_ rating: Int, _ request: TenantRequest, in transaction: TenantTransaction)
    async throws
  {
    let session = try await request.session(in: transaction).id
    guard let talk = try await transaction.conversation(of: session) else {
      throw ConversationRefusal(.notFound)
    }
    try await request.tenant.conversationDesk.rate(
      talk.id,
      rating,
      session: session,
      in: transaction
    )
  }

  /// Deletes all that the visitor has said and was told.
  func erase(_ request: TenantRequest, in transaction: TenantTransaction) async throws {
    let session = try await request.session(in: transaction).id
    _ = try await ConversationDesk.erase(session: session, in: transaction)
  }
}
