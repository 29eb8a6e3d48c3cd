internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What shoppers want to give back, newest first.
enum DeskReturns {
  static let route = ShopDesk.routes.page(
    "/desk/returns",
    "listDeskReturns",
    .seeReturns,
    parameters: [
      .query(
        "state",
        .choice(["all", "requested", "approved", "sent_back", "received"]),
        "Which."
      ),
      .query("before", .id(ReturnID.self), "Where the page begins."),
    ]
  ) { request, notice in
    let frame = try await DeskFrame.load(request)
    let (texts, state) = (frame.texts, request.query["state"])
    var query = ReturnListQuery()
    query.limit = 30
    query.state = state.flatMap(ReturnState.init)
    query.onlyOpen = state == nil
    query.before = request.query["before"].flatMap { ReturnID($0) }
    let found = try await request.scope.returnRequests(query)
    let filters: [View] = [nil, "requested", "approved", "sent_back", "received", "all"].map {
      entry in
      [
        "name": texts["desk.returns.\(entry ?? "open")"], "isCurrent": entry == state,
        "href": request.url("/desk/returns", ["state": entry]),
      ]
    }
    let rows = found.map { wish -> View in
      [
        "href": request.url("/desk/returns/\(wish.id)"), "name": wish.orderNumber,
        "state": texts["desk.return.state.\(wish.state.rawValue)"],
        "detail": texts["return.kind.\(wish.kind.rawValue)"] + " · "
          + texts["return.reason.\(wish.reason.rawValue)"] + " · " + frame.time(wish.requestedAt),
      ]
    }
    let isFull = found.count == query.limit
    let content: View = [
      "filters": filters, "rows": rows, "empty": texts["desk.returns.empty"],
      "next": isFull
        ? found.last.map {
          request.url("/desk/returns", ["state": state, "before": $0.id.description])
        } : nil,
    ]
    return try frame.list(texts["desk.nav.returns"], content, notice: notice)
  }
}
