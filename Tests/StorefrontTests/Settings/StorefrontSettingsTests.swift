import Storefront
import TenantStore
import TenantStoreTesting
import Testing

/// What is wrong when one key of the settings is replaced.
private func problems(replacing key: String, with value: JSONValue) throws -> [SettingsProblem] {
  guard case .object(var storefront)? = shopSettings["storefront"] else { return [] }
  storefront[key] = value
  let name = LocalizedText([.zh: "店"])
  let document = TenantDocument(
    tenant: "ada",
    name: name,
    hosts: ["ada.localhost"],
    locales: [.zh],
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    market: "CN",
    modules: ["storefront": .object(storefront)]
  )
  do throws(SettingsProblems) {
    _ = try TenantSnapshot(
      id: TenantID.make(in: .live),
      revision: 1,
      document: document,
      modules: [StorefrontModule.module]
    )
    return []
  } catch {
    return error.problems
  }
}

extension SettingsProblem {
  /// The path below the module's settings.
  fileprivate var place: String { path.dropFirst(2).joined(separator: ".") }
}

@Suite("Settings of the shop")
struct StorefrontSettingsTests {
  @Test(
    arguments: [
      ("accent", "#c2410c", []),
      ("accent", "#777777", ["accent"]),
      ("accent", "red", ["accent"]),
      ("freight", ["flat": "8.001"], ["freight.flat"]),
      ("freight", ["flat": "-1"], ["freight.flat"]),
      ("freight", ["flat": "1", "freeOver": "x"], ["freight.freeOver"]),
      ("freight", [:], ["freight.flat"]),
      (
        "freight",
        [
          "flat": "1",
          "templates": [
            [
              "name": "x", "by": "size",
              "zones": [["regions": ["33", "33", "a b"], "first": 0, "firstFee": "-1"]],
            ]
          ],
        ],
        [
          "freight.templates.0.by", "freight.templates.0", "freight.templates.0.zones",
          "freight.templates.0.zones.0.regions", "freight.templates.0.zones.0.regions",
          "freight.templates.0.zones.0.first", "freight.templates.0.zones.0.additional",
          "freight.templates.0.zones.0.firstFee", "freight.templates.0.zones.0.additionalFee",
        ]
      ),
      ("orders", ["payWithinMinutes": 1, "receiptDays": 10], ["orders.payWithinMinutes"]),
      (
        "pickup",
        [
          ["location": "shop", "name": ["zh": "店"], "address": ["en": "x"]],
          ["location": "shop", "name": ["zh": "店"], "address": ["zh": "x"]],
        ],
        ["pickup.0.address", "pickup.1.location"]
      ),
      ("tax", ["rate": "13", "categories": ["books": "9", "toys": "0.5"]], []),
      (
        "tax", ["rate": "13%", "categories": ["books": "101"]],
        ["tax.categories.books", "tax.rate"]
      ),
      ("tax", ["rate": "6.125"], ["tax.rate"]),
      ("payments", [], ["payments"]),
      ("payments", [["provider": "bankTransfer", "name": ["zh": "转账"]]], ["payments.0.account"]),
      ("payments", [["provider": "cashOnDelivery", "name": ["en": "x"]]], ["payments.0.name"]),
      (
        "stages", [["code": "Up", "from": 3, "to": 3, "name": ["zh": "x"]]],
        ["stages.0.code", "stages.0.to"]
      ),
      (
        "stages",
        [
          ["code": "a", "from": 0, "to": 3, "name": ["zh": "x"]],
          ["code": "a", "from": 3, "to": 6, "name": ["zh": "x"]],
        ],
        ["stages.1.code"]
      ),
      ("demands", ["care": ["colour"]], ["demands.care.0"]),
      ("demands", ["care": ["material"]], []),
      ("tagline", ["en": "only English"], ["tagline"]),
    ] as [(String, JSONValue, [String])]
  )
  func `a mistake is named with its path`(
    _ key: String,
    _ value: JSONValue,
    _ expected: [String]
  ) throws {
    #expect(try problems(replacing: key, with: value).map(\.place) == expected)
  }

  @Test func `a way to pay that the shop does not know is refused with those it knows`() throws {
    let problems = try problems(
      replacing: "payments",
      with: [
        ["provider": "cashOnDelivery", "name": ["zh": "货到付款"]],
        ["provider": "cashOnDelivry", "name": ["zh": "货到付款"]],
      ]
    )

    #expect(problems.map(\.place) == ["payments.1.provider"])
    #expect(problems.map(\.message) == ["must be one of bankTransfer, cashOnDelivery"])
  }
}
