public import Foundation
public import TenantStore

/// A way in which an entry is told.
public enum ContentKind: String, CaseIterable, Sendable {
  /// The entry's own words.
  case article
  /// A film somewhere else.
  case video
  /// A broadcast at a date.
  case live
}

/// A video or a broadcast of an entry; an entry has one of each at most.
public struct EntryFormat: Hashable, Sendable {
  /// `video` or `live`.
  public let kind: ContentKind
  /// Where it is, by https.
  public let url: String
  /// When a broadcast begins, in UTC; nothing for a video.
  public let startsAt: Date?

  /// Describes one.
  ///
  /// - Throws: ``ServiceRefusal`` with the code `format_invalid`: an article, an address that is not
  ///   `https://HOST/…` of at most 500 ASCII characters without a login, or a date where none belongs.
  public init(_ kind: ContentKind, url: String, startsAt: Date? = nil) throws(ServiceRefusal) {
    guard url.utf8.count <= 500, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      url.hasPrefix("https://"), let address = URL(string: url), address.user() == nil,
      address.host()?.contains(".") == true, kind != .article,
      (kind == .live) == (startsAt != nil)
    else {
      throw ServiceRefusal(.formatInvalid)
    }
    (self.kind, self.url, self.startsAt) = (kind, url, startsAt)
  }

  init(kept kind: ContentKind, _ url: String, _ startsAt: Date?) {
    (self.kind, self.url, self.startsAt) = (kind, url, startsAt)
  }
}

/// What became of an entry in a number of days.
public struct ContentFigures: Hashable, Sendable {
  /// The entry.
  public let slug: String
  /// The question of what is published; empty where it was taken back.
  public let question: String
  /// How often it was read.
  public let reads: Int
  /// How often its film was opened.
  public let plays: Int
  /// How often its broadcast was opened.
  public let lives: Int
  /// How many orders had goods that it speaks of, by whoever had used it within a fortnight before.
  public let orders: Int
  /// What was paid for these goods, in minor units of the shop's currency.
  public let amountMinor: Int64
}

/// A line of a paid order.
public struct PaidLine: Hashable, Sendable {
  /// The shop's own number.
  public let sku: String
  /// What was paid for it.
  public let net: Money

  /// Describes a line.
  public init(sku: String, net: Money) {
    self.sku = sku
    self.net = net
  }
}
