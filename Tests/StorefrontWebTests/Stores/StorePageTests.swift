import Foundation
import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Stores on the web", .tenantDatabase([StorefrontModule.module]))
struct StorePageTests {
  private func settings() -> [String: JSONValue] {
    guard case .object(var shop)? = TestShop.settings["storefront"] else { return [:] }
    shop["pickup"] = [
      [
        "location": "shop", "name": ["zh": "河坊街店", "en": "Hefang shop"],
        "address": ["zh": "河坊街 1 号", "en": "1 Hefang Street"], "phone": "0571-5550-0142",
        "visits": 1, "open": [["days": [1, 2, 3, 4, 5, 6, 7], "from": "10:00", "until": "18:00"]],
      ]
    ]
    return ["storefront": .object(shop)]
  }

  @Test func `goods are taken back at a counter by whoever may decide, receive and pay`()
    async throws
  {
    let tenant = try await TestShop.pair(settings()).mine
    let server = try await ShopServer()
    let path = "/desk/orders/\(try await tenant.paidOrder(server))/store-return"
    let roles: [(String, StaffRole, Int)] = [
      ("feng", .finance, 403), ("cang", .warehouse, 403), ("ying", .service, 403),
      ("mei", .manager, 200),
    ]
    for (login, role, status) in roles {
      try await tenant.employ(login, role)
      let staff = Visitor(server, at: tenant.snapshot)
      let token = try await staff.signIn(login)
      #expect(try await staff.open(path).status == status, "\(role)")
      guard status == 403 else { continue }
      let taken = try await staff.post(
        path,
        [
          "form_token": token, "idempotency_key": "return-by-\(login)", "place": "shop",
          "reason": "no_reason",
        ]
      )
      #expect(taken.status == 403, "\(role)")
    }
  }

  @Test func `a store is found, visited by appointment, and hands goods over to a cart`()
    async throws
  {
    let pair = try await TestShop.pair(settings())
    let tenant = pair.mine
    let server = try await ShopServer()
    let visitor = Visitor(server, at: tenant.snapshot)
    #expect(try await visitor.open("/stores").text.contains("河坊街店"))
    let store = try await visitor.open("/stores/shop")
    #expect(store.text.contains("周一、周二") && store.text.contains("10:00–18:00"))
    let slots = store.text.matches(of: /option value="(\d+)"/)
    let slot = String(try #require(slots.last).1)
    let wrong = try await visitor.submit(
      "/stores/shop/visits",
      ["starts_at": slot, "name": "", "phone": "1"]
    )
    #expect(wrong.status == 422 && wrong.text.contains("请填写姓名"))
    let token = wrong.field("form_token") ?? ""
    let booked = try await visitor.submit(
      "/stores/shop/visits",
      ["form_token": token, "starts_at": slot, "name": "林晓", "phone": "13812345678"]
    )
    #expect(booked.status == 200 && booked.text.contains("已预约"), "\(booked.text)")
    #expect(booked.text.contains("林**") && !booked.text.contains("林晓"))
    let code = String(
      try #require(booked.text.firstMatch(of: /<strong>([0-9A-Z]{8})<\/strong>/)).1
    )
    let again = try await visitor.open("/stores/shop").field("form_token") ?? ""
    let other = try await visitor.submit(
      "/stores/shop/visits",
      [
        "form_token": again, "starts_at": String(try #require(slots.first).1), "name": "林晓",
        "phone": "13812345678",
      ]
    )
    #expect(other.status == 422 && other.text.contains("请先取消它"), "\(other.text)")
    #expect(other.text.contains("href=\"/visits/\(code)\""))
    let second = Visitor(server, at: tenant.snapshot)
    let full = try await second.submit(
      "/stores/shop/visits",
      ["starts_at": slot, "name": "王二", "phone": "13812345679"]
    )
    #expect(full.status == 422 && full.text.contains("约满"))
    #expect(!full.text.contains("option value=\"\(slot)\""))
    let foreign = Visitor(server, at: pair.other.snapshot)
    #expect(try await foreign.open("/visits/\(code)").status == 404)

    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let staffToken = try await staff.signIn("mei")
    let day = CalendarDate(
      Date(timeIntervalSince1970: Double(slot) ?? 0),
      in: tenant.snapshot.timeZone
    )
    let list = try await staff.open("/desk/visits?day=\(day)")
    #expect(list.text.contains(code) && list.text.contains("林晓"))
    for _ in 0..<2 {
      let arrived = try await staff.post(
        "/desk/visits/\(code)/arrival",
        ["form_token": staffToken]
      )
      #expect(arrived.status == 303)
    }
    #expect(try await visitor.open("/visits/\(code)").text.contains("已到店"))

    let endless = try await staff.post(
      "/desk/handovers/new",
      [
        "form_token": staffToken, "idempotency_key": "handover-0", "place": "shop",
        "goods": "SOAP-1 x\(Int.max), SOAP-1",
      ]
    )
    #expect(endless.status == 422)
    let made = try await staff.post(
      "/desk/handovers/new",
      [
        "form_token": staffToken, "idempotency_key": "handover-1", "place": "shop",
        "goods": "soap-1 ×2, WIPE-1",
      ]
    )
    #expect(made.status == 303, "\(made.text)")
    let shown = try await staff.open(try #require(made.location))
    let path = String(try #require(shown.text.firstMatch(of: /\/handovers\/[0-9A-Z]{8}/)).0)
    let handover = try await visitor.open(path)
    #expect(handover.text.contains("温和香皂") && handover.text.contains("× 2"))
    for _ in 0..<2 {
      let cart = try await visitor.submit(path, ["form_token": handover.field("form_token") ?? ""])
      #expect(cart.text.contains("¥39.80") && cart.text.contains("柔湿巾"))
    }
    #expect(try await foreign.open(path).status == 404)
    #expect(try await staff.open("/desk/bill").status == 200)
  }
}
