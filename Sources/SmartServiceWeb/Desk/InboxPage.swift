internal import Foundation
internal import SmartService
internal import TenantStore
internal import TenantWeb

/// Whoever waits for a person, the most urgent first, then all other talks.
enum InboxPage {
  static let path = "/desk/service"
  private static let filters = ["waiting", "mine", "late"]

  static let route = ServiceDeskWords.routes.page(
    path,
    "listServiceTalks",
    .seeService,
    parameters: [
      .query("state", .choice(filters), "Which talks."),
      .query("after", .string(1...200), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, filter) = (frame.texts, request.query["state"])
    var query = InboxQuery()
    query.limit = 30
    query.after = request.query["after"].flatMap(InboxCursor.place)
    switch filter {
    case "waiting": query.state = .queued
    case "mine": query.owner = frame.member.login
    case "late": query.onlyOverdue = true
    default: break
    }
    let found = try await request.scope.inbox(query)
    let rows = found.map { row($0, frame) }
    let links = ([nil] + filters.map(Optional.some)).map { entry -> View in
      [
        "name": texts["service.inbox.\(entry ?? "all")"], "isCurrent": entry == filter,
        "href": request.url(path, ["state": entry]),
      ]
    }
    let next = found.count == query.limit ? found.last.map { InboxCursor.text($0.place) } : nil
    return try frame.list(
      texts["service.desk.inbox"],
      [
        "rows": rows, "empty": texts["service.inbox.empty"], "filters": links,
        "next": next.map { request.url(path, ["state": filter, "after": $0]) },
      ],
      notice: notice
    )
  }

  private static func row(_ item: InboxItem, _ frame: DeskFrame) -> View {
    let (texts, talk) = (frame.texts, item.conversation)
    var detail = [frame.time(talk.updatedAt)]
    if let handOff = item.handOff {
      detail.insert(texts["service.reason.\(handOff.reason.rawValue)"], at: 0)
      if talk.state == .queued { detail.append(due(handOff, frame)) }
      if talk.state == .queued, handOff.minutesAhead > 0 {
        detail.insert(
          texts["service.inbox.ahead", ["minutes": "\(handOff.minutesAhead)"]],
          at: 0
        )
      }
      if let agent = handOff.agent {
        detail.insert(texts["service.inbox.wanted", ["login": agent]], at: 0)
      }
    }
    return [
      "href": frame.request.url("\(path)/\(talk.id)"),
      "name": item.lastWords.isEmpty ? texts["service.inbox.silent"] : excerpt(item.lastWords),
      "state": state(talk, frame), "detail": detail.joined(separator: " · "),
    ]
  }

  /// Whose turn it is, with the login of whoever has it.
  static func state(_ talk: Conversation, _ frame: DeskFrame) -> String {
    let state = frame.texts["service.desk.state.\(talk.state.rawValue)"]
    return talk.owner.map { "\(state) · \($0)" } ?? state
  }

  /// By when an answer is due, or that it is late.
  static func due(_ handOff: HandOff, _ frame: DeskFrame) -> String {
    guard let due = handOff.dueAt else { return frame.texts["service.due.never"] }
    let key = due <= frame.request.now ? "service.due.late" : "service.due.until"
    return frame.texts[key, ["time": frame.time(due)]]
  }

  private static func excerpt(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 80 ? "\(line.prefix(80))…" : line
  }

  /// How many wait, for the desk's first page.
  static let tasks: DeskTask.Source = { request in
    var query = InboxQuery()
    query.state = .queued
    query.limit = 100
    return [
      DeskTask(
        textKey: "service.desk.waiting",
        count: Int64(try await request.scope.inbox(query).count),
        permission: .seeService,
        url: request.url(path, ["state": "waiting"])
      )
    ]
  }
}

/// A place of the inbox as an address carries it.
enum InboxCursor {
  /// `1~0~1764460800000000~con_…`; what is nothing is empty.
  static func text(_ place: InboxPlace) -> String {
    let due = place.dueAt.map { String(Int64(($0.timeIntervalSince1970 * 1e6).rounded())) }
    return [
      place.isQueued ? "1" : "0", place.priority.map(String.init) ?? "", due ?? "",
      place.conversation.description,
    ]
    .joined(separator: "~")
  }

  /// The place, or nothing where the text is none.
  static func place(_ text: String) -> InboxPlace? {
    let parts = text.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 4, let id = ConversationID(String(parts[3])) else { return nil }
    return InboxPlace(
      isQueued: parts[0] == "1",
      priority: Int(parts[1]),
      dueAt: Int64(parts[2]).map { Date(timeIntervalSince1970: Double($0) / 1e6) },
      conversation: id
    )
  }
}
