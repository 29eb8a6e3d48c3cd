/// What a merchant's `tenant.yaml` says.
///
/// The database keeps it as one JSON document with a revision; the gateway reads the same type.
public struct TenantDocument: Hashable, Sendable, Codable {
  /// The merchant's unique short name, 2 to 40 lower-case letters, digits and hyphens.
  public var tenant: String
  /// The shop's name per language.
  public var name: LocalizedText
  /// The host names that lead to this tenant, in lower case, without a port.
  public var hosts: [String]
  /// The languages of the shop; the first is the default.
  public var locales: [LanguageTag]
  /// The ISO 4217 code of the currency in which the shop sells.
  public var currency: String
  /// The IANA name of the time zone in which the shop's days begin.
  public var timeZone: String
  /// The ISO 3166 code of the market whose rules apply.
  public var market: String
  /// What the merchant's plan allows; nothing is limited when absent.
  public var plan: TenantPlan?
  /// The settings of each enabled module, by the module's name.
  public var modules: [String: JSONValue]

  /// Creates a document from its parts.
  public init(
    tenant: String,
    name: LocalizedText,
    hosts: [String],
    locales: [LanguageTag],
    currency: String,
    timeZone: String,
    market: String,
    plan: TenantPlan? = nil,
    modules: [String: JSONValue]
  ) {
    self.tenant = tenant
    self.name = name
    self.hosts = hosts
    self.locales = locales
    self.currency = currency
    self.timeZone = timeZone
    self.market = market
    self.plan = plan
    self.modules = modules
  }
}

/// One thing that is wrong with a tenant's settings.
public struct SettingsProblem: Error, Hashable, Sendable {
  /// Where it stands: keys and indices from the top of the document.
  public let path: [String]
  /// What is wrong and what would be right.
  public let message: String

  /// Describes one problem.
  public init(path: [String], message: String) {
    self.path = path
    self.message = message
  }
}
