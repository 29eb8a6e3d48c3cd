internal import Crypto
internal import Foundation
internal import TenantStore

/// What all modules bring for pages, prepared once at the start.
struct PageLibrary: Sendable {
  /// An asset with the address that its content gives it.
  struct Served: Sendable {
    let path: String
    let asset: Asset
  }

  private let templates: TemplateLibrary
  private let pathsByName: [String: String]
  private let modules: [WebModule]
  /// Whether pages name the renditions of pictures.
  let offersRenditions: Bool
  /// Assets by their path below `/assets/`.
  let assets: [String: Served]

  init(modules: [WebModule], offersRenditions: Bool = false) throws(WebSetupError) {
    var problems: [String] = []
    let templates = TemplateLibrary(modules, problems: &problems)
    let served = (modules.flatMap(\.assets)).map(Self.served)
    for (name, group) in Dictionary(grouping: served, by: \.asset.name) where group.count > 1 {
      problems.append("two assets are named \(name)")
    }
    problems += modules.flatMap { module in
      module.texts.problems().map { "texts of \(module.name): \($0)" }
    }
    guard problems.isEmpty else { throw WebSetupError(problems: problems) }
    self.templates = templates
    pathsByName = Dictionary(served.map { ($0.asset.name, $0.path) }) { first, _ in first }
    assets = Dictionary(served.map { ($0.path, $0) }) { first, _ in first }
    self.modules = modules
    self.offersRenditions = offersRenditions
  }

  /// A page's bytes in a language.
  func render(_ template: String, _ view: View, in language: LanguageTag) throws -> [UInt8] {
    guard let page = templates.page(template, view, in: language) else {
      throw WebFault.noSuchTemplate(template)
    }
    return page
  }

  /// The address of an asset; a name that no module brings gives an address that nothing answers.
  func assetPath(_ name: String) -> String { pathsByName[name] ?? "/assets/\(name)" }

  /// The modules that a tenant has enabled.
  func modules(of tenant: TenantSnapshot) -> [WebModule] {
    modules.filter { tenant.isEnabled(module: $0.name) }
  }

  /// How a tenant's pages look: as the first of its modules says that says it.
  func look(of tenant: TenantSnapshot) -> PageLook {
    for module in modules {
      guard let look = module.look, tenant.isEnabled(module: module.name) else { continue }
      return look(tenant)
    }
    return .standard
  }

  private static func served(_ asset: Asset) -> Served {
    let mark = SHA256.hash(data: asset.bytes).prefix(8).hexadecimal
    let dot = asset.name.lastIndex(of: ".") ?? asset.name.endIndex
    let path = "/assets/\(asset.name[..<dot]).\(mark)\(asset.name[dot...])"
    return Served(path: path, asset: asset)
  }
}

/// A fault of a module's code, of which a client learns nothing.
enum WebFault: Error {
  case noSuchTemplate(String)
}
