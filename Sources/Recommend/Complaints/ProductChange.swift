public import Foundation
public import TenantStore

/// Something that people said of a product.
public struct ProductRemark: Hashable, Sendable {
  /// Where it was said.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    /// In a published review.
    case review
    /// With goods that went back.
    case giveBack = "return"
    /// In a talk with customer service.
    case talk
  }

  /// The product; nil where it is not known which.
  public let item: String?
  /// Where it was said.
  public let source: Source
  /// What was said.
  public let text: String
  /// What is known of it without words, such as the reason of a return.
  public let known: Set<ComplaintAttribute>

  /// Names a remark.
  public init(
    item: String?,
    source: Source,
    text: String,
    known: Set<ComplaintAttribute> = []
  ) {
    self.item = item
    self.source = source
    self.text = text
    self.known = known
  }

  /// Whether everybody may read it: what was said in a talk is counted and never shown.
  var isQuotable: Bool { source != .talk }
}

/// What was sold of a product.
public struct ItemSale: Hashable, Sendable, TenantRow {
  /// The product.
  public let item: String
  /// Pieces.
  public let units: Int
  /// What was paid, in minor units.
  public let amount: Int64

  /// Reads the columns in the order of the properties.
  public init(row: inout ColumnReader) throws {
    item = try row.next()
    units = try row.next()
    amount = try row.next()
  }

  /// Names a sale.
  public init(item: String, units: Int, amount: Int64) {
    self.item = item
    self.units = units
    self.amount = amount
  }
}

/// A change of a product that complaints speak for.
public struct ProductChange: Hashable, Sendable {
  /// Of fewer complaints little is certain.
  public static let fewest = 5
  private static let quoteLimit = 3

  /// The product.
  public let item: String
  /// What of it.
  public let attribute: ComplaintAttribute
  /// Complaints by where they were made.
  public let complaints: [ProductRemark.Source: Int]
  /// Remarks of the product in all.
  public let remarks: Int
  /// What was paid for the product, in minor units.
  public let revenue: Int64
  /// What people wrote, at most three.
  public let quotes: [String]

  /// Complaints in all.
  public var count: Int { complaints.values.reduce(0, +) }
  /// Whether there are too few to be sure.
  public var isThin: Bool { count < Self.fewest }
  /// The share of remarks that complain, with the interval that holds it nineteen times in twenty.
  public var share: ClosedRange<Double> { Uplift.Group(people: remarks, buyers: count).bounds }
  /// What of the revenue the complaint speaks of: as much as its share of the remarks, in minor units.
  public var affected: Int64 { Self.part(Double(count) / Double(max(1, remarks)), of: revenue) }
  /// What of it at least, by the lower end of the share: what changes are ranked by, so that a few loud
  /// remarks do not go before many.
  public var leastAffected: Int64 { Self.part(share.lowerBound, of: revenue) }

  private static func part(_ share: Double, of revenue: Int64) -> Int64 {
    Int64((Double(revenue) * share).rounded())
  }

  /// The changes that remarks speak for, the one that affects most revenue first.
  ///
  /// A remark counts once for each attribute that it complains of.
  public static func ranked(_ remarks: [ProductRemark], _ sales: [ItemSale]) -> [ProductChange] {
    let revenue = Dictionary(sales.map { ($0.item, $0.amount) }) { $0 + $1 }
    let groups = Dictionary(grouping: remarks.filter { $0.item != nil }) { $0.item ?? "" }
    return groups.flatMap { item, remarks in
      let found = remarks.map { ($0, $0.known.union(ComplaintRule.attributes(in: $0.text))) }
      return ComplaintAttribute.allCases.compactMap { attribute -> ProductChange? in
        let own = found.filter { $0.1.contains(attribute) }.map(\.0)
        guard !own.isEmpty else { return nil }
        return ProductChange(
          item: item,
          attribute: attribute,
          complaints: own.reduce(into: [:]) { $0[$1.source, default: 0] += 1 },
          remarks: remarks.count,
          revenue: revenue[item] ?? 0,
          quotes: quotes(own, of: attribute)
        )
      }
    }
    .sorted { one, other in
      (other.leastAffected, other.count, one.item, one.attribute.rawValue)
        < (one.leastAffected, one.count, other.item, other.attribute.rawValue)
    }
  }

  /// The wordings of a complaint, each once, those that say it in words only.
  private static func quotes(_ remarks: [ProductRemark], of attribute: ComplaintAttribute)
    -> [String]
  {
    var quotes: [String] = []
    for remark in remarks where remark.isQuotable {
      let quote = ComplaintRule.quote(remark.text)
      if ComplaintRule.attributes(in: remark.text).contains(attribute), !quotes.contains(quote) {
        quotes.append(quote)
      }
    }
    return Array(quotes.prefix(quoteLimit))
  }
}

/// What complaints of some days speak for.
public struct ProductAdvice: Sendable {
  /// The changes, the one that affects most revenue first.
  public let changes: [ProductChange]
  /// Complaints of which it is not known what product they are about.
  public let loose: [ComplaintAttribute: Int]
  /// Remarks in all.
  public let remarks: Int
}

extension Recommender {
  /// The most changes that are proposed.
  public static let changeLimit = 30

  /// What complaints since an instant speak for.
  ///
  /// - Throws: What the ports and the database throw.
  public func productAdvice(
    since start: Date,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> ProductAdvice {
    let remarks = try await ports.remarks(start, tenant, querying)
    let items = Set(remarks.compactMap(\.item)).sorted()
    let sales = items.isEmpty ? [] : try await querying.itemSales(of: items, since: start)
    let loose = remarks.filter { $0.item == nil }
      .flatMap { $0.known.union(ComplaintRule.attributes(in: $0.text)) }
    return ProductAdvice(
      changes: Array(ProductChange.ranked(remarks, sales).prefix(Self.changeLimit)),
      loose: loose.reduce(into: [:]) { $0[$1, default: 0] += 1 },
      remarks: remarks.count
    )
  }
}
