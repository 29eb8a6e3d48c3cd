internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Many orders at once: what to take from the shelf, where it goes, and the numbers of the parcels.
enum DeskShipping {
  private static let path = "/desk/orders/shipping"

  static func routes(_ shop: Shop) -> [Route] {
    let show = show(shop)
    return [
      ShopDesk.routes.page(path, "showDeskShipping", .shipOrders, show),
      ShopDesk.routes.act(
        "\(path)/waybills",
        "downloadWaybillsAtDesk",
        .shipOrders,
        show: show
      ) { request, actor, database in
        var bytes: [UInt8] = []
        let exchange = WaybillExchange(shop: shop, of: request.tenant, database: database)
        let rows = try await exchange.export(hasMark: true) { bytes += $0 }
        // Whoever takes names and addresses away leaves a trace.
        try await database.transaction(for: request.tenant.id) { transaction in
          try await transaction.audit(
            "storefront.waybills_exported",
            of: "orders",
            by: actor,
            after: ["rows": .integer(Int64(rows))]
          )
        }
        return DeskFile.reply(bytes, named: "waybills.csv")
      },
      ShopDesk.routes.act(
        path,
        "takeWaybillsAtDesk",
        .shipOrders,
        body: DeskFile.body,
        show: show
      ) { request, actor, database in
        let (name, bytes) = try DeskFile.sent(request)
        let result = try await WaybillExchange(shop: shop, of: request.tenant, database: database)
          .take(ImportSource(name: name, bytes: bytes), by: actor)
        return try await reply(to: request, result)
      },
    ]
  }

  private static func show(_ shop: Shop) -> DeskRoutes.Show {
    { request, notice in
      let frame = try await DeskFrame.load(request)
      let texts = frame.texts
      let lines = try await shop.pickingList(in: request.scope)
      let waiting = try await request.scope.deskTasks().toShip
      let content: View = [
        "back": request.url("/desk/orders"), "waiting": waiting > 0,
        "waitingText": texts["desk.shipping.waiting", ["count": "\(waiting)"]],
        "download": DeskForm(
          path: "\(path)/waybills",
          submit: texts["desk.shipping.download"],
          isQuiet: true,
          isDownload: true
        )
        .view(1, frame),
        "lines": lines.map { line -> View in
          [
            "code": line.code, "name": "\(line.name) \(line.options)", "barcode": line.barcode,
            "pieces": "\(line.pieces)", "orders": "\(line.orders)",
          ]
        },
        "hasLines": !lines.isEmpty,
        "form": DeskForm(
          path: path,
          submit: texts["desk.shipping.take"],
          fields: [.init(name: "file", label: texts["desk.file.file"], type: "file")],
          hint: texts["desk.shipping.hint"],
          isUpload: true
        )
        .view(0, frame),
      ]
      return try frame.page(
        "storefront-desk_shipping",
        texts["desk.shipping.title"],
        content,
        notice: notice
      )
    }
  }

  private static func reply(to request: TenantRequest, _ result: WaybillResult) async throws
    -> Reply
  {
    let frame = try await DeskFrame.load(request)
    let texts = frame.texts
    let facts = [
      ("shipped", result.shipped), ("unchanged", result.unchanged), ("open", result.open),
      ("bad", result.problems.count),
    ]
    let about: View = [
      "title": texts["desk.shipping.result"],
      "facts": facts.map { View.fact(texts["desk.shipping.fact.\($0.0)"], "\($0.1)") },
    ]
    return try frame.sheet(
      texts["desk.shipping.title"],
      [about]
        + (result.problems.isEmpty
          ? [] : [DeskFile.problems(result.problems, of: result.problems.count, texts)]),
      back: request.url(path),
      backName: texts["desk.shipping.title"],
      links: [
        ["href": request.url("/desk/orders", ["state": "sent"]), "name": texts["desk.orders.sent"]]
      ],
      done: result.shipped > 0
        ? texts["desk.shipping.done", ["count": "\(result.shipped)"]] : nil
    )
  }
}
