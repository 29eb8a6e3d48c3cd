internal import HTTPTypes
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The API by which apps and mini-programmes carry the visitor's talk with the shop; every change
/// answers with the whole talk.
struct TalkAPI {
  static let path = "/api/v1/service/talk"

  let entrance: TalkEntrance
  let wordings: WordingDesk?
  private let tag = "Customer service"
  private let answers: [RouteResponse] = [.json(TalkSchemas.talk, "The talk as it stands.")]

  init(_ entrance: TalkEntrance, wordings: WordingDesk?) {
    (self.entrance, self.wordings) = (entrance, wordings)
  }

  var routes: [Route] { [show, say, reword, askPerson, rate, erase] }

  private struct MessageInput: Decodable {
    let text: String
    let heard: Heard?

    struct Heard: Decodable {
      let confidence: Double
      let others: [String]?
    }
  }

  private struct RatingInput: Decodable {
    let rating: Int
  }

  private var show: Route {
    .read(
      Self.path,
      operation: "getServiceTalk",
      summary: "The visitor's talk, with danger told of above everything else",
      tag: tag,
      responses: answers,
      permission: .session
    ) { request in
      try await Self.talk(of: request.session()?.id, from: request.scope)
    }
  }

  private var say: Route {
    change(
      .post,
      "\(Self.path)/messages",
      operation: "writeToServiceTalk",
      summary: "Says something; triage comes first, then an answer, an order or a person",
      body: .json(TalkSchemas.messageInput),
      refusals: .conversations(.messageInvalid)
    ) { entrance, request, transaction in
      let input = try request.body(MessageInput.self)
      let heard = input.heard.map { heard in
        SpokenMessage(best: input.text, others: heard.others ?? [], confidence: heard.confidence)
      }
      try await entrance.say(input.text, heard: heard, by: .app, request, in: transaction)
    }
    .costing(.reading)
  }

  /// The answer is there already; whatever a model makes of it comes beside it.
  private var reword: Route {
    .act(
      "\(Self.path)/wording",
      operation: "rewordServiceTalk",
      summary: "Lets the merchant's language model, if there is one, say the newest answer anew",
      tag: tag,
      responses: answers
    ) { [wordings] request, database in
      let session = try await request.session()?.id
      if let wordings, let session {
        try await wordings.reword(for: session, of: request.tenant, in: database)
      }
      return try await Self.talk(of: session, from: request.scope)
    }
  }

  private var askPerson: Route {
    change(
      .put,
      "\(Self.path)/person",
      operation: "askPersonInServiceTalk",
      summary: "Asks for a person; asking again changes nothing",
      idempotency: .natural
    ) { try await $0.askPerson($1, in: $2) }
  }

  private var rate: Route {
    change(
      .put,
      "\(Self.path)/rating",
      operation: "rateServiceTalk",
      summary: "Keeps what the visitor thinks of the talk; the last word counts",
      body: .json(TalkSchemas.ratingInput),
      idempotency: .natural,
      refusals: .conversations(.notFound, .ratingInvalid)
    ) { entrance, request, transaction in
      try await entrance.rate(
        try request.body(RatingInput.self).rating,
        request,
        in: transaction
      )
    }
  }

  private var erase: Route {
    change(
      .delete,
      Self.path,
      operation: "eraseServiceTalk",
      summary: "Deletes all that the visitor has said and was told, in earlier talks too",
      idempotency: .natural
    ) { try await $0.erase($1, in: $2) }
  }

  private typealias Change =
    @Sendable (TalkEntrance, TenantRequest, TenantTransaction) async throws -> Void

  private func change(
    _ method: HTTPRequest.Method,
    _ path: String,
    operation: String,
    summary: String,
    body: RouteBody? = nil,
    idempotency: Route.Idempotency = .offered,
    refusals: [RefusalDescription] = [],
    _ change: @escaping Change
  ) -> Route {
    let entrance = entrance
    return .write(
      method,
      path,
      operation: operation,
      summary: summary,
      tag: tag,
      body: body,
      responses: answers,
      idempotency: idempotency,
      refusals: refusals
    ) { request, transaction in
      try await change(entrance, request, transaction)
      let session = try await request.session(in: transaction).id
      return try await Self.talk(of: session, from: transaction)
    }
  }

  private static func talk(of session: SessionID?, from querying: some TenantQuerying)
    async throws -> Reply
  {
    guard let session, let talk = try await querying.conversation(of: session) else {
      return TalkSchemas.reply(nil, [], [])
    }
    return TalkSchemas.reply(
      talk,
      try await querying.messages(of: talk.id),
      try await querying.wordings(of: talk.id)
    )
  }
}

extension [RefusalDescription] {
  fileprivate static func conversations(_ codes: ConversationRefusal.Code...) -> Self {
    let names = Set(codes.map(\.rawValue))
    return RefusalDescription.all(of: ConversationRefusal.Code.self).filter {
      names.contains($0.code)
    }
  }
}
