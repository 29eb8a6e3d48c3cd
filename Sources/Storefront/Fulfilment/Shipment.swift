public import Foundation
public import TenantStore

/// One parcel of an order.
public struct ShipmentID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "shp"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A parcel that left.
public struct Shipment: Hashable, Sendable {
  /// The parcel.
  public let id: ShipmentID
  /// Who carries it; empty when it was handed over.
  public let carrier: String
  /// The carrier's number of it; empty when it was handed over.
  public let trackingNumber: String
  /// When it left, in UTC.
  public let shippedAt: Date
  /// What is in it, in the order of the order's lines.
  public let lines: [Line]

  /// Pieces of one SKU in a parcel.
  public struct Line: Hashable, Sendable {
    /// The merchant's own number of the SKU.
    public let code: String
    /// The product's name as it was bought.
    public let name: String
    /// How many pieces.
    public let quantity: Int
  }
}
