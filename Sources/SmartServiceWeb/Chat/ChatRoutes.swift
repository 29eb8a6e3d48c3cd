internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The chat below `/service`: a page, and forms that lead back to it.
struct ChatRoutes {
  static let path = "/service"

  let entrance: TalkEntrance
  let wordings: WordingDesk?
  /// What reads the words of pictures, where something does.
  let reader: PictureReader?
  let shell: PageShell

  var all: [Route] {
    [show, say, advise, reword, askPerson, rate, erase]
      + PictureRoutes(entrance: entrance, reader: reader, page: page).all
  }

  /// The page with what this process can do.
  private var page: ChatPage.Making {
    let (shell, entrance) = (shell, entrance)
    let (canReword, canRead) = (wordings != nil, reader != nil)
    return { request in
      ChatPage(request, shell, entrance, canReword: canReword, canRead: canRead)
    }
  }

  private var show: Route {
    .read(Self.path, operation: "showServiceChat", permission: .session) { [page] request in
      // The browser's own recogniser of speech listens on this page, when it is asked to.
      try await page(request).reply().adding(Self.listening)
    }
  }

  private var say: Route {
    form("messages", "writeToService") { entrance, request, transaction in
      let text = try request.form.required("text")
      let heard = Self.heard(text, request.form)
      try await entrance.say(text, heard: heard, request, in: transaction)
    }
    .costing(.reading)
  }

  private var advise: Route {
    form("advice", "askServiceForAdvice") { entrance, request, transaction in
      let language = request.locale.rawValue
      guard let text = AdviceForm.message(request.form, request.texts, in: language) else {
        throw ConversationRefusal(.messageInvalid)
      }
      try await entrance.say(text, request, in: transaction)
    }
  }

  /// What a recogniser of speech heard beside the text; nothing where somebody wrote.
  private static func heard(_ text: String, _ form: RequestFields) -> SpokenMessage? {
    guard let confidence = form["confidence"] else { return nil }
    return SpokenMessage(
      best: text,
      others: form.all("alternative"),
      confidence: Double(confidence) ?? 0
    )
  }

  private static let listening = HTTPField(
    name: HTTPField.Name("Permissions-Policy") ?? .accept,
    value: "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"
  )

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
    let (entrance, page) = (entrance, page)
    let explained: Route.Recovery = { request, refusal in
      guard let words = ChatTexts.refusal(refusal, request.texts) else { return nil }
      return try await page(request).saying(notice: words).reply(status: .unprocessableContent)
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
