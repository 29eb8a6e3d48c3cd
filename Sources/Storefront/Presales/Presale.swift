public import Foundation
public import TenantStore

/// What a merchant says of a SKU that is sold before it is there.
public struct PresaleTerms: Hashable, Sendable {
  /// The day from which it is sent, in the tenant's time zone.
  public var shipsOn: CalendarDate
  /// How many pieces are sold so at most, 1 to 1,000,000.
  public var limit: Int
  /// From when on; at once when absent.
  public var from: Date?
  /// Until when; until it is sent when absent.
  public var until: Date?

  /// Describes a presale.
  public init(shipsOn: CalendarDate, limit: Int, from: Date? = nil, until: Date? = nil) {
    self.shipsOn = shipsOn
    self.limit = limit
    self.from = from
    self.until = until
  }
}

/// What can be bought of a SKU before it is there.
public struct PresaleOffer: Hashable, Sendable {
  /// The beginning of the day from which it is sent, in UTC.
  public let shipsFrom: Date
  /// How many pieces can still be had, above zero.
  public let left: Int

  /// Describes an offer.
  package init(shipsFrom: Date, left: Int) {
    self.shipsFrom = shipsFrom
    self.left = left
  }
}

/// A presale as its merchant sees it.
public struct MerchantPresale: Hashable, Sendable {
  /// The merchant's own number of the SKU.
  public let sku: String
  /// The beginning of the day from which it is sent, in UTC.
  public let shipsFrom: Date
  /// From when on it is sold so, in UTC.
  public let startsAt: Date
  /// Until when it is sold so, in UTC.
  public let endsAt: Date
  /// How many pieces are sold so at most.
  public let limit: Int
  /// How many were, those of orders that were called off apart.
  public let taken: Int
  /// How many of them orders still wait for.
  public let awaited: Int
}

/// What an order was promised that was placed before all of its goods were there.
public struct OrderPresale: Hashable, Sendable {
  /// The beginning of the day from which it is sent now, in UTC.
  public let shipsFrom: Date
  /// The same as it was promised when the order was placed.
  public let promisedFrom: Date
  /// Whether pieces of it are not there yet.
  public let isAwaiting: Bool

  /// Whether it is sent later than was promised.
  public var isLate: Bool { shipsFrom > promisedFrom }
}

/// When things are sold before they are there.
package enum PresaleRule {
  /// The field that is wrong with terms; nothing when they can be.
  ///
  /// - Parameters:
  ///   - terms: What the merchant says.
  ///   - shipsFrom: The beginning of the day of shipping.
  ///   - now: The present.
  /// - Returns: `limit`, `ships_on` or `until`.
  package static func problem(_ terms: PresaleTerms, shipsFrom: Date, at now: Date) -> String? {
    if !(1...1_000_000).contains(terms.limit) { return "limit" }
    if shipsFrom <= now { return "ships_on" }
    let end = terms.until ?? shipsFrom
    if end > shipsFrom || end <= max(terms.from ?? now, now) { return "until" }
    return nil
  }

  /// How many pieces of a line wait for goods: all of them where stock does not suffice and the
  /// presale does, else none.
  package static func waits(_ quantity: Int, available: Int, left: Int) -> Bool {
    available < quantity && left >= quantity
  }

  /// How many pieces each of the waiting gets of what has come: the first in line first, and who is
  /// not served whole holds what has come for them.
  package static func given(_ waiting: [Int], of pieces: Int) -> [Int] {
    var rest = max(0, pieces)
    return waiting.map { wanted in
      defer { rest -= min(rest, wanted) }
      return min(rest, wanted)
    }
  }
}
