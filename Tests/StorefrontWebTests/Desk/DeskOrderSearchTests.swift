import Foundation
import HTTPTypes
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Orders at the desk", .tenantDatabase([StorefrontModule.module]))
struct DeskOrderSearchTests {
  @Test func `orders are looked for, an empty answer says how to go on, and what is found leaves`()
    async throws
  {
    let tenant = try await TestShop.pair().mine
    let server = try await ShopServer()
    let number = try await tenant.placedOrder(server)
    try await tenant.employ("mei", .manager)
    let staff = Visitor(server, at: tenant.snapshot)
    let token = try await staff.signIn("mei")

    for query in ["q=5678", "q=%E6%9E%97", "q=soap-1", "q=\(number)&state=to_ship&from=&to="] {
      let page = try await staff.open("/desk/orders?\(query)")
      #expect(page.text.contains("/desk/orders/\(number)"), "\(query)")
      #expect(page.text.contains("导出找到的订单"), "\(query)")
    }
    let none = try await staff.open("/desk/orders?q=nobody")
    #expect(none.text.contains("没有订单符合“nobody”") && none.text.contains("查看全部订单"))
    let past = try await staff.open("/desk/orders?from=2020-01-01&to=2020-01-31")
    #expect(past.text.contains("这些日期里没有这样的订单"))
    #expect(past.field("from") == "2020-01-01")
    for query in ["from=2026-02-30", "from=2026-03-02&to=2026-03-01", "to=x"] {
      let wrong = try await staff.open("/desk/orders?\(query)")
      #expect(wrong.status == 200 && wrong.text.contains("日期要写成"), "\(query)")
    }

    let today = CalendarDate(Date(), in: tenant.snapshot.timeZone)
    for (typed, isFound) in [("5678", true), ("nobody", false)] {
      let table = try await staff.post(
        "/desk/orders/export",
        [
          "form_token": token, "from": "\(today.adding(days: -1))", "to": "\(today)", "q": typed,
          "state": "to_ship",
        ]
      )
      #expect(table.status == 200 && table.text.contains(number) == isFound)
    }
  }
}
