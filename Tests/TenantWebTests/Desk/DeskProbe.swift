import HTTPTypes
import TenantStore
import TenantStoreTesting
import TenantWeb

/// Modules that share the desk of a merchant, and one that this merchant has not enabled.
enum DeskProbe {
  static let colour = PageLook(accent: "#0a7b5c")

  static let web = WebModule(
    name: "probe",
    routes: [
      desk.page("/desk/notes", "listDeskNotes", .seeMembers) { request, notice in
        try await show(request, notice)
      },
      desk.form("/desk/notes", "noteAtDesk", .changeMembers, show: show) {
        request,
        actor,
        transaction in
        let words = try request.form.required("words")
        guard words != "no" else { throw WebRefusal(.bodyTooLarge) }
        _ = try request.form.integer("stars", in: 1...5)
        try await transaction.audit(words, of: "note", by: actor)
        return request.url("/desk/notes")
      },
      .read("/family", operation: "showFamily", permission: .session) { request in
        let head = PageHead(name: "family", title: "Family", styles: ["family.css"])
        return try await PageShell.plain.page(request, head, "probe-family", ["name": "<b>"])
      },
    ],
    templates: ["probe-family": "<h1>{{name}}</h1><p>{{t.nav.family}}</p>"],
    texts: Texts(files: [
      "Texts/zh.txt": "nav.notes = 便条\nnav.family = 家庭\ntask.notes = 待看便条\nrefused = 不行",
      "Texts/en.txt":
        "nav.notes = Notes\nnav.family = Family\ntask.notes = New notes\nrefused = No",
    ]),
    assets: [Asset(name: "family.css", contentType: "text/css", text: "h1 { color: red }")],
    navigation: [
      NavigationItem(textKey: "nav.family", path: "/family"),
      NavigationItem(textKey: "nav.notes", path: "/desk/notes", permission: .seeMembers),
    ],
    deskTasks: { request in
      let count = try await request.scope.auditEntries(of: "note").count
      return [
        DeskTask(
          textKey: "task.notes",
          count: Int64(count),
          ceiling: 1,
          permission: .seeMembers,
          url: request.url("/desk/notes")
        )
      ]
    },
    look: { _ in colour }
  )

  static let absent = WebModule(
    name: "absent",
    routes: [],
    texts: Texts(files: ["Texts/zh.txt": "nav.absent = 没有的"]),
    navigation: [
      NavigationItem(textKey: "nav.absent", path: "/absent"),
      NavigationItem(textKey: "nav.absent", path: "/desk/absent", permission: .seeDesk),
    ],
    deskTasks: { _ in
      [DeskTask(textKey: "nav.absent", count: 1, permission: .seeDesk, url: "/desk/absent")]
    },
    look: { _ in PageLook(accent: "#ff0000") }
  )

  private static let desk = DeskRoutes { refusal, texts in
    (refusal as? WebRefusal)?.code == .bodyTooLarge ? texts["refused"] : nil
  }

  private static let show: DeskRoutes.Show = { request, notice in
    let frame = try await DeskFrame.load(request)
    let rows = try await request.scope.auditEntries(of: "note").map { note -> View in
      ["href": request.url("/desk/notes"), "name": note.action]
    }
    let form = DeskForm(
      path: "/desk/notes",
      submit: "+",
      fields: [.init(name: "words", label: "words", isRequired: false)]
    )
    return try frame.sheet(
      frame.texts["nav.notes"],
      [["title": "notes", "lines": rows, "forms": DeskForm.views([form], frame)]],
      notice: notice
    )
  }
}

extension ProbeServer {
  static let password = "correct horse 7"

  /// Gives somebody access to the desk of `mine`, and the cookie of whoever signs in.
  func signIn(_ login: String, _ role: StaffRole) async throws -> HTTPFields {
    try await StaffRoster(of: mine.id, in: mine.database, by: .admin("ada"))
      .add(login, role, password: Self.password)
    let answer = try await submit("/desk/sign-in", "login=\(login)&password=correct+horse+7")
    let cookie = answer.cookies.first { $0.hasPrefix("staff=") }?.prefix { $0 != ";" }
    return [.cookie: String(cookie ?? ""), .accept: "text/html"]
  }
}
