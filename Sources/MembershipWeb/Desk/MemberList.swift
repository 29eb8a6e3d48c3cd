internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// The merchant's members, newest first, by stage, by what they are called, or the one behind a number.
enum MemberList {
  static let route = MembershipDesk.pages.page(
    "/desk/members",
    "listDeskMembers",
    .seeMembers,
    parameters: [
      .query("q", .string(0...254), "Part of a name, a tag, a telephone number or an address."),
      .query("stage", .choice(ChildStage.allCases.map(\.rawValue)), "The stage of a child."),
      .query("before", .id(MemberID.self), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, search) = (frame.texts, request.query["q"])
    var query = MemberListQuery()
    query.stage = request.query["stage"].flatMap(ChildStage.init)
    query.before = request.query["before"].flatMap { MemberID($0) }
    query.limit = 30
    var found: [Member] = []
    let count: Int
    if let search, let id = try await behind(search, request.scope) {
      found = try await request.scope.member(id).map { [$0] } ?? []
      count = found.count
    } else {
      query.text = search?.trimmingCharacters(in: .whitespacesAndNewlines)
      found = try await request.scope.members(query)
      count = try await request.scope.memberCount(query)
    }
    let content: View = [
      "filters": filters(query.stage, search, frame), "rows": found.map { row($0, frame) },
      "empty": texts["desk.members.empty"],
      "search": [
        "action": request.url("/desk/members", ["lang": nil]),
        "label": texts["desk.members.search"], "value": search ?? "",
        "submit": texts["desk.members.find"],
      ] as View,
      "next": found.count == query.limit
        ? found.last.map {
          request.url(
            "/desk/members",
            ["stage": query.stage?.rawValue, "q": search, "before": $0.id.description]
          )
        } : nil,
    ]
    return try frame.list(
      texts["desk.members.title", ["count": "\(count)"]],
      content,
      notice: notice
    )
  }

  /// Whose number or address it is; nothing when it is neither, or nobody's.
  private static func behind(_ text: String, _ rows: some TenantQuerying) async throws -> MemberID?
  {
    for channel in [ContactChannel.phone, .email] {
      guard let address = ContactRule.normal(channel, text) else { continue }
      if let member = try await rows.memberBehind(channel, address) { return member }
    }
    return nil
  }

  private static func filters(_ chosen: ChildStage?, _ search: String?, _ frame: DeskFrame)
    -> [View]
  {
    ([nil] + ChildStage.allCases.map(Optional.some)).map { stage in
      [
        "name": frame.texts[stage.map { "stage.\($0.rawValue)" } ?? "desk.members.all"],
        "isCurrent": stage == chosen,
        "href": frame.request.url("/desk/members", ["stage": stage?.rawValue, "q": search]),
      ]
    }
  }

  private static func row(_ member: Member, _ frame: DeskFrame) -> View {
    [
      "href": frame.request.url("/desk/members/\(member.id)"),
      "name": MemberWords.name(member, frame.texts),
      "detail": frame.texts["desk.members.joined", ["time": frame.time(member.joinedAt)]],
    ]
  }
}

/// How the desk calls a member.
enum MemberWords {
  static func name(_ member: Member, _ texts: LocalTexts) -> String {
    guard member.displayName.isEmpty else { return member.displayName }
    return texts["desk.member.unnamed", ["id": String(member.id.description.suffix(6))]]
  }
}
