public import Foundation

/// A tenant as a running process sees it: immutable, replaced as a whole when it changes.
public struct TenantSnapshot: Sendable {
  /// The tenant.
  public let id: TenantID
  /// The unique short name.
  public let slug: String
  /// The document's revision; it grows by one with each change.
  public let revision: Int64
  /// The shop's name per language.
  public let name: LocalizedText
  /// The host names that lead to this tenant.
  public let hosts: [String]
  /// The languages of the shop, never none; the first is the default.
  public let locales: [LanguageTag]
  /// The currency in which the shop sells.
  public let currency: Currency
  /// The time zone in which the shop's days begin.
  public let timeZone: TimeZone
  /// The ISO 3166 code of the market whose rules apply.
  public let market: String
  private let limits: [String: Int]
  private let settings: [String: any ModuleSettings]

  /// Reads a document with the settings types of the modules of this process.
  ///
  /// - Throws: ``SettingsProblems`` with everything that is wrong.
  public init(
    id: TenantID,
    revision: Int64,
    document: TenantDocument,
    modules: [TenantModule]
  ) throws(SettingsProblems) {
    var problems = document.problems()
    problems += document.plan?.problems(known: modules.flatMap(\.quotas)) ?? []
    var settings: [String: any ModuleSettings] = [:]
    for (name, value) in document.modules.sorted(by: { $0.key < $1.key }) {
      guard let module = modules.first(where: { $0.name == name }) else {
        let known = modules.map(\.name).sorted().joined(separator: ", ")
        problems.append(
          SettingsProblem(path: ["modules", name], message: "is not a module; known are: \(known)")
        )
        continue
      }
      do throws(SettingsProblems) {
        settings[name] = try module.settings(value, document)
      } catch {
        problems += error.problems
      }
    }
    guard
      problems.isEmpty, let currency = Currency(code: document.currency),
      let timeZone = TimeZone(identifier: document.timeZone)
    else { throw SettingsProblems(problems) }
    self.id = id
    slug = document.tenant
    self.revision = revision
    name = document.name
    hosts = document.hosts
    locales = document.locales
    self.currency = currency
    self.timeZone = timeZone
    market = document.market
    limits = document.plan?.limits ?? [:]
    self.settings = settings
  }

  /// The most that the tenant may use of a quota, or nothing when its plan does not limit it.
  public func limit(of quota: Quota) -> Int? { limits[quota.name] }

  /// Whether the tenant has enabled a module.
  public func isEnabled(module name: String) -> Bool { settings[name] != nil }

  /// The tenant's settings of a module, or nothing when it has not enabled it.
  public func settings<Settings: ModuleSettings>(of module: String, as type: Settings.Type)
    -> Settings?
  {
    settings[module] as? Settings
  }
}

/// All that is wrong with a tenant's settings.
public struct SettingsProblems: Error, Hashable, Sendable {
  /// At least one problem, in the order of the document.
  public let problems: [SettingsProblem]

  /// Collects problems.
  public init(_ problems: [SettingsProblem]) { self.problems = problems }
}
