import Foundation
import Storefront
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Who paid", .tenantDatabase([StorefrontModule.module]))
struct PayerRuleTests {
  private let mine = TenantID(uuid: UUID())
  private let other = TenantID(uuid: UUID())

  @Test(arguments: [nil, "", "  ", "\n"] as [String?])
  func `a provider that says nothing tells of nobody`(_ payer: String?) {
    #expect(PayerRule.digest(payer, at: "alipay", of: mine) == nil)
  }

  @Test
  func `whoever it is, a digest is the same again, apart elsewhere, and says nothing of them`() {
    var seen: Set<String> = []
    for number in 0..<200 {
      let payer = "20880\(number * 7_919)"
      let digest = PayerRule.digest(payer, at: "alipay", of: mine) ?? ""
      #expect(digest.count == 32 && digest.allSatisfy(\.isHexDigit) && !digest.contains(payer))
      #expect(PayerRule.digest(" \(payer)\n", at: "alipay", of: mine) == digest)
      #expect(PayerRule.digest(payer, at: "wechatPay", of: mine) != digest)
      #expect(PayerRule.digest(payer, at: "alipay", of: other) != digest)
      #expect(seen.insert(digest).inserted)
    }
  }
}
