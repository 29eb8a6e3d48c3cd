internal import Foundation
internal import Membership
internal import TenantStore
internal import TenantWeb

/// The latest orders of a family, and the way to each.
struct OrderPart {
  private static let path = "/family/orders"
  private let orders: [FamilyOrder]
  private let frame: FamilyFrame

  init(_ orders: [FamilyOrder], _ frame: FamilyFrame) {
    self.orders = orders
    self.frame = frame
  }

  /// Leads to an order's page, which is opened by a secret of its own.
  static func route(_ family: FamilyRoutes, _ orders: FamilyOrders) -> Route {
    let home = FamilyHome.show(orders)
    return family.form(
      "\(path)/{order}/page",
      "openFamilyOrder",
      parameters: [.path("order", .string(36...36), "The order.")],
      show: home
    ) { request, member, transaction in
      guard let id = UUID(uuidString: try request.path("order")),
        let whose = try await transaction.member(ofPlacedOrder: id), whose == member
      else { throw WebRefusal(.notFound) }
      return request.url(try await orders.open(id, transaction))
    }
  }

  static func words(_ order: FamilyOrder, _ texts: LocalTexts) -> String {
    "\(order.number) · \(texts["orders.step.\(order.step.rawValue)"])"
  }

  var section: FamilySection {
    let texts = frame.texts
    return FamilySection(
      title: texts["orders.title"],
      items: orders.map { order in
        FamilySection.Item(
          name: order.number,
          detail: [
            frame.day(order.placedAt), texts.money(order.total),
            order.box == nil ? nil : texts["orders.ofBox"],
          ].compactMap { $0 }.joined(separator: " · "),
          state: texts["orders.step.\(order.step.rawValue)"],
          forms: [
            FamilyForm(
              path: "\(Self.path)/\(order.id.uuidString.lowercased())/page",
              submit: texts["orders.open"],
              isQuiet: true,
              about: order.number
            )
          ]
        )
      },
      empty: texts["orders.none"]
    )
  }
}
