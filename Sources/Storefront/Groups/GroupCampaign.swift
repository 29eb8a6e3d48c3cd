public import Foundation
public import TenantStore

/// A promotion for groups of one SKU, as a merchant asks for it at the desk.
public struct GroupCampaign: Hashable, Sendable {
  /// How many people may make a group.
  public static let sizes = PromotionConditionRule.groupSizes
  /// How many hours a group may have.
  public static let hours = PromotionConditionRule.groupHours
  /// How many hours a group has unless the merchant says otherwise.
  public static let usualHours = PromotionValueRule.usualGroupHours

  /// The merchant's number of the SKU.
  public var sku: String
  /// What shoppers read, 1 to 80 characters.
  public var name: String
  /// What a piece costs in a group, below the SKU's price.
  public var price: Money
  /// How many people make a group.
  public var size: Int
  /// How many hours a group has from its leader's payment on.
  public var hours: Int
  /// Until when groups are opened and joined; for ever when there is nothing.
  public var ends: Date?

  /// Describes a promotion.
  public init(
    sku: String,
    name: String,
    price: Money,
    size: Int,
    hours: Int = Self.usualHours,
    ends: Date? = nil
  ) {
    self.sku = sku
    self.name = name
    self.price = price
    self.size = size
    self.hours = hours
    self.ends = ends
  }

  /// What is wrong with it for a SKU that costs this much in minor units; nothing when it is right.
  public func refusal(regular: Int64, at now: Date) -> StorefrontRefusal? {
    guard (0..<regular).contains(price.minorUnits) else {
      return StorefrontRefusal(.priceInvalid, details: ["field": "price"])
    }
    guard ends.map({ $0 > now }) ?? true else { return StorefrontRefusal(.scheduleInvalid) }
    guard Self.sizes.contains(size), Self.hours.contains(hours) else {
      return StorefrontRefusal(.quantityInvalid)
    }
    return nil
  }
}

extension Shop {
  /// Starts a promotion for groups, which can be paused like any promotion; open groups go on.
  ///
  /// - Parameters:
  ///   - campaign: What is sold at what price, to how many.
  ///   - tenant: Whose shop it is.
  ///   - actor: Who does it.
  ///   - transaction: Where it happens.
  /// - Returns: The promotion's short name.
  /// - Throws: ``StorefrontRefusal`` with the code `sku_not_found`; `price_invalid` for one that is
  ///   not below the SKU's; `schedule_invalid` when it ends before now; `quantity_invalid` for a size
  ///   that is not 2 to 100 or hours that are not 1 to 168.
  public func startGroups(
    _ campaign: GroupCampaign,
    for tenant: TenantSnapshot,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> String {
    try await transaction.lockCatalogue()
    guard let sku = try await transaction.pricedSKU(campaign.sku) else {
      throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(campaign.sku)])
    }
    let now = transaction.environment.now()
    if let refusal = campaign.refusal(regular: sku.price, at: now) { throw refusal }
    let code = "group-\(transaction.environment.randomBytes(5).hexadecimal)"
    let name = campaign.name.isEmpty ? campaign.sku : String(campaign.name.prefix(80))
    let draft = PromotionDraft(
      code: code,
      name: LocalizedText(Dictionary(uniqueKeysWithValues: tenant.locales.map { ($0, name) })),
      group: code,
      priority: 0,
      state: PromotionLifecycle.active.rawValue,
      starts: nil,
      ends: campaign.ends,
      codes: [],
      needsCode: false,
      terms: PromotionTerms(
        .groupPrice(
          price: campaign.price.minorUnits,
          size: campaign.size,
          hours: campaign.hours
        ),
        goods: PromotionGoods(skus: [campaign.sku])
      ),
      usesLimit: nil,
      moneyLimit: nil,
      piecesLimit: nil,
      personLimit: nil
    )
    guard try await transaction.writePromotion(draft, id: nil, isOfDesk: true) else {
      throw StorefrontRefusal(.promotionNotFound)
    }
    try await transaction.audit(
      "storefront.groups_started",
      of: code,
      by: actor,
      after: [
        "sku": .string(campaign.sku), "price": .string(campaign.price.decimal),
        "size": .integer(Int64(campaign.size)), "hours": .integer(Int64(campaign.hours)),
      ]
    )
    return code
  }
}
