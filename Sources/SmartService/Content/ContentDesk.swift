public import Foundation
public import TenantStore

/// Keeps the formats of entries, counts their use, and tells which goods are bought after them.
public enum ContentDesk {
  /// For how long after its use an order is counted for an entry.
  ///
  /// The last entry that was used before the order gets the line. That one came after the other is no proof
  /// that it came from it.
  public static let window: TimeInterval = 14 * 86_400
  /// The most SKUs of an entry.
  public static let goodsLimit = 20

  /// Keeps a video or a broadcast of an entry, in the place of the one before.
  ///
  /// - Throws: ``ServiceRefusal`` with the code `format_invalid`, also where there is no such entry.
  public static func keep(
    _ format: EntryFormat,
    of slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.keepFormat(format, of: slug) else {
      throw ServiceRefusal(.formatInvalid)
    }
    try await transaction.audit(
      "service.format_kept",
      of: slug,
      by: actor,
      after: ["kind": .string(format.kind.rawValue), "url": .string(format.url)]
    )
  }

  /// Takes a video or a broadcast away; again changes nothing.
  public static func remove(
    _ kind: ContentKind,
    of slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    guard try await transaction.removeFormat(kind, of: slug) else { return }
    try await transaction.audit(
      "service.format_removed",
      of: slug,
      by: actor,
      before: ["kind": .string(kind.rawValue)]
    )
  }

  /// Says which goods an entry speaks of, in the place of what was said before.
  ///
  /// - Parameters:
  ///   - skus: The shop's own numbers, at most twenty of 1 to 80 characters.
  ///   - slug: The entry.
  ///   - actor: Who says so.
  ///   - transaction: Where it happens.
  /// - Throws: ``ServiceRefusal`` with the code `format_invalid`, also where there is no such entry.
  public static func link(
    _ skus: [String],
    to slug: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let skus = Set(skus).sorted()
    guard skus.count <= goodsLimit,
      skus.allSatisfy({ (1...80).contains($0.unicodeScalars.count) && !$0.contains("\0") }),
      try await transaction.hasEntry(slug)
    else { throw ServiceRefusal(.formatInvalid) }
    try await transaction.linkGoods(skus, to: slug)
    try await transaction.audit(
      "service.goods_linked",
      of: slug,
      by: actor,
      after: ["skus": .array(skus.map(JSONValue.string))]
    )
  }

  /// Counts that a visitor used an entry; the session is kept only where the entry speaks of goods.
  ///
  /// - Parameters:
  ///   - slug: The entry; one that is not published is not counted.
  ///   - kind: In which way.
  ///   - session: Whose visit it is.
  ///   - transaction: Where it happens.
  /// - Returns: Where the format is; nothing for an article, or where there is none.
  /// - Throws: What the database refuses.
  public static func use(
    _ slug: String,
    _ kind: ContentKind,
    by session: SessionID,
    in transaction: TenantTransaction
  ) async throws -> String? {
    let format = try await transaction.formats(of: slug).first { $0.kind == kind }
    guard kind == .article || format != nil,
      try await transaction.countUse(of: slug, kind)
    else { return nil }
    try await transaction.noteView(of: slug, kind, by: session)
    return format?.url
  }

  /// Counts the lines of a paid order for what its buyer used before; again counts nothing twice.
  ///
  /// - Parameters:
  ///   - order: The order.
  ///   - lines: What was paid.
  ///   - session: Who placed it; nothing is counted without one.
  ///   - placedAt: When it was placed, in UTC.
  ///   - transaction: Where it happens.
  /// - Throws: What the database refuses.
  public static func credit(
    _ order: UUID,
    _ lines: [PaidLine],
    by session: SessionID?,
    placedAt: Date,
    in transaction: TenantTransaction
  ) async throws {
    guard let session else { return }
    for sku in Set(lines.map(\.sku)).sorted() {
      let nets = lines.filter { $0.sku == sku }.map(\.net)
      guard let first = nets.first else { continue }
      let amount = nets.reduce(0) { $0 + $1.minorUnits }
      try await transaction.creditSale(
        order,
        sku,
        Money(minorUnits: amount, currency: first.currency),
        by: session,
        placedAt: placedAt
      )
    }
  }

  /// Takes an order out whose money goes back; again changes nothing.
  public static func uncredit(_ order: UUID, in transaction: TenantTransaction) async throws {
    try await transaction.removeSales(of: order)
  }
}

extension JobKind {
  /// Deletes who used which entry once no order can be counted for it any more.
  static let forgetViews = Self(name: "service.forget_views") { context in
    try await context.transaction { transaction in
      try await transaction.deleteViews(
        before: transaction.environment.now().addingTimeInterval(-ContentDesk.window)
      )
    }
  }
}
