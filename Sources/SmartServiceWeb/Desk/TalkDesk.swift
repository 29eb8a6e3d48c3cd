internal import SmartService
internal import TenantStore
internal import TenantWeb

/// One talk at the desk: why a person is wanted, what was said, and what may be done.
enum TalkDesk {
  private static let parameter = RouteParameter.path(
    "talk",
    .id(ConversationID.self),
    "The conversation."
  )

  static let routes: [Route] = [
    ServiceDeskWords.routes.page(
      "\(InboxPage.path)/{talk}",
      "showServiceTalk",
      .seeService,
      parameters: [
        parameter, .query("reply", .integer(0...49), "Which ready answer to begin with."),
      ],
      show
    ),
    picture,
    change("taking", "takeServiceTalk") { desk, id, login, _, transaction in
      try await desk.take(id, by: login, in: transaction)
    },
    change("answer", "answerServiceTalk", once: true) { desk, id, login, request, transaction in
      try await desk.answer(
        try request.form.required("text"),
        to: id,
        by: login,
        in: transaction
      )
    },
    change("note", "noteOnServiceTalk", once: true) { desk, id, login, request, transaction in
      try await desk.note(try request.form.required("text"), on: id, by: login, in: transaction)
    },
    change("release", "releaseServiceTalk") { desk, id, login, _, transaction in
      try await desk.change(.release, id, by: login, in: transaction)
    },
    change("service", "giveServiceTalkBack") { desk, id, login, _, transaction in
      try await desk.change(.giveToBot, id, by: login, in: transaction)
    },
    change("resolution", "resolveServiceTalk") { desk, id, login, _, transaction in
      try await desk.change(.resolve, id, by: login, in: transaction)
    },
  ]

  /// A picture of a talk, for members of staff alone.
  private static let picture = Route.read(
    "\(InboxPage.path)/{talk}/pictures/{position}",
    operation: "showServicePicture",
    parameters: [
      parameter, .path("position", .integer(1...100_000), "The message that it came with."),
    ],
    permission: .staff(.seeService)
  ) { request in
    let id = try request.path("talk", as: ConversationID.self)
    let position = try request.path("position", as: Int.self)
    guard let picture = try await request.scope.picture(at: position, of: id) else {
      throw ConversationRefusal(.notFound)
    }
    return .bytes(picture.bytes, contentType: picture.contentType, caching: .personal)
  }

  private typealias Change =
    @Sendable (ConversationDesk, ConversationID, String, TenantRequest, TenantTransaction)
    async throws -> Void

  private static func change(
    _ name: String,
    _ operation: String,
    once: Bool = false,
    _ change: @escaping Change
  ) -> Route {
    ServiceDeskWords.routes.form(
      "\(InboxPage.path)/{talk}/\(name)",
      operation,
      .answerService,
      parameters: [parameter],
      once: once,
      show: show
    ) { request, _, transaction in
      guard let staff = request.staff else { throw StaffRefusal(.signInNeeded) }
      let id = try request.path("talk", as: ConversationID.self)
      try await change(
        try request.tenant.conversationDesk,
        id,
        staff.member.login,
        request,
        transaction
      )
      return request.url("\(InboxPage.path)/\(id)")
    }
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let id = try request.path("talk", as: ConversationID.self)
    guard let talk = try await request.scope.conversation(id) else {
      throw ConversationRefusal(.notFound)
    }
    let messages = try await request.scope.messages(of: id, withNotes: true)
    let handOff = try await request.scope.openHandOff(of: id)
    let pictures = try await request.scope.pictures(of: id)
    return try frame.page(
      "service/desk_talk",
      frame.texts["service.talk.title"],
      view(talk, messages, handOff, pictures, frame),
      notice: notice
    )
  }

  private static func view(
    _ talk: Conversation,
    _ messages: [Message],
    _ handOff: HandOff?,
    _ pictures: [ShownPicture],
    _ frame: DeskFrame
  ) -> View {
    let (texts, request) = (frame.texts, frame.request)
    let path = "\(InboxPage.path)/\(talk.id)"
    var facts: [View] = [
      .fact(texts["service.talk.state"], InboxPage.state(talk, frame)),
      .fact(texts["service.talk.opened"], frame.time(talk.openedAt)),
    ]
    if let handOff {
      facts.insert(
        .fact(texts["service.talk.reason"], texts["service.reason.\(handOff.reason.rawValue)"]),
        at: 0
      )
      facts.append(.fact(texts["service.talk.due"], InboxPage.due(handOff, frame)))
    }
    if let rating = talk.rating {
      facts.append(.fact(texts["service.talk.rating"], texts["service.grade.\(rating)"]))
    }
    let forms = frame.may(.answerService) ? forms(talk, path, texts) : []
    let summary = handOff.map { ChatPage.paragraphs($0.summary) } ?? []
    let mayAnswer = frame.may(.answerService) && talk.state != .resolved
    return [
      "back": request.url(InboxPage.path), "backName": texts["service.desk.inbox"],
      "openCase": frame.may(.answerService)
        ? request.url(CasePages.path, ["talk": talk.id.description]) : nil,
      "isDanger": handOff?.reason == .redFlag, "facts": facts,
      "summary": summary.map { ["text": $0] as View },
      "messages": messages.map { message -> View in
        [
          "side": message.author.rawValue, "time": frame.time(message.writtenAt),
          "who": message.login ?? texts["service.desk.by.\(message.author.rawValue)"],
          "isNote": message.author == .note,
          "paragraphs": ChatPage.paragraphs(message.text).map { ["text": $0] as View },
          "picture": shown(pictures, with: message, path, frame),
          "sources": (ChatPayload(message.payload)?.citations ?? []).map { citation -> View in
            ["source": citation.source, "reviewer": citation.reviewer]
          },
        ]
      },
      "answer": mayAnswer
        ? text("answer", path, frame).with("value", begun(talk, frame) ?? "") : nil,
      "replies": mayAnswer ? replies(path, frame) : [View](),
      "hasReplies": mayAnswer && !ready(frame).isEmpty,
      "note": frame.may(.answerService) ? text("note", path, frame) : nil,
      "forms": DeskForm.views(forms, frame),
      "limit": "\(Message.textLimit)",
    ]
  }

  private static func shown(
    _ pictures: [ShownPicture],
    with message: Message,
    _ path: String,
    _ frame: DeskFrame
  ) -> View? {
    pictures.first { $0.position == message.position }.map { picture in
      [
        "src": frame.request.url("\(path)/pictures/\(picture.position)"),
        "width": "\(picture.size.width)", "height": "\(picture.size.height)",
      ]
    }
  }

  private static func ready(_ frame: DeskFrame) -> [SmartServiceSettings.Reply] {
    (try? frame.request.tenant.service.replies) ?? []
  }

  /// Links that begin an answer with words that are ready.
  private static func replies(_ path: String, _ frame: DeskFrame) -> [View] {
    ready(frame).enumerated().map { place, reply in
      [
        "name": reply.name.text(in: [frame.request.locale]),
        "href": frame.request.url(path, ["reply": "\(place)"]) + "#answer",
      ]
    }
  }

  /// The chosen ready answer in the customer's language.
  private static func begun(_ talk: Conversation, _ frame: DeskFrame) -> String? {
    let ready = ready(frame)
    guard let chosen = frame.request.query["reply"].flatMap({ Int($0) }),
      ready.indices.contains(chosen)
    else { return nil }
    let languages = [LanguageTag(rawValue: talk.locale), frame.request.locale].compactMap(\.self)
    return ready[chosen].text.text(in: languages)
  }

  private static func text(_ name: String, _ path: String, _ frame: DeskFrame) -> View {
    [
      "action": frame.request.url("\(path)/\(name)"), "token": frame.request.staffFormToken,
      "key": frame.request.makeIdempotencyKey(),
    ]
  }

  private static func forms(_ talk: Conversation, _ path: String, _ texts: LocalTexts)
    -> [DeskForm]
  {
    let entries: [(ConversationEvent, String)] = [
      (.take, "taking"), (.release, "release"), (.giveToBot, "service"), (.resolve, "resolution"),
    ]
    return entries.compactMap { event, name in
      guard case .moves = ConversationTransition.outcome(of: event, in: talk.state) else {
        return nil
      }
      return DeskForm(
        path: "\(path)/\(name)",
        submit: texts["service.talk.\(name)"],
        isQuiet: event != .take
      )
    }
  }
}
