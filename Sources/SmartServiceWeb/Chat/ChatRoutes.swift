internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The chat below `/service`: a page, and forms that lead back to it.
struct ChatRoutes {
  static let path = "/service"

  let service: ServiceDesk
  let orders: OrderLookup
  let wordings: WordingDesk?
  let shell: PageShell

  var all: [Route] { [show, say, reword, askPerson, rate, erase] }

  private var show: Route {
    .read(Self.path, operation: "showServiceChat", permission: .session) {
      [shell, canReword = wordings != nil] request in
      try await ChatPage(request, shell, canReword: canReword).reply()
    }
  }

  private var say: Route {
    form("messages", "writeToService") { chat, customer, request, transaction in
      try await chat.say(
        try request.form.required("text"),
        by: customer,
        in: transaction,
        words: ChatTexts.words(request)
      )
    }
  }

  /// The answer is on the page already; whatever a model makes of it comes beside it.
  private var reword: Route {
    .act(
      "\(Self.path)/wording",
      operation: "rewordServiceAnswer",
      body: .form
    ) { [wordings] request, database in
      if let wordings, let session = try await request.session()?.id {
        try await wordings.reword(for: session, of: request.tenant, in: database)
      }
      return .redirect(to: request.url(Self.path) + "#latest")
    }
  }

  private var askPerson: Route {
    form("person", "askForPerson") { chat, customer, request, transaction in
      try await chat.askPerson(
        saying: request.texts["service.person.asked"],
        by: customer,
        in: transaction,
        words: ChatTexts.words(request)
      )
    }
  }

  private var rate: Route {
    form("rating", "rateService") { _, customer, request, transaction in
      guard let talk = try await transaction.conversation(of: customer.session) else {
        throw ConversationRefusal(.notFound)
      }
      let rating = try request.form.integer("rating", in: 1...5)
      try await request.tenant.conversationDesk.rate(
        talk.id,
        rating ?? 0,
        session: customer.session,
        in: transaction
      )
    }
  }

  private var erase: Route {
    form("erasure", "eraseServiceTalks") { _, customer, _, transaction in
      try await ConversationDesk.erase(session: customer.session, in: transaction)
    }
  }

  private typealias Change =
    @Sendable (CustomerChat, CustomerChat.Customer, TenantRequest, TenantTransaction) async throws
    -> Void

  private func form(_ name: String, _ operation: String, _ change: @escaping Change) -> Route {
    let (service, orders, shell, canReword) = (service, orders, shell, wordings != nil)
    let explained: Route.Recovery = { request, refusal in
      guard let words = ChatTexts.refusal(refusal, request.texts) else { return nil }
      let page = ChatPage(request, shell, canReword: canReword, notice: words)
      return try await page.reply(status: .unprocessableContent)
    }
    return .write(
      .post,
      "\(Self.path)/\(name)",
      operation: operation,
      body: .form,
      idempotency: .required,
      recovery: explained
    ) { request, transaction in
      let chat = CustomerChat(
        service: service,
        talks: try request.tenant.conversationDesk,
        orders: orders
      )
      let customer = CustomerChat.Customer(
        session: try await request.session(in: transaction).id,
        locale: request.locale.rawValue,
        country: request.tenant.market
      )
      try await change(chat, customer, request, transaction)
      return .redirect(to: request.url(Self.path) + "#latest")
    }
  }
}
