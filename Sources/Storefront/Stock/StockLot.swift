public import Foundation
public import TenantStore

/// Pieces of a SKU with one date at one location.
public struct LotID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "lot"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A lot as a merchant sees it.
public struct StockLot: Hashable, Sendable {
  /// How long before the end of its sale the desk warns of a lot: fourteen days.
  public static let warningTime: TimeInterval = 14 * 86_400

  /// The lot at its location.
  public let id: LotID
  /// The merchant's own number of the SKU.
  public let sku: String
  /// The short name of the location.
  public let location: String
  /// The maker's number of the lot, GS1 application identifier 10: 1 to 20 visible ASCII characters.
  public let code: String
  /// The last day on which it is good, `2027-03-31`; GS1 application identifier 17.
  public let expiresOn: String
  /// Until when it is sold, in UTC: earlier than its date by what shoppers need.
  public let sellUntil: Date
  /// How many pieces are left.
  public let available: Int64
  /// When it was recalled, in UTC.
  public let recalledAt: Date?
}

/// Pieces of a lot that come in.
public struct LotDraft: Hashable, Sendable {
  /// The merchant's own number of the SKU.
  public var sku: String
  /// The short name of the location.
  public var location: String
  /// The maker's number of the lot.
  public var code: String
  /// The last day on which it is good.
  public var expiresOn: CalendarDate
  /// How many pieces, 1 to 1,000,000.
  public var quantity: Int

  /// Describes pieces.
  public init(sku: String, location: String, code: String, expiresOn: CalendarDate, quantity: Int) {
    self.sku = sku
    self.location = location
    self.code = code
    self.expiresOn = expiresOn
    self.quantity = quantity
  }
}

/// An order that got pieces of a recalled lot.
public struct LotRecipient: Hashable, Sendable {
  /// The order.
  public let order: OrderID
  /// The order's number.
  public let orderNumber: String
  /// The name of who received it.
  public let name: String
  /// The telephone number.
  public let phone: String
  /// How many pieces.
  public let quantity: Int64
}

extension StorefrontSettings {
  /// How long goods must be good when they are sold.
  public struct ShelfLife: Hashable, Sendable, Codable {
    /// Days that are left at least, 0 to 730; 30 when absent.
    public var minimumDays: Int?
    /// Days for categories by their short names; they hold for what is below them.
    public var categories: [String: Int]?

    /// The usual thirty days.
    public init() {}
  }

  /// What is wrong with the days.
  var shelfLifeProblems: [SettingsProblem] {
    let days = (shelfLife?.categories ?? [:]).sorted { $0.key < $1.key }
      .map { (["shelfLife", "categories", $0.key], $0.value as Int?) }
    return (days + [(["shelfLife", "minimumDays"], shelfLife?.minimumDays)])
      .compactMap { path, value in
        guard let value, !(0...730).contains(value) else { return nil }
        return SettingsProblem(path: path, message: "must be a whole number from 0 to 730")
      }
  }
}

/// Until when goods with a date are sold.
public enum ShelfLifeRule {
  /// The instant from which a lot is too old to be sold.
  ///
  /// It is sold as long as at least the minimum of days is left on the day of the sale, in the
  /// shop's time zone; with a minimum of zero, to the end of its last day.
  public static func sellUntil(
    _ expiresOn: CalendarDate,
    _ settings: StorefrontSettings.ShelfLife?,
    categories: [String],
    in zone: TimeZone
  ) -> Date {
    let nearest = categories.reversed().lazy.compactMap { settings?.categories?[$0] }.first
    let days = nearest ?? settings?.minimumDays ?? 30
    let day = expiresOn.adding(days: 1 - days)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = DateComponents(year: day.year, month: day.month, day: day.day)
    return calendar.date(from: parts) ?? .distantPast
  }
}
