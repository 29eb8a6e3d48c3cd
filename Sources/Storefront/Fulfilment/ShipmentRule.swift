internal import TenantStore

/// One parcel that is about to leave.
public struct ShipmentDraft: Hashable, Sendable {
  /// Who carries it, at most 40 characters; empty when it is handed over without a carrier.
  public var carrier: String
  /// The carrier's number of it, at most 40 letters, digits and hyphens; empty without a carrier.
  public var trackingNumber: String
  /// How many pieces of which SKU are in it; nothing means all that are left.
  public var pieces: [String: Int]?

  /// Describes a parcel.
  public init(carrier: String = "", trackingNumber: String = "", pieces: [String: Int]? = nil) {
    self.carrier = carrier
    self.trackingNumber = trackingNumber
    self.pieces = pieces
  }
}

/// What became of one line of an order so far.
public struct LineAccount: Hashable, Sendable {
  /// The place of the line in the order.
  public let position: Int
  /// The merchant's own number of the SKU.
  public let code: String
  /// How many pieces were ordered.
  public let ordered: Int
  /// How many have left.
  public let shipped: Int
  /// How many somebody wants to give back, or has given back.
  public let claimed: Int
  /// How many were paid back or exchanged.
  public let settled: Int
  /// What was paid for the line, in minor units.
  public let paid: Int64
  /// What was paid back for the line, in minor units.
  public let refunded: Int64

  /// Describes a line's account.
  public init(
    position: Int,
    code: String,
    ordered: Int,
    shipped: Int = 0,
    claimed: Int = 0,
    settled: Int = 0,
    paid: Int64,
    refunded: Int64 = 0
  ) {
    self.position = position
    self.code = code
    self.ordered = ordered
    self.shipped = shipped
    self.claimed = claimed
    self.settled = settled
    self.paid = paid
    self.refunded = refunded
  }

  /// How many have not left.
  public var left: Int { ordered - shipped }
}

/// Decides what goes into a parcel.
public enum ShipmentRule {
  /// How many pieces of which line, by position.
  public typealias Contents = [Int: Int]

  /// What a parcel holds.
  ///
  /// - Parameters:
  ///   - draft: What the merchant says.
  ///   - accounts: The order's lines.
  /// - Returns: Pieces by the line's position; empty when nothing is left.
  /// - Throws: `shipment_invalid` for a carrier or number that is none, `sku_not_found`,
  ///   `quantity_invalid` or `shipment_exceeds` (`sku` and `left`).
  public static func contents(_ draft: ShipmentDraft, of accounts: [LineAccount])
    throws(StorefrontRefusal) -> Contents
  {
    let wrong = problems(draft)
    guard wrong.isEmpty else {
      throw StorefrontRefusal(
        .shipmentInvalid,
        details: ["fields": .array(wrong.map { .string($0) })]
      )
    }
    guard let pieces = draft.pieces else {
      return Contents(
        uniqueKeysWithValues: accounts.filter { $0.left > 0 }.map { ($0.position, $0.left) }
      )
    }
    guard !pieces.isEmpty else { throw StorefrontRefusal(.quantityInvalid) }
    var contents = Contents()
    for (code, quantity) in pieces.sorted(by: { $0.key < $1.key }) {
      guard let account = accounts.first(where: { $0.code == code }) else {
        throw StorefrontRefusal(.skuNotFound, details: ["sku": .string(code)])
      }
      guard quantity > 0 else {
        throw StorefrontRefusal(.quantityInvalid, details: ["sku": .string(code)])
      }
      guard quantity <= account.left else {
        throw StorefrontRefusal(
          .shipmentExceeds,
          details: ["sku": .string(code), "left": .integer(Int64(account.left))]
        )
      }
      contents[account.position] = quantity
    }
    return contents
  }

  /// Whether nothing is left once a parcel has gone.
  static func isLast(_ contents: Contents, of accounts: [LineAccount]) -> Bool {
    accounts.allSatisfy { $0.left == contents[$0.position] ?? 0 }
  }

  /// The names of what is wrong with carrier and number.
  static func problems(_ draft: ShipmentDraft) -> [String] {
    let isControlled = draft.carrier.unicodeScalars.contains {
      $0.properties.generalCategory == .control
    }
    var fields: [String] = []
    if draft.carrier.unicodeScalars.count > 40 || isControlled
      || (draft.carrier.isEmpty && !draft.trackingNumber.isEmpty)
    {
      fields.append("carrier")
    }
    if !isTrackingNumber(draft.trackingNumber)
      || (draft.trackingNumber.isEmpty && !draft.carrier.isEmpty)
    {
      fields.append("tracking_number")
    }
    return fields
  }

  private static func isTrackingNumber(_ text: String) -> Bool {
    text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
  }
}
