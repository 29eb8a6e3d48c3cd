public import Foundation
public import TenantStore

/// A group that buys together.
public struct BuyingGroupID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "group"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// People who buy at a lower price because they are enough (拼团).
///
/// It opens when its leader has paid, and is complete when as many have paid as its promotion says.
/// Until then nothing leaves; when the time is over before, every order of it is called off and its
/// money goes back.
public struct BuyingGroup: Hashable, Sendable {
  /// Where a group stands.
  public enum State: String, CaseIterable, Sendable {
    /// Its leader has not paid yet; nobody can join.
    case opening
    /// It waits for others.
    case open
    /// Enough have paid, or the merchant was content with fewer: its orders are shipped.
    case complete
    /// Its time was over, or the merchant ended it: its orders are called off.
    case failed
  }

  /// The group.
  public let id: BuyingGroupID
  /// The merchant's short name of its promotion.
  public let promotion: String
  /// What shoppers call the promotion.
  public let name: LocalizedText
  /// How it stands.
  public let standing: GroupStanding
  /// What a piece costs in the group.
  public let price: Money
  /// The SKU that its leader bought.
  public let sku: SKUID
  /// The merchant's number of the SKU.
  public let code: String
  /// The short name of the product.
  public let productSlug: String
  /// The product's name in the visitor's language.
  public let productName: String
  /// What a piece costs alone now.
  public let alone: Money
  /// The product's picture, where it has one.
  public let picture: MediaID?
  /// When its leader ordered, in UTC.
  public let createdAt: Date
}

/// The place of an order in a group.
public struct GroupSeat: Hashable, Sendable, TenantRow {
  /// The number of the order.
  public let orderNumber: String
  /// The name of who ordered; pages that anybody opens show its first letter.
  public let name: String
  /// Whether they opened the group.
  public let isLeader: Bool
  /// Whether the money came in time.
  public let isPaid: Bool

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    orderNumber = try row.next()
    name = try row.next()
    isLeader = try row.next()
    isPaid = try row.next()
  }
}

/// What a promotion for groups offers.
public struct GroupOffer: Hashable, Sendable {
  /// The merchant's short name of the promotion.
  public let promotion: String
  /// What shoppers read.
  public let name: LocalizedText
  /// What a piece costs in a group.
  public let price: Money
  /// How many people make a group.
  public let size: Int
  /// How many hours a group has to find them.
  public let hours: Int
}

/// In which group somebody wants to buy.
public enum GroupChoice: Hashable, Sendable {
  /// In a new one, under the promotion with this short name.
  case open(String)
  /// In one that is open.
  case join(BuyingGroupID)
}

/// What a cart is for when it is bought in a group.
public struct GroupPurchase: Hashable, Sendable {
  /// The promotion.
  public let promotion: PromotionID
  /// The group; nothing when a new one is opened.
  public let group: BuyingGroupID?
}
