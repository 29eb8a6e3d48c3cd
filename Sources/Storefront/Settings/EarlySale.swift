public import Foundation
public import TenantStore

extension StorefrontSettings {
  /// A product that everybody sees, and that everybody may buy from an instant on; whoever has early access
  /// may buy it some hours before.
  public struct EarlySale: Hashable, Sendable, Codable {
    /// The product's short name.
    public var product: String
    /// From when everybody may buy it, `2026-12-01 10:00` on the merchant's clocks.
    public var opens: String

    /// Describes an early sale.
    public init(product: String, opens: String) {
      self.product = product
      self.opens = opens
    }
  }

  /// What is wrong with the early sales.
  func earlySaleProblems(_ document: TenantDocument) -> [SettingsProblem] {
    guard let zone = TimeZone(identifier: document.timeZone) else { return [] }
    let sales = earlySales ?? []
    return sales.enumerated().flatMap { index, sale -> [SettingsProblem] in
      let path = ["earlySales", "\(index)"]
      var problems: [SettingsProblem] = []
      if CivilTimeRule.instant(sale.opens, in: zone) == nil {
        problems.append(
          SettingsProblem(
            path: path + ["opens"],
            message: "must be a time such as \"2026-12-01 10:00\""
          )
        )
      }
      if sale.product.isEmpty || sales.prefix(index).contains(where: { $0.product == sale.product })
      {
        problems.append(
          SettingsProblem(path: path + ["product"], message: "must be there, and only once")
        )
      }
      return problems
    }
  }
}

/// Who may buy what is not sold to everybody yet.
public enum EarlySaleRule {
  /// From when everybody may buy a product; nothing where there is no such time.
  public static func opening(of product: String, in tenant: TenantSnapshot) -> Date? {
    let sales = (try? tenant.storefront)?.earlySales ?? []
    return sales.first { $0.product == product }
      .flatMap { CivilTimeRule.instant($0.opens, in: tenant.timeZone) }
  }

  /// Whether somebody may buy it.
  ///
  /// - Parameters:
  ///   - opens: From when everybody may.
  ///   - hours: How many hours before that the shopper may, 0 or more.
  ///   - now: The present, in UTC.
  /// - Returns: Whether the shopper may.
  public static func isOpen(_ opens: Date?, hours: Int, now: Date) -> Bool {
    guard let opens else { return true }
    return now >= opens.addingTimeInterval(-3_600 * Double(max(0, hours)))
  }
}

extension Shop {
  /// Refuses what its shopper may not buy yet.
  ///
  /// - Throws: ``StorefrontRefusal`` with the code `sale_not_open` (`sku`, `opens`).
  func checkEarlySales(
    of lines: [CartLine],
    to shopper: Shopper?,
    for tenant: TenantSnapshot,
    now: Date
  ) throws {
    for line in lines {
      let opens = EarlySaleRule.opening(of: line.productSlug, in: tenant)
      let hours = shopper?.facts.earlyAccessHours ?? 0
      guard EarlySaleRule.isOpen(opens, hours: hours, now: now) else {
        throw StorefrontRefusal(
          .saleNotOpen,
          details: [
            "sku": .string(line.code), "opens": .string(opens?.ISO8601Format() ?? ""),
          ]
        )
      }
    }
  }
}
