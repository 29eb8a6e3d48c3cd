internal import Foundation
internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The page of a talk as its customer sees it: danger first, then what was said, then what to do.
struct ChatPage {
  private let request: TenantRequest
  private let shell: PageShell
  private let canReword: Bool
  private let notice: String?

  /// Prepares the page; `canReword` says whether the process can ask language models.
  init(_ request: TenantRequest, _ shell: PageShell, canReword: Bool, notice: String? = nil) {
    self.request = request
    self.shell = shell
    self.canReword = canReword
    self.notice = notice
  }

  private var texts: LocalTexts { request.texts }

  func reply(status: HTTPResponse.Status = .ok) async throws -> Reply {
    let session = try await request.session()?.id
    var talk: Conversation?
    if let session { talk = try await request.scope.conversation(of: session) }
    var messages: [Message] = []
    var wordings: [Wording] = []
    if let talk {
      messages = try await request.scope.messages(of: talk.id)
      wordings = try await request.scope.wordings(of: talk.id)
    }
    let head = PageHead(
      name: "service",
      title: texts["service.title"],
      styles: [ServiceAssets.style],
      scripts: [ServiceAssets.script]
    )
    let reply = try await shell.page(
      request,
      head,
      "service/chat",
      ["service": view(talk, messages, wordings)],
      status: status
    )
    return reply.personal
  }

  private func view(_ talk: Conversation?, _ messages: [Message], _ wordings: [Wording]) -> View {
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
      "person": isWaiting ? nil : form("person", ["label": texts["service.person.button"]]),
      "rating": rating(talk, messages), "rated": talk?.rating.map { _ in texts["service.rated"] },
      "erase": talk == nil ? nil : form("erasure", ["label": texts["service.erase"]]),
      "emergency": emergency, "refresh": request.url(ChatRoutes.path),
      "modelNotice": modelNotice, "centre": request.url(KnowledgeCentrePages.path),
      "experts": request.url(ExpertPages.path),
    ]
    return view.with("formToken", request.formToken).with("key", request.makeIdempotencyKey())
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
      "advice": payload.flatMap { $0.advice.isEmpty ? nil : $0.advice },
      "paragraphs": Self.paragraphs(message.text).map { ["text": $0] as View },
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
    ["days10", "month1", "month3", "month5", "month7", "month10", "year1", "year2", "year4"].map {
      choice(texts["service.ageSaid.\($0)"], label: texts["service.age.\($0)"])
    }
  }

  private var examples: [View] {
    (1...4).map { choice(texts["service.example.\($0)"], label: texts["service.example.\($0)"]) }
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
