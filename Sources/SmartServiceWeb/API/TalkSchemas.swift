internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// The shapes of a talk in the API.
enum TalkSchemas {
  static let messageInput = Schema.named(
    "ServiceMessageInput",
    .object([
      .required(
        "text",
        .string(1...Message.textLimit)
          .described("What the visitor says, as it would be spoken; best with the child's age.")
          .example("5个月能吃米粉吗")
      ),
      .optional(
        "heard",
        .object([
          .required(
            "confidence",
            .number.described("How sure the recogniser of speech is of the text, 0 to 1.")
          ),
          .optional(
            "others",
            .array(.string(1...Message.textLimit), count: 0...(SpokenMessage.limit - 1))
              .described("What else may have been said; triage reads it too.")
          ),
        ])
        .described("Where it was said aloud: what a recogniser of speech makes of it.")
      ),
    ])
  )

  static let ratingInput = Schema.named(
    "ServiceRatingInput",
    .object([.required("rating", .integer(1...5).described("From 1, bad, to 5."))])
  )

  static let talk = Schema.named(
    "ServiceTalk",
    .object([
      .required(
        "state",
        .choice(["none"] + ConversationState.allCases.map(\.rawValue))
          .described("Whose turn it is; after resolved the next message begins a new talk.")
      ),
      .optional("id", .id(ConversationID.self)),
      .optional("rating", .integer(1...5)),
      .required("messages", .array(message, count: 0...200).described("The last 200, in order.")),
    ])
  )

  private static let message = Schema.named(
    "ServiceMessage",
    .object([
      .required("position", .integer(1...Int64(Int32.max))),
      .required("author", .choice(["customer", "bot", "agent"])),
      .required("text", .string(0...Message.textLimit)),
      .required("written_at", .string(20...40, format: .dateTime)),
      .optional(
        "answer",
        answer.described("What a program answered; absent where people wrote.")
      ),
      .optional(
        "wording",
        .object([.required("text", .string()), .required("model", .string())])
          .described("The same as a language model says it, to be labelled as AI.")
      ),
    ])
  )

  private static let answer = Schema.named(
    "ServiceAnswer",
    .object([
      .required("action", .choice(ServiceAction.allCases.map(\.rawValue))),
      .required(
        "level",
        .choice(TriageLevel.allCases.map(\.rawValue))
          .described("How soon a child must be seen. An emergency is shown before all else.")
      ),
      .optional("advice", .string(1...10_000).described("What to do first, beside the text.")),
      .required("is_sure", .boolean),
      .required("asks_age", .boolean.described("Whether the child's age is asked for.")),
      .required("choices", .array(.string(), count: 0...3).described("One may be meant.")),
      .required(
        "citations",
        .array(
          .object([
            .required("entry", .string()), .required("version", .integer()),
            .required("source", .string()), .required("reviewer", .string()),
          ]),
          count: 0...10
        )
      ),
    ])
  )

  /// A talk as JSON; nobody has said anything where there is none.
  static func reply(_ talk: Conversation?, _ messages: [Message], _ wordings: [Wording]) -> Reply {
    var members: [String: JSONValue] = [
      "state": .string(talk?.state.rawValue ?? "none"),
      "messages": .array(
        messages.map { message in
          json(message, wordings.first { $0.position == message.position })
        }
      ),
    ]
    members["id"] = talk.map { .string($0.id.description) }
    members["rating"] = talk?.rating.map { .integer(Int64($0)) }
    return .json(JSONValue.object(members))
  }

  private static func json(_ message: Message, _ wording: Wording?) -> JSONValue {
    var members: [String: JSONValue] = [
      "position": .integer(Int64(message.position)), "author": .string(message.author.rawValue),
      "text": .string(message.text), "written_at": .string(message.writtenAt.ISO8601Format()),
    ]
    members["answer"] = ChatPayload(message.payload).map(json)
    if let wording, wording.outcome == .served, let text = wording.text {
      members["wording"] = ["text": .string(text), "model": .string(wording.model)]
    }
    return .object(members)
  }

  private static func json(_ payload: ChatPayload) -> JSONValue {
    var members: [String: JSONValue] = [
      "action": .string(payload.action.rawValue), "level": .string(payload.level.rawValue),
      "is_sure": .bool(payload.isSure == true), "asks_age": .bool(payload.asksAge),
      "choices": .array(payload.buttons.map(JSONValue.string)),
      "citations": .array(
        payload.citations.map { citation in
          [
            "entry": .string(citation.entry), "version": .integer(Int64(citation.version)),
            "source": .string(citation.source), "reviewer": .string(citation.reviewer),
          ]
        }
      ),
    ]
    if !payload.advice.isEmpty { members["advice"] = .string(payload.advice) }
    return .object(members)
  }
}
