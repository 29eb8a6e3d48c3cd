public import TenantStore

/// What a tenant earned money with.
public enum RevenueKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// Things that are sold.
  case goods
  /// Paid plans and boxes that recur.
  case membership
  /// Packs of benefits and talks with experts.
  case services
  /// Devices, software and data that add to goods.
  case technology
  /// What goods are made into for a situation.
  case scenario
  /// Delivery.
  case freight
  /// Money that went back for no line: goodwill, and what of the freight.
  case loose

  /// The kinds that a merchant can give to a category.
  public static let ofCategories: [Self] = [.goods, .membership, .services, .technology, .scenario]
}

/// What was sold of something in a month.
public struct SoldLine: Hashable, Sendable {
  /// The month in which it was ordered, ``BirthMonth/number(of:in:)``.
  public let month: Int
  /// What it is known to be, whatever its category; nil goes by the category.
  public let kind: RevenueKind?
  /// The short names of its category and of the one above it, its own first.
  public let categories: [String]
  /// What was paid, in minor units.
  public let paid: Int64
  /// What went back, in minor units.
  public let refunded: Int64

  /// Names what was sold.
  public init(month: Int, kind: RevenueKind?, categories: [String], paid: Int64, refunded: Int64) {
    self.month = month
    self.kind = kind
    self.categories = categories
    self.paid = paid
    self.refunded = refunded
  }
}

/// What a tenant earned month by month, by what with.
public struct RevenueMix: Hashable, Sendable {
  /// Money in minor units.
  public struct Amount: Hashable, Sendable {
    /// What was paid.
    public var paid: Int64 = 0
    /// What went back.
    public var refunded: Int64 = 0

    /// No money.
    public init() {}

    /// What was kept.
    public var kept: Int64 { paid - refunded }

    mutating func add(_ line: SoldLine) {
      paid += line.paid
      refunded += line.refunded
    }
  }

  /// By month and kind; months in which nothing was sold are left out.
  public let months: [Int: [RevenueKind: Amount]]

  /// All months together.
  public var total: [RevenueKind: Amount] {
    months.values.reduce(into: [:]) { sum, month in
      for (kind, amount) in month {
        sum[kind, default: Amount()].paid += amount.paid
        sum[kind, default: Amount()].refunded += amount.refunded
      }
    }
  }

  /// What was kept of all.
  public var kept: Int64 { total.values.reduce(0) { $0 + $1.kept } }

  /// What a kind has of all that was kept, zero to one; nil where nothing was kept.
  public func share(of kind: RevenueKind) -> Double? {
    let sum = kept
    return sum <= 0 ? nil : Double(total[kind]?.kept ?? 0) / Double(sum)
  }

  /// Sorts what was sold: by what it is known to be, else by the first category that the merchant gave a
  /// kind, else as goods.
  public init(_ lines: [SoldLine], kinds: [String: RevenueKind]) {
    months = lines.reduce(into: [:]) { months, line in
      let kind = line.kind ?? line.categories.lazy.compactMap { kinds[$0] }.first ?? .goods
      months[line.month, default: [:]][kind, default: Amount()].add(line)
    }
  }
}

extension Recommender {
  /// What a tenant earned in some months, by what with; refunds are taken off the month of the order.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func revenueMix(
    _ months: InsightMonths,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> RevenueMix {
    let kinds = try tenant.recommend.revenue ?? [:]
    return RevenueMix(
      try await ports.sold(months.span(in: tenant.timeZone), tenant, querying),
      kinds: kinds
    )
  }
}
