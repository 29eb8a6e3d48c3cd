internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The page of a talk as its customer sees it: danger first, then what was said, then what to do.
struct ChatPage {
  private let request: TenantRequest
  private let shell: PageShell
  private let entrance: TalkEntrance
  private let canReword: Bool
  private let canRead: Bool
  private var notice: String?
  private var draft: String?

  /// Makes the page of a request.
  typealias Making = @Sendable (TenantRequest) -> ChatPage

  /// Prepares the page; the process may be able to ask language models, and to read pictures.
  init(
    _ request: TenantRequest,
    _ shell: PageShell,
    _ entrance: TalkEntrance,
    canReword: Bool,
    canRead: Bool
  ) {
    self.request = request
    self.shell = shell
    self.entrance = entrance
    self.canReword = canReword
    self.canRead = canRead
  }

  /// The same page with what speaks against a form, or with words that wait to be sent.
  func saying(notice: String? = nil, draft: String? = nil) -> Self {
    var page = self
    page.notice = notice
    page.draft = draft
    return page
  }

  private var texts: LocalTexts { request.texts }

  func reply(status: HTTPResponse.Status = .ok) async throws -> Reply {
    let session = try await request.session()
    var talk: Conversation?
    var around = Around()
    if let session {
      talk = try await request.scope.conversation(of: session.id)
      let ages = try await entrance.customers.ages(session, request.tenant, request.scope)
      around.known = known(ages)
      around.guides = try await guides(session, ages)
    }
    var messages: [Message] = []
    var wordings: [Wording] = []
    if let talk {
      messages = try await request.scope.messages(of: talk.id)
      wordings = try await request.scope.wordings(of: talk.id)
      around.related = try await related(to: messages.last, talk)
      around.combined = try await combined(with: messages.last, talk)
    }
    let head = PageHead(
      name: "service",
      title: texts["service.title"],
      styles: [ServiceAssets.style],
      scripts: [ServiceAssets.script, ServiceAssets.voice, ServiceAssets.picture]
    )
    let reply = try await shell.page(
      request,
      head,
      "service/chat",
      ["service": view(talk, messages, wordings, around)],
      status: status
    )
    return reply.personal
  }

  /// What stands around the talk.
  private struct Around {
    var related: View?
    var combined: View?
    var known: String?
    var guides: View?
  }

  private func view(
    _ talk: Conversation?,
    _ messages: [Message],
    _ wordings: [Wording],
    _ around: Around
  ) -> View {
    let isOver = talk?.state == .resolved
    let isLive = talk != nil && !isOver
    let isWaiting = talk?.state == .queued || talk?.state == .person
    let examples: [View] = messages.isEmpty ? examples : []
    let view: View = [
      "notice": notice, "danger": isLive ? danger(messages) : nil,
      "state": talk.map { texts["service.state.\($0.state.rawValue)"] },
      "isWaiting": isWaiting,
      "messages": messages.enumerated().map { place, message -> View in
        let isLatest = place == messages.count - 1
        return self.view(
          message,
          isLatest: isLatest,
          isLive: isLive,
          wording: wording(of: message, wordings),
          reword: isLatest ? reword(message, talk, wordings) : nil
        )
      },
      "examples": examples,
      "say": request.url("\(ChatRoutes.path)/messages"), "limit": "\(Message.textLimit)",
      "draft": draft, "advice": form("advice", AdviceForm.view(texts)), "picture": picture,
      "voice": voice, "related": around.related,
      "combined": around.combined,
      "known": around.known, "guides": around.guides,
      "person": isWaiting ? nil : form("person", ["label": texts["service.person.button"]]),
      "rating": rating(talk, messages), "rated": talk?.rating.map { _ in texts["service.rated"] },
      "erase": talk == nil ? nil : form("erasure", ["label": texts["service.erase"]]),
      "emergency": emergency, "refresh": request.url(ChatRoutes.path),
      "modelNotice": modelNotice, "centre": request.url(KnowledgeCentrePages.path),
      "experts": request.url(ExpertPages.path), "diary": request.url(DiaryPages.path),
      "plan": request.url(PlanPages.path),
    ]
    return view.with("formToken", request.formToken).with("key", request.makeIdempotencyKey())
  }

  /// By which age is answered, where the family let it be known.
  private func known(_ ages: ChildAges) -> String? {
    guard ages.onlyDays != nil, let months = ages.months.first else { return nil }
    return texts["service.knownAge", ["months": "\(months)"]]
  }

  /// How what was bought is used, for the child's age.
  private func guides(_ session: Session, _ ages: ChildAges) async throws -> View? {
    let found = try await entrance.service.guides(
      for: try await entrance.customers.goods(session, request.tenant, request.scope),
      age: ages.onlyDays,
      in: [request.locale.rawValue],
      from: request.scope
    )
    guard !found.isEmpty else { return nil }
    return [
      "title": texts["service.guides.title"],
      "list": found.map { guide -> View in
        [
          "name": guide.entry.draft.question, "goods": guide.goods,
          "href": request.url("\(KnowledgeCentrePages.path)/\(guide.entry.draft.slug)"),
        ]
      },
    ]
  }

  /// Goods and further entries around the newest answer, for the age for which it was given; none beside
  /// danger, and none while a person answers.
  private func related(to message: Message?, _ talk: Conversation) async throws -> View? {
    guard talk.state == .bot, let message, let payload = ChatPayload(message.payload),
      payload.action == .answer, payload.level == .none, let entry = payload.citations.first?.entry
    else { return nil }
    return RelatedView.of(
      try await entrance.service.related(to: entry, age: payload.ageDays, from: request.scope),
      request,
      withFacts: false
    )
  }

  /// What else answers: something computed, the entry itself, an expert's next time; each may be absent.
  private func combined(with message: Message?, _ talk: Conversation) async throws -> View? {
    guard talk.state == .bot, let message, let payload = ChatPayload(message.payload),
      payload.action == .answer, payload.level == .none, let entry = payload.citations.first?.entry
    else { return nil }
    let found = try await entrance.service.combined(
      with: entry,
      session: talk.session,
      of: request.tenant,
      from: request.scope
    )
    guard found.result != nil || found.article != nil || found.booking != nil else { return nil }
    return [
      "title": texts["service.combined.title"], "result": found.result.map(words),
      "article": found.article.map { article -> View in
        [
          "href": request.url("\(KnowledgeCentrePages.path)/\(article.draft.slug)"),
          "name": texts["service.combined.article"],
        ]
      },
      "booking": found.booking.map { booking -> View in
        let time = ChatTexts.time(booking.startsAt, request.locale, request.tenant.timeZone)
        let key = booking.isBookable ? "service.combined.book" : "service.combined.ask"
        return [
          "href": request.url(ExpertPages.path) + "#expert-\(booking.expert.code)",
          "name": texts[
            key,
            ["name": booking.expert.name.text(in: request.locales), "time": time]
          ],
        ]
      },
    ]
  }

  private func words(_ result: CombinedAnswer.Result) -> String {
    let names = result.short.map { $0.name.text(in: request.locales) }
    let week = texts["service.diary.week", ["week": "\(result.week)"]]
    guard !names.isEmpty else { return week }
    return "\(week) · "
      + texts["service.combined.short", ["names": names.joined(separator: " · ")]]
  }

  // MARK: Danger

  /// The gravest word of triage that calls for somebody in person, of equals the newest: what is said
  /// of a fever later does not take back that a child cannot be woken.
  private func danger(_ messages: [Message]) -> View? {
    let told = messages.reversed().compactMap { message -> (text: String, payload: ChatPayload)? in
      guard let payload = ChatPayload(message.payload), payload.level >= .urgent,
        payload.action == .handOff
      else { return nil }
      return (message.text, payload)
    }
    guard let (text, payload) = told.max(by: { $0.payload.level < $1.payload.level }) else {
      return nil
    }
    return [
      "title": texts["service.danger.\(payload.level.rawValue)"],
      "paragraphs": Self.paragraphs(text).prefix(1).map { ["text": $0] as View },
      "call": payload.level == .emergency ? emergency : nil,
    ]
  }

  /// The ambulance of the merchant's market.
  private var emergency: View? {
    EmergencyNumbers(country: request.tenant.market)[.emergency].map { number in
      [
        "href": "tel:\(number)", "label": texts["service.call", ["number": number]],
        "hint": texts["service.emergencyHint", ["number": number]],
      ]
    }
  }

  // MARK: Messages

  private func view(
    _ message: Message,
    isLatest: Bool,
    isLive: Bool,
    wording: View?,
    reword: View?
  ) -> View {
    let payload = ChatPayload(message.payload)
    let isChoice = isLatest && isLive
    let choices = isChoice ? payload?.buttons ?? [] : []
    let ages: [View] = isChoice && payload?.asksAge == true ? ages : []
    return [
      "side": message.author.rawValue, "isLatest": isLatest,
      "who": texts["service.by.\(message.author.rawValue)"],
      "time": ChatTexts.time(message.writtenAt, request.locale, request.tenant.timeZone),
      "planned": payload?.plannedAge.map { texts["service.plan.because", ["days": "\($0)"]] },
      "plan": request.url(PlanPages.path),
      "advice": payload.flatMap { $0.advice.isEmpty ? nil : $0.advice },
      "paragraphs": Self.paragraphs(message.text).map { ["text": $0] as View },
      "spoken": isLatest && message.author != .customer
        ? SpokenAnswerRule.spoken(message.text) : nil,
      "confidence": payload?.isSure.map { texts["service.confidence.\($0 ? "sure" : "fair")"] },
      "sources": (payload?.citations ?? []).map { citation -> View in
        ["source": citation.source, "reviewer": citation.reviewer]
      },
      "choices": choices.map { choice($0, label: $0) }, "ages": ages,
      "isDisclosed": message.author == .bot, "wording": wording, "reword": reword,
    ]
  }

  // MARK: Wordings

  /// A language model's words, named as such, with its name.
  private func wording(of message: Message, _ wordings: [Wording]) -> View? {
    guard let wording = wordings.first(where: { $0.position == message.position }),
      wording.outcome == .served, let text = wording.text
    else { return nil }
    return [
      "label": texts["service.wording.label"], "model": wording.model,
      "paragraphs": Self.paragraphs(text).map { ["text": $0] as View },
    ]
  }

  /// Who is given what is asked, where the merchant has a language model.
  private var modelNotice: String? {
    guard canReword, let model = try? request.tenant.service.languageModel,
      let host = URL(string: model.url)?.host()
    else { return nil }
    return texts["service.wording.notice", ["host": host]]
  }

  /// Asks a model for the newest answer: the press of the button is the consent to it.
  private func reword(_ message: Message, _ talk: Conversation?, _ wordings: [Wording]) -> View? {
    guard canReword, let talk, (try? request.tenant.service.languageModel) != nil,
      let payload = ChatPayload(message.payload), WordingRule.allows(payload, in: talk.state),
      !wordings.contains(where: { $0.position == message.position })
    else { return nil }
    return form("wording", ["label": texts["service.wording.ask"]])
  }

  static func paragraphs(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map(String.init).filter { $0.contains { $0 != " " } }
  }

  /// Ages that are written as a parent would, so that they are read and kept like any message.
  private var ages: [View] {
    AdviceForm.ages.map {
      choice(texts["service.ageSaid.\($0)"], label: texts["service.age.\($0)"])
    }
  }

  private var examples: [View] {
    (1...4).map { choice(texts["service.example.\($0)"], label: texts["service.example.\($0)"]) }
  }

  // MARK: Voice and pictures

  /// What the script of the hands-busy mode says and listens to; hidden where there is none.
  private var voice: View {
    [
      "language": Self.spoken[request.locale.rawValue.prefix(2).lowercased()]
        ?? request.locale.rawValue,
      "listening": texts["service.voice.listening"], "silent": texts["service.voice.silent"],
      "refused": texts["service.voice.refused"], "stop": texts["service.voice.stop"],
      "start": texts["service.voice.start"],
    ]
  }

  private static let spoken = ["zh": "zh-CN", "en": "en-GB", "ja": "ja-JP", "id": "id-ID"]

  /// The form for a picture: its words are read where something reads, and people see it always.
  private var picture: View {
    let view: View = [
      "person": request.url(PictureRoutes.personPath),
      "words": canRead ? request.url(PictureRoutes.wordsPath) : nil,
      "none": canRead ? nil : texts["service.picture.noReader"],
      "limit": "\(Media.byteLimit)", "side": "2400",
    ]
    return view.with("formToken", request.formToken).with("key", request.makeIdempotencyKey())
  }

  // MARK: Forms

  private func choice(_ text: String, label: String) -> View {
    form("messages", ["label": label, "value": text])
  }

  private func form(_ name: String, _ values: View) -> View {
    values.with("action", request.url("\(ChatRoutes.path)/\(name)"))
      .with("formToken", request.formToken).with("key", request.makeIdempotencyKey())
  }

  private func rating(_ talk: Conversation?, _ messages: [Message]) -> View? {
    guard let talk, talk.rating == nil, messages.contains(where: { $0.author != .customer }) else {
      return nil
    }
    return form(
      "rating",
      [
        "grades": (1...5).reversed().map { grade -> View in
          ["value": "\(grade)", "name": texts["service.grade.\(grade)"]]
        }
      ]
    )
  }
}
