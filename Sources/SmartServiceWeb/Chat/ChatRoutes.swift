internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The chat below `/service`: a page, and forms that lead back to it.
struct ChatRoutes {
  static let path = "/service"

  let entrance: TalkEntrance
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
    form("messages", "writeToService") { entrance, request, transaction in
      try await entrance.say(try request.form.required("text"), request, in: transaction)
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
    form("person", "askForPerson") { try await $0.askPerson($1, in: $2) }
  }

  private var rate: Route {
    form("rating", "rateService") { entrance, request, transaction in
      let rating = try request.form.integer("rating", in: 1...5)
      try await entrance.rate(rating ?? 0, request, in: transaction)
    }
  }

  private var erase: Route {
    form("erasure", "eraseServiceTalks") { try await $0.erase($1, in: $2) }
  }

  private typealias Change =
    @Sendable (TalkEntrance, TenantRequest, TenantTransaction) async throws -> Void

  private func form(_ name: String, _ operation: String, _ change: @escaping Change) -> Route {
    let (entrance, shell, canReword) = (entrance, shell, wordings != nil)
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
      try await change(entrance, request, transaction)
      return .redirect(to: request.url(Self.path) + "#latest")
    }
  }
}
