internal import Foundation
internal import TenantStore

/// One question to a service that speaks the chat completions of OpenAI's API, version 1.
struct ChatCompletion: Sendable {
  let settings: LanguageModelSettings
  /// What the model is told to do.
  let instructions: String
  /// What it is to do it with.
  let asked: String

  /// The request, with the key if the service wants one.
  func request(key: Secret?) -> OutboundRequest {
    let streams = settings.streams ?? true
    let body: JSONValue = [
      "model": .string(settings.model), "stream": .bool(streams), "temperature": 0,
      "max_tokens": 800,
      "messages": [
        ["role": "system", "content": .string(instructions)],
        ["role": "user", "content": .string(asked)],
      ],
    ]
    var headers = [
      "content-type": "application/json",
      "accept": streams ? "text/event-stream, application/json" : "application/json",
    ]
    key?.withBytes { headers["authorization"] = "Bearer " + String(decoding: $0, as: UTF8.self) }
    let slash = settings.url.hasSuffix("/") ? "" : "/"
    var request = OutboundRequest(
      .post,
      settings.url + slash + "chat/completions",
      headers: headers,
      body: body.canonicalBytes,
      deadline: settings.deadline
    )
    request.firstByteDeadline = min(settings.firstToken, settings.deadline)
    request.sizeLimit = 1 << 18
    return request
  }

  /// The text of the first choice; nothing where the answer is not of this form, or was cut short.
  static func text(of response: OutboundResponse) -> String? {
    guard response.status == 200 else { return nil }
    let isStream = response.headers["content-type"]?.hasPrefix("text/event-stream") == true
    let text = isStream ? streamed(response.text) : whole(response.text)
    let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    return trimmed.isEmpty ? nil : trimmed
  }

  private static func whole(_ body: String) -> String? {
    guard let json = try? JSONValue(json: body), case .array(let choices)? = json["choices"],
      let choice = choices.first, case .string(let text)? = choice["message"]?["content"],
      choice["finish_reason"] == "stop"
    else { return nil }
    return text
  }

  /// Server-sent events, each with a piece; one that never says `stop` was cut short.
  private static func streamed(_ body: String) -> String? {
    var text = ""
    var isWhole = false
    for line in body.split(whereSeparator: \.isNewline) where line.hasPrefix("data:") {
      let event = line.dropFirst(5).trimmingSpaces()
      if event == "[DONE]" { break }
      guard let json = try? JSONValue(json: event), case .array(let choices)? = json["choices"]
      else { return nil }
      // The last event of some services tells the use of tokens and has no choice.
      guard let choice = choices.first else { continue }
      if case .string(let piece)? = choice["delta"]?["content"] { text += piece }
      switch choice["finish_reason"] {
      case nil, .null?: continue
      case "stop": isWhole = true
      default: return nil
      }
    }
    return isWhole ? text : nil
  }
}
