internal import TenantStore

/// What waits, each with the way to it.
enum DeskHome {
  static let route = DeskRoutes().page("/desk", "showDesk", .seeDesk) { request, notice in
    let frame = try await DeskFrame.load(request)
    var tiles: [View] = []
    for module in request.pages.modules(of: request.tenant) {
      let texts = module.texts.texts(in: request.locale)
      tiles += try await (module.deskTasks?(request) ?? []).filter { frame.may($0.permission) }
        .map { $0.tile(texts) }
    }
    return try frame.page(
      "web/desk_home",
      frame.ownTexts["desk.nav.home"],
      ["tiles": tiles],
      notice: notice
    )
  }
}
