public import TenantStore

/// A pack of services that a family may have, under `modules.membership.packs`.
///
/// ```yaml
/// packs:
///   - code: pregnancy
///     name: {zh: 安心孕育包, en: Calm pregnancy}
///     until: birth
///     next: parenting
///     services: [{code: midwife, name: {zh: 助产士咨询, en: Midwife}, times: 2}]
///   - code: parenting
///     name: {zh: 科学育儿包, en: Parenting}
///     months: 12
///     services: [{code: midwife, name: {zh: 助产士咨询, en: Midwife}, times: 3}]
/// ```
public struct PackSettings: Hashable, Sendable, Codable {
  /// When a pack of pregnancy ends by itself.
  public enum End: String, Hashable, Sendable, Codable {
    /// With the birth, when ``PackSettings/next`` takes its place.
    case birth
  }

  /// A service of a pack.
  public struct Service: Hashable, Sendable, Codable {
    /// The short name, unique in the pack; packs that follow each other share services by it.
    public var code: String
    /// What families read.
    public var name: LocalizedText
    /// How often it can be used, 1 to 500.
    public var times: Int
    /// Who carries it out and is paid for each use; the merchant when absent.
    public var provider: String?
    /// What the provider is paid for each use, as a decimal string in the tenant's currency; nothing when
    /// absent.
    ///
    /// What a pack was opened with holds for its uses.
    public var fee: String?
  }

  /// The short name, unique among the packs.
  public var code: String
  /// What families read.
  public var name: LocalizedText
  /// What it costs where staff note it, as a decimal string in the tenant's currency; families open it
  /// themselves when absent.
  ///
  /// In the cart it costs what its SKU costs.
  public var price: String?
  /// The number of the SKU that buys it, one for each piece; sold at the desk alone when absent.
  public var sku: String?
  /// The short name of the SKU's product, where families find it.
  public var product: String?
  /// For how many months it holds, 1 to 60; 12 when absent.
  public var months: Int?
  /// What ends it before that.
  public var until: End?
  /// The pack that takes its place at the birth.
  public var next: String?
  /// What it holds, 1 to 20 services.
  public var services: [Service]

  /// Everything that is wrong with some packs, by its path below the list.
  static func problems(of packs: [Self], in document: TenantDocument) -> [SettingsProblem] {
    packs.enumerated().flatMap { index, pack -> [SettingsProblem] in
      let path = ["\(index)"]
      var problems = SettingsProblem.outOfRange(
        [(path + ["months"], pack.months, 1...60)]
          + pack.services.enumerated().map {
            (path + ["services", "\($0)", "times"], $1.times, 1...500)
          }
      )
      if pack.code.isEmpty || packs.prefix(index).contains(where: { $0.code == pack.code }) {
        problems.append(.init(path: path + ["code"], message: "must be there, and only once"))
      }
      if !(1...20).contains(pack.services.count)
        || Set(pack.services.map(\.code)).count != pack.services.count
        || pack.services.contains(where: { !(1...40).contains($0.code.count) })
      {
        problems.append(
          .init(path: path + ["services"], message: "must name 1 to 20, each by a short name once")
        )
      }
      let others = packs.prefix(index)
      if let sku = pack.sku,
        sku.isEmpty || pack.price == nil || others.contains(where: { $0.sku == sku })
      {
        problems.append(
          .init(path: path + ["sku"], message: "must be that of one pack alone, which has a price")
        )
      }
      if let next = pack.next, next == pack.code || !packs.contains(where: { $0.code == next }) {
        problems.append(.init(path: path + ["next"], message: "must be the code of another pack"))
      }
      return problems + priceProblems(pack, path, document) + feeProblems(pack, path, document)
    }
  }

  private static func feeProblems(_ pack: Self, _ path: [String], _ document: TenantDocument)
    -> [SettingsProblem]
  {
    guard let currency = Currency(code: document.currency) else { return [] }
    return pack.services.enumerated().compactMap { index, service -> SettingsProblem? in
      guard let fee = service.fee else { return nil }
      let place = path + ["services", "\(index)", "fee"]
      guard let provider = service.provider, (1...80).contains(provider.unicodeScalars.count) else {
        return .init(path: place, message: "must have a \"provider\" who is paid it")
      }
      do throws(MoneyError) {
        let isPaid = try Money(decimal: fee, currency: currency).minorUnits >= 0
        return isPaid ? nil : .init(path: place, message: "must not be negative")
      } catch {
        return .init(path: place, message: error.description)
      }
    }
  }

  private static func priceProblems(_ pack: Self, _ path: [String], _ document: TenantDocument)
    -> [SettingsProblem]
  {
    guard let price = pack.price, let currency = Currency(code: document.currency) else {
      return []
    }
    do throws(MoneyError) {
      _ = try Money(decimal: price, currency: currency)
      return []
    } catch {
      return [.init(path: path + ["price"], message: error.description)]
    }
  }
}
