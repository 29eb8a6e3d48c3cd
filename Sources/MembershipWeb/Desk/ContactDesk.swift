internal import Membership
internal import TenantStore
internal import TenantWeb

/// With whom the staff is to talk, and the group chats that they keep.
enum ContactDesk {
  static let path = "/desk/contacts"
  private static let group = RouteParameter.path("group", .string(2...40), "Its short name.")
  private static let campaign = RouteParameter.path("campaign", .string(2...40), "The campaign.")
  private static let member = RouteParameter.path("member", .id(MemberID.self), "The member.")

  static let routes: [Route] = [
    MembershipDesk.pages.page(
      path,
      "listContacts",
      .seeMembers,
      parameters: [.query("of", .choice(["all"]), "Whose tasks.")],
      show
    ),
    MembershipDesk.pages.form("\(path)/groups", "keepGroup", .changeMembers, show: show) {
      request,
      actor,
      transaction in
      let form = request.form
      guard let kind = ContactGroup.Kind(rawValue: try form.required("kind")) else {
        throw form.refusal("kind", "is unknown")
      }
      try await ContactGroups().keep(
        try form.required("code"),
        name: try form.required("name"),
        kind: kind,
        keeper: try form.required("keeper"),
        chat: form["chat"],
        by: actor,
        in: transaction
      )
      return request.url(path)
    },
    MembershipDesk.pages.form(
      "\(path)/groups/{group}/close",
      "closeGroup",
      .changeMembers,
      parameters: [group],
      show: show
    ) { request, actor, transaction in
      try await ContactGroups().close(try request.path("group"), by: actor, in: transaction)
      return request.url(path)
    },
    MembershipDesk.pages.form(
      "\(path)/tasks/{campaign}/{member}",
      "closeContactTask",
      .changeMembers,
      parameters: [campaign, member],
      show: show
    ) { request, actor, transaction in
      guard let outcome = ContactTask.Outcome(rawValue: try request.form.required("outcome")),
        case .staff(let login) = actor
      else { throw request.form.refusal("outcome", "is unknown") }
      try await ContactTask.close(
        try request.path("campaign"),
        try request.path("member", as: MemberID.self),
        as: outcome,
        by: login,
        in: transaction
      )
      return request.url(path)
    },
  ]

  static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let isAll = request.query["of"] == "all"
    let tasks = try await request.scope.contactTasks(of: isAll ? nil : frame.member.login)
    var sections: [FigureSection] = []
    for (number, task) in tasks.enumerated() {
      sections.append(try await section(task, frame, number))
    }
    if tasks.isEmpty {
      sections.append(
        FigureSection(
          title: frame.texts["desk.contacts.tasks"],
          text: frame.texts["desk.contacts.noTasks"]
        )
      )
    }
    let groups = try await request.scope.contactGroups()
    for (number, group) in groups.enumerated() {
      sections.append(try section(group, frame, number))
    }
    let said = try await request.scope.groupMessages()
    if let said = ChannelDesk.said(said, groups, frame) { sections.append(said) }
    if frame.may(.changeMembers) { sections.append(keeping(frame)) }
    sections.append(try ChannelDesk.bindings(frame))
    return try FigureSection.page(
      frame.texts["desk.contacts.title"],
      lead: frame.texts["desk.contacts.lead"],
      sections,
      frame,
      notice: notice
    )
  }

  private static func section(_ task: ContactTask, _ frame: DeskFrame, _ number: Int) async throws
    -> FigureSection
  {
    let texts = frame.texts
    let scope = frame.request.scope
    let member = try await scope.member(task.member)
    var contacts: [Contact] = []
    if let member { contacts = try await scope.contacts(of: member) }
    let close = DeskForm(
      path: "\(path)/tasks/\(task.campaign)/\(task.member)",
      submit: texts["desk.contacts.done"],
      fields: [
        .choice(
          "outcome",
          texts["desk.contacts.result"],
          ContactTask.Outcome.allCases.map {
            ($0.rawValue, texts["desk.contacts.outcome.\($0.rawValue)"])
          }
        )
      ]
    )
    var facts = contacts.map { (texts["contact.\($0.channel.rawValue)"], $0.masked) }
    facts.append((texts["desk.contacts.keeper"], task.keeper ?? texts["desk.contacts.anybody"]))
    facts.append((texts["desk.campaigns.started"], frame.time(task.openedAt)))
    return FigureSection(
      title: "\(member.map { MemberWords.name($0, texts) } ?? "–") · \(task.name)",
      text: task.message.isEmpty ? nil : task.message,
      facts: facts.map { (name: $0.0, value: $0.1) },
      forms: frame.may(.changeMembers) ? DeskForm.views([close], frame, from: 800 + number) : []
    )
  }

  private static func section(_ group: ContactGroup, _ frame: DeskFrame, _ number: Int) throws
    -> FigureSection
  {
    let texts = frame.texts
    let close = DeskForm(
      path: "\(path)/groups/\(group.code)/close",
      submit: texts["desk.contacts.close"],
      isQuiet: true
    )
    let isOpen = group.closedAt == nil && frame.may(.changeMembers)
    let forms = [try ChannelDesk.telling(group, frame), close].compactMap(\.self)
    return FigureSection(
      title: group.name,
      facts: [
        (texts["desk.contacts.where"], texts["desk.contacts.kind.\(group.kind.rawValue)"]),
        (texts["desk.campaigns.code"], group.code),
        (texts["desk.contacts.keeper"], group.keeper),
        (texts["desk.campaigns.members"], "\(group.members)"),
      ],
      forms: isOpen ? DeskForm.views(forms, frame, from: 950 + 2 * number) : []
    )
  }

  private static func keeping(_ frame: DeskFrame) -> FigureSection {
    let texts = frame.texts
    let form = DeskForm(
      path: "\(path)/groups",
      submit: texts["desk.contacts.keep"],
      fields: [
        .init(name: "name", label: texts["desk.campaigns.name"], maximum: 80),
        .init(name: "code", label: texts["desk.campaigns.code"], maximum: 40),
        .choice(
          "kind",
          texts["desk.contacts.where"],
          ContactGroup.Kind.allCases.map {
            ($0.rawValue, texts["desk.contacts.kind.\($0.rawValue)"])
          }
        ),
        .init(
          name: "keeper",
          label: texts["desk.contacts.keeper"],
          value: frame.member.login,
          maximum: 40
        ),
        .init(name: "chat", label: texts["desk.channels.chat"], maximum: 64, isRequired: false),
      ],
      hint: texts["desk.contacts.keepHint"]
    )
    return FigureSection(
      title: texts["desk.contacts.new"],
      forms: DeskForm.views([form], frame, from: 790)
    )
  }
}
