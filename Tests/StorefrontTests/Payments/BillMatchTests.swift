import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private func entry(_ number: String, _ amount: Int64 = 100, currency: String = "CNY") -> BillEntry {
  BillEntry(.payment(number), amount: amount, currency: currency, reference: "T\(number)")
}

private func ours(_ number: String, _ amount: Int64 = 100, isSettled: Bool = true)
  -> LedgerMovement
{
  LedgerMovement(.payment(number), amount: amount, currency: "CNY", isSettled: isSettled)
}

@Suite("Matching bills")
struct BillMatchRuleTests {
  @Test func `a refund of WeChat that has not arrived is no movement`() throws {
    let head =
      "商户订单号,微信订单号,交易状态,货币种类,订单金额,商户退款单号,微信退款单号,申请退款金额,退款状态\n"
    let rows = ["SUCCESS", "PROCESSING", "FAIL"].map {
      "`a,`1,`REFUND,`CNY,`9.00,`\($0),`R,`1.50,`\($0)\n"
    }
    let entries = try WeChatPayBill.entries(
      of: head + "`b,`2,`SUCCESS,`CNY,`3.00,`0,`0,`0,`\n" + rows.joined()
    )
    #expect(
      entries == [
        BillEntry(.payment("b"), amount: 300, currency: "CNY", reference: "2"),
        BillEntry(.refund("SUCCESS"), amount: 150, currency: "CNY", reference: "R"),
      ]
    )
  }

  @Test func `what both have alike agrees`() {
    let found = BillMatchRule.differences(
      bill: [entry("a"), entry("b")],
      named: [ours("a"), ours("b")],
      expected: [ours("a")]
    )
    #expect(found.differences.isEmpty)
    #expect(found.agreed == 2)
  }

  @Test func `every kind of difference is found once`() {
    let found = BillMatchRule.differences(
      bill: [
        entry("unknown"), entry("amount", 99), entry("currency", currency: "USD"), entry("open"),
        entry("twice"), entry("twice"),
      ],
      named: [
        ours("amount"), ours("currency"), ours("open", isSettled: false), ours("twice"),
      ],
      expected: [ours("missing"), ours("amount")]
    )
    let kinds = Dictionary(uniqueKeysWithValues: found.differences.map { ($0.subject, $0.kind) })
    #expect(
      kinds == [
        "unknown": .unknown, "amount": .otherAmount, "currency": .otherAmount,
        "open": .notSettled, "twice": .twice, "missing": .missing,
      ]
    )
    #expect(found.agreed == 0)
    let twice = found.differences.first { $0.subject == "twice" }
    #expect(twice?.ours == 100)
    #expect(twice?.theirs == 200)
  }
}
