public import TenantStore

/// What a partner of the shop does for families, proposed beside goods and goods beside it.
public struct PartnerService: Hashable, Sendable, Codable {
  /// What it is.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A talk with an expert.
    case consultation
    /// Lessons.
    case course
    /// Insurance, by an insurer alone: the shop only leads there.
    case insurance
  }

  /// The most of a shop's settings.
  public static let limit = 30

  /// The short name, 1 to 40 small letters, digits and hyphens.
  public var code: String
  /// What it is.
  public var kind: Kind
  /// What families read.
  public var name: LocalizedText
  /// What it is about.
  public var about: LocalizedText?
  /// Where it is to be had: a path of the shop, or an address that begins with `https://`.
  public var address: String
  /// The short names of the categories beside whose goods it stands; all where none is named.
  public var categories: [String]?
  /// The first month of the children whom it is for.
  public var fromMonths: Int?
  /// The first month after it.
  public var toMonths: Int?
  /// The merchant's own number of what buys it in the shop; nil where it is bought elsewhere.
  public var sku: String?

  /// Describes a service.
  public init(
    code: String,
    kind: Kind,
    name: LocalizedText,
    about: LocalizedText? = nil,
    address: String,
    categories: [String]? = nil,
    fromMonths: Int? = nil,
    toMonths: Int? = nil,
    sku: String? = nil
  ) {
    self.code = code
    self.kind = kind
    self.name = name
    self.about = about
    self.address = address
    self.categories = categories
    self.fromMonths = fromMonths
    self.toMonths = toMonths
    self.sku = sku
  }

  /// The ages that it is for.
  public var ages: AgeSpan { AgeSpan(from: fromMonths, to: toMonths) }

  /// Whether it stands beside goods of these categories by name.
  func names(_ item: CatalogueItem) -> Bool {
    let own = [item.category] + [item.parentCategory].compactMap(\.self)
    return own.contains { categories?.contains($0) ?? false }
  }

  private static func isCode(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }

  private static func isAddress(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    return isPlain && text.utf8.count <= 500
      && (text.hasPrefix("https://") || text.hasPrefix("/") && !text.hasPrefix("//"))
  }

  /// Everything that is wrong with what settings name.
  static func problems(_ services: [Self]) -> [SettingsProblem] {
    func problem(_ field: String, _ message: String) -> SettingsProblem {
      SettingsProblem(path: ["partners", field], message: message)
    }
    var problems: [SettingsProblem] = []
    if services.count > limit { problems.append(problem("code", "must be at most \(limit)")) }
    if Set(services.map(\.code)).count != services.count {
      problems.append(problem("code", "stands twice"))
    }
    for service in services {
      if !isCode(service.code) {
        problems.append(problem("code", "must be small letters, digits and hyphens"))
      }
      if service.name.texts.isEmpty {
        problems.append(problem("name", "must say what families read"))
      }
      if !isAddress(service.address) {
        problems.append(problem("address", "must be a path, or begin with https://"))
      }
      if let sku = service.sku, !(1...80).contains(sku.unicodeScalars.count) {
        problems.append(problem("sku", "must have 1 to 80 characters"))
      }
    }
    return problems
  }
}

/// Which services stand beside goods, and which goods beside a service.
public enum PartnerRule {
  /// The most services beside goods.
  public static let serviceLimit = 3
  /// The most goods beside a service.
  public static let goodsLimit = 4

  /// The services for somebody, those that name the goods' category first.
  ///
  /// One that is for an age is shown only where a child of that age is known.
  /// - Parameters:
  ///   - services: All of the shop.
  ///   - item: The goods of the page; nil where it is about none.
  ///   - ages: The children's ages in months.
  /// - Returns: At most ``serviceLimit`` beside goods, and all that fit elsewhere.
  public static func services(
    _ services: [PartnerService],
    beside item: CatalogueItem?,
    ages: [Int]
  ) -> [PartnerService] {
    let fitting = services.filter { service in
      let fits = !service.ages.isBounded || ages.contains(where: service.ages.contains)
      guard let item, !(service.categories ?? []).isEmpty else { return fits }
      return fits && service.names(item)
    }
    let sorted = fitting.sorted { one, other in
      let (first, second) = (
        item.map(one.names) ?? false ? 0 : 1, item.map(other.names) ?? false ? 0 : 1
      )
      return (first, one.code) < (second, other.code)
    }
    return item == nil ? sorted : Array(sorted.prefix(serviceLimit))
  }

  /// The goods beside a service: of its categories, in the order in which they come.
  static func goods(_ items: [CatalogueItem], beside service: PartnerService, _ visitor: Visitor)
    -> [CatalogueItem]
  {
    let own = items.filter { service.names($0) && ShowableRule.isShowable($0, to: visitor) }
    return Array(own.prefix(goodsLimit))
  }
}

/// A service with goods that go with it.
public struct ServiceShelf: Sendable {
  /// The service.
  public let service: PartnerService
  /// The goods.
  public let goods: [String]
}

extension Recommender {
  /// All services of a shop, by their short names: those of its settings before those of its modules.
  ///
  /// - Throws: `TenancyRefusal` when the tenant has not enabled the module, and what the ports throw.
  public func partnerServices(_ tenant: TenantSnapshot, _ querying: any TenantQuerying) async throws
    -> [PartnerService]
  {
    let named = try tenant.recommend.partners ?? []
    let known = Set(named.map(\.code))
    return named + (try await ports.services(tenant, querying)).filter { !known.contains($0.code) }
  }

  /// The services beside goods.
  ///
  /// - Throws: What the ports throw.
  public func services(
    beside item: String,
    ages: [Int],
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [PartnerService] {
    let all = try await partnerServices(tenant, querying)
    guard !all.isEmpty, let facts = try await facts(of: [item], tenant, querying).first else {
      return []
    }
    return PartnerRule.services(all, beside: facts, ages: ages)
  }

  /// The services for somebody, each with goods that suit their children, the most popular first.
  ///
  /// - Throws: What the ports throw.
  public func serviceShelves(
    for visitor: Visitor,
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> [ServiceShelf] {
    let all = try await partnerServices(tenant, querying)
    let fitting = PartnerRule.services(all, beside: nil, ages: visitor.ages)
    guard !fitting.isEmpty else { return [] }
    let placed = try tenant.recommend.placed(visitor, home: tenant.market.lowercased())
    let ranks = Dictionary(
      try await rows(for: visitor, RowContext(count: RowContext.countLimit), tenant, querying)
        .flatMap { $0.entries.map(\.item) }.enumerated().map { ($1, $0) }
    ) { first, _ in first }
    let sorted = try await facts(of: nil, tenant, querying).sorted { one, other in
      (ranks[one.id] ?? .max, one.id) < (ranks[other.id] ?? .max, other.id)
    }
    return fitting.map {
      ServiceShelf(service: $0, goods: PartnerRule.goods(sorted, beside: $0, placed).map(\.id))
    }
  }
}
