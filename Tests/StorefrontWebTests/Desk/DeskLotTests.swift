import Foundation
import HTTPTypes
import Storefront
import StorefrontWeb
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Lots at the desk", .tenantDatabase([StorefrontModule.module]))
struct DeskLotTests {
  private func staff(_ role: StaffRole, _ tenant: TestTenant, _ server: ShopServer) async throws
    -> (staff: Visitor, token: String)
  {
    try await tenant.employ(role.rawValue, role)
    let staff = Visitor(server, at: tenant.snapshot)
    return (staff, try await staff.signIn(role.rawValue))
  }

  private func day(in days: Int) throws -> String {
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    return CalendarDate(Date() + Double(days) * 86_400, in: zone).description
  }

  @Test func `a lot comes in, ends soon, and is recalled from everybody who has it`() async throws {
    let pair = try await TestShop.pair()
    let tenant = pair.mine
    let server = try await ShopServer()
    let (warehouse, token) = try await staff(.warehouse, tenant, server)
    let (manager, managers) = try await staff(.manager, tenant, server)
    let item = try await warehouse.open("/desk/stock/item?sku=SOAP-1")
    #expect(item.text.contains("/desk/lots/arrivals") && item.text.contains("/desk/stock/watches"))

    let expires = try day(in: 40)
    for _ in 0..<2 {
      let assigned = try await warehouse.post(
        "/desk/lots/assignments",
        [
          "form_token": token, "idempotency_key": "lot-000001", "sku": "SOAP-1",
          "location": "shop", "lot": "L-1", "expires": expires, "pieces": "50",
        ]
      )
      #expect(assigned.status == 303, "\(assigned.text)")
    }
    let lots = try await tenant.scope.stockLots(of: "SOAP-1")
    #expect(lots.map(\.available) == [50])
    #expect(try await !warehouse.open("/desk/lots").text.contains("L-1"))
    #expect(try await warehouse.open("/desk/lots?within=60").text.contains("L-1"))
    let path = "/desk/lots/item?sku=SOAP-1&lot=L-1"
    #expect(try await !warehouse.open(path).text.contains("/desk/lots/recalls"))

    let number = try await tenant.placedOrder(server, quantity: 2)
    let reason = "包装<b>破损</b>"
    let refused = try await warehouse.post(
      "/desk/lots/recalls",
      [
        "form_token": token, "idempotency_key": "recall-0001", "sku": "SOAP-1", "lot": "L-1",
        "reason": reason,
      ]
    )
    #expect(refused.status == 403)
    for _ in 0..<2 {
      let recalled = try await manager.post(
        "/desk/lots/recalls",
        [
          "form_token": managers, "idempotency_key": "recall-0002", "sku": "SOAP-1", "lot": "L-1",
          "reason": reason,
        ]
      )
      #expect(recalled.status == 303, "\(recalled.text)")
    }
    let page = try await manager.open(path)
    #expect(page.text.contains("已召回") && page.text.contains(number))
    #expect(page.text.contains("包装&lt;b&gt;破损") && page.text.contains("扣下这些商品"))
    #expect(try await manager.open("/desk").text.contains("/desk/recalls"))
    let list = try await manager.open("/desk/recalls")
    let order = try #require(list.field("order"))
    for _ in 0..<2 {
      let settled = try await manager.post(
        "/desk/recalls/settlements",
        ["form_token": managers, "sku": "SOAP-1", "lot": "L-1", "order": order]
      )
      #expect(settled.status == 303)
    }
    #expect(try await manager.open("/desk/recalls").text.contains("没有待处理的召回订单"))
    #expect(try await tenant.scope.deskTasks().recalls == 0)
    #expect(try await pair.other.scope.recalledOrders() == [])
  }

  @Test func `a buyer reads on the order that goods of it were recalled`() async throws {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let (staff, token) = try await staff(.owner, tenant, server)
    _ = try await staff.post(
      "/desk/lots/assignments",
      [
        "form_token": token, "idempotency_key": "lot-000001", "sku": "SOAP-1", "location": "shop",
        "lot": "L-1", "expires": try day(in: 90), "pieces": "50",
      ]
    )
    let buyer = Visitor(server, at: tenant.snapshot)
    let sku = try await TestShop.sku("soap", of: tenant)
    let line: JSONValue = ["sku": .string(sku.description), "quantity": 1]
    let cart = try await buyer.call(.post, "/api/v1/cart/lines", line).json
    let placed = try await buyer.call(
      .post,
      "/api/v1/checkout",
      [
        "cart": cart["id"] ?? .null, "seen_total": cart["total"]?["minor"] ?? .null,
        "contact": ["name": "林晓", "phone": "13812345678", "address": "杭州市上城区河坊街 1 号"],
        "payment": "cashOnDelivery",
      ],
      key: "recall-order-1"
    ).json
    guard case .string(let number)? = placed["order"]?["number"],
      case .string(let secret)? = placed["token"]
    else {
      Issue.record("no order")
      return
    }
    #expect(try await !buyer.open("/orders/\(secret)").text.contains("召回"))

    _ = try await staff.post(
      "/desk/lots/recalls",
      [
        "form_token": token, "idempotency_key": "recall-0001", "sku": "SOAP-1", "lot": "L-1",
        "reason": "检出异物",
      ]
    )
    let kept = try await buyer.open("/orders/\(secret)")
    try await tenant.deliver(number)
    let sent = try await buyer.open("/orders/\(secret)")

    #expect(kept.text.contains("召回通知") && kept.text.contains("还没有寄出"))
    #expect(sent.text.contains("请立即停止使用") && sent.text.contains("检出异物"))
    #expect(sent.text.contains("/orders/\(secret)/return\">申请退货退款"))
  }

  @Test func `what runs low is a notice until somebody has seen it, for whom it concerns`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let (warehouse, token) = try await staff(.warehouse, tenant, server)
    let (finance, _) = try await staff(.finance, tenant, server)
    let watched = try await warehouse.post(
      "/desk/stock/watches",
      ["form_token": token, "sku": "WIPE-1", "below": "5"]
    )
    #expect(watched.status == 303)
    #expect(try await warehouse.open("/desk/stock/item?sku=WIPE-1").text.contains("value=\"5\""))
    #expect(try await warehouse.open("/desk/notices").text.contains("没有通知"))

    try await tenant.transaction { transaction in
      try await transaction.emit("storefront.stock_low", ["sku": "WIPE-1", "left": 2])
    }
    _ = try await OutboxDrain(
      database: tenant.database,
      modules: [StorefrontModule.module],
      logger: .quiet
    ).deliverDue()

    let list = try await warehouse.open("/desk/notices")
    #expect(list.text.contains("WIPE-1 只剩 2 件") && list.text.contains("未读"))
    #expect(try await warehouse.open("/desk").text.contains("/desk/notices"))
    #expect(try await finance.open("/desk/notices").text.contains("没有通知"))
    let last = try #require(list.field("last"))
    for _ in 0..<2 {
      let seen = try await warehouse.post(
        "/desk/notices/seen",
        ["form_token": token, "last": last]
      )
      #expect(seen.status == 303)
    }
    let after = try await warehouse.open("/desk/notices")
    #expect(after.text.contains("WIPE-1 只剩 2 件") && !after.text.contains("未读"))
  }
}
