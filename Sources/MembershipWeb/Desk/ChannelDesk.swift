internal import Membership
internal import TenantStore
internal import TenantWeb

/// Through whom members and groups are reached beside text messages, and what was said in groups.
enum ChannelDesk {
  /// Which channels are bound, said plainly: without an account nothing goes out that way.
  static func bindings(_ frame: DeskFrame) throws -> FigureSection {
    let texts = frame.texts
    let messages = try frame.request.tenant.membership.messages
    func state(_ isBound: Bool) -> String {
      texts[isBound ? "desk.channels.bound" : "desk.channels.unbound"]
    }
    return FigureSection(
      title: texts["desk.channels.title"],
      text: texts["desk.channels.lead"],
      facts: [
        (texts["desk.channels.mini"], state(messages?.wechatMini != nil)),
        (texts["desk.channels.wecom"], state(messages?.wecom != nil)),
        (texts["contact.phone"], state(messages?.aliyun != nil)),
      ]
    )
  }

  /// What was said in groups of late.
  static func said(
    _ messages: [GroupMessage],
    _ groups: [ContactGroup],
    _ frame: DeskFrame
  ) -> FigureSection? {
    guard !messages.isEmpty else { return nil }
    let texts = frame.texts
    return FigureSection(
      title: texts["desk.channels.said"],
      lines: messages.map { message in
        let group = groups.first { $0.code == message.group }?.name ?? message.group
        return (
          message.text, "\(group) · \(message.askedBy) · \(frame.time(message.askedAt))",
          outcome(message.outcome, texts)
        )
      }
    )
  }

  /// The form by which a group of WeCom is told something; nothing where it cannot be.
  static func telling(_ group: ContactGroup, _ frame: DeskFrame) throws -> DeskForm? {
    guard group.closedAt == nil, group.kind == .wecom, group.chat != nil,
      try frame.request.tenant.membership.messages?.wecom != nil
    else { return nil }
    let texts = frame.texts
    return DeskForm(
      path: "\(ContactDesk.path)/messages",
      submit: texts["desk.channels.tell"],
      fields: [
        .init(name: "text", label: texts["desk.channels.text"], kind: .long, maximum: 1_000)
      ],
      hidden: [("group", group.code)],
      hint: texts["desk.channels.tellHint"]
    )
  }

  /// Tells a group something.
  static let tell = MembershipDesk.pages.form(
    "\(ContactDesk.path)/messages",
    "tellGroup",
    .changeMembers,
    once: true,
    show: ContactDesk.show
  ) { request, actor, transaction in
    guard case .staff(let login) = actor else { throw WebRefusal(.notFound) }
    try await ContactGroups().tell(
      try request.form.required("text"),
      to: try request.form.required("group"),
      by: login,
      for: request.tenant,
      in: transaction
    )
    return request.url(ContactDesk.path)
  }

  /// Notes how a member is called in WeCom.
  static func link(
    _ member: MemberID,
    _ request: TenantRequest,
    _ actor: Actor,
    _ transaction: TenantTransaction
  ) async throws {
    try await Families().link(
      .wecom,
      try request.form.required("person"),
      to: member,
      by: actor,
      in: transaction
    )
  }

  /// The form by which it is noted.
  static func linking(_ member: Member, _ texts: LocalTexts) -> DeskForm {
    DeskForm(
      path: "/desk/members/\(member.id)/wecom",
      submit: texts["desk.channels.link"],
      fields: [.init(name: "person", label: texts["desk.channels.person"], maximum: 64)],
      isQuiet: true
    )
  }

  private static func outcome(_ outcome: String?, _ texts: LocalTexts) -> String {
    switch outcome {
    case nil: texts["desk.channels.waits"]
    case "taken"?: texts["desk.channels.taken"]
    case "unknown"?: texts["desk.channels.unknown"]
    case let code?: texts["desk.channels.refused", ["code": code.replacing("refused:", with: "")]]
    }
  }
}
