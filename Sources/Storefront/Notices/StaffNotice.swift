public import Foundation
public import TenantStore

/// Something that members of staff are told.
public struct StaffNotice: Hashable, Sendable, TenantRow {
  /// What it is about.
  public enum Kind: String, CaseIterable, Sendable {
    /// Few pieces of a watched SKU are left: its number, and how many.
    case stockLow = "stock_low"
    /// A low rating was not answered in time: the review.
    case reviewOverdue = "review_overdue"
    /// A lot was recalled: the SKU's number, and that of the lot.
    case lotRecalled = "lot_recalled"
  }

  /// The event that told of it.
  public let id: OutboxEventID
  /// What it is about.
  public let kind: Kind
  /// The thing.
  public let subject: String
  /// What else there is to know; may be empty.
  public let detail: String
  /// When it was noticed, in UTC.
  public let createdAt: Date
  /// When somebody had seen it, in UTC.
  public let seenAt: Date?

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    id = try row.next()
    guard let kind = Kind(rawValue: try row.next()) else { throw TenantStoreError.emptyAnswer }
    self.kind = kind
    subject = try row.next()
    detail = try row.next()
    createdAt = try row.next()
    seenAt = try row.next()
  }
}

extension Shop {
  /// Notes that somebody has seen all notices up to one; seeing them again changes nothing.
  ///
  /// - Parameters:
  ///   - kinds: Of these kinds only, which are those that were shown.
  ///   - last: The newest that was shown, so that what came meanwhile stays unseen.
  ///   - actor: Who saw them.
  ///   - transaction: Where it is noted.
  /// - Throws: What the database throws.
  public func seeNotices(
    _ kinds: [StaffNotice.Kind],
    upTo last: OutboxEventID,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.seeNotices(kinds, upTo: last, by: actor)
  }
}

extension OutboxHandler {
  /// Tells staff that something runs low.
  static let noticeLowStock = notice("storefront.notice_low_stock_to_staff", .stockLow) { event in
    (event["sku"]?.text, event["left"]?.whole.map { "\($0)" })
  }

  /// Tells staff that a low rating was not answered in time.
  static let noticeOverdueReview = notice("storefront.notice_overdue_review", .reviewOverdue) {
    ($0["review"]?.text, nil)
  }

  /// Tells staff that a lot was recalled.
  static let noticeRecall = notice("storefront.notice_recall", .lotRecalled) {
    ($0["sku"]?.text, $0["lot"]?.text)
  }

  private static func notice(
    _ name: String,
    _ kind: StaffNotice.Kind,
    _ words: @escaping @Sendable (JSONValue) -> (subject: String?, detail: String?)
  ) -> Self {
    Self(name, kind: "storefront.\(kind.rawValue)") { event, transaction in
      let (subject, detail) = words(event.payload)
      guard let subject else { return }
      try await transaction.notice(kind, subject, detail ?? "", by: event.id)
    }
  }
}
