internal import ArgumentParser
internal import Foundation

/// A folder from which a tenant of some trade begins: its categories with what the law demands of
/// them, freight, stages, promotions and goods to start from.
package enum TenantPreset: String, CaseIterable, Sendable {
  /// A mother-and-baby shop that sells in China.
  case motherBabyCN = "mother-baby-cn"
  /// Goods from abroad that are sold in China from a bonded warehouse.
  case crossBorder = "cross-border"

  /// What a merchant says of the shop.
  package struct Values: Hashable, Sendable {
    /// The tenant's short name, which stands in addresses.
    package var tenant: String
    /// The shop's name as shoppers read it.
    package var name: String
    /// The host at which it answers.
    package var host: String
    /// The telephone number.
    package var phone: String

    package init(tenant: String, name: String, host: String, phone: String) {
      self.tenant = tenant
      self.name = name
      self.host = host
      self.phone = phone
    }
  }

  /// A file of the folder.
  package struct File: Hashable, Sendable {
    /// Its path below the folder.
    package let path: String
    /// What it says.
    package let text: String
  }

  /// The files of the folder.
  ///
  /// - Parameters:
  ///   - values: What the merchant says.
  ///   - modules: The names of the modules that are known; the preset says nothing of others.
  /// - Returns: The files by their paths.
  package func files(for values: Values, modules: Set<String>) -> [File] {
    let prefix = "Templates/\(rawValue)/"
    let own = EmbeddedText.files.filter { $0.key.hasPrefix(prefix) }
      .map { (path: String($0.key.dropFirst(prefix.count)), text: $0.value) }
      .sorted { $0.path < $1.path }
    let parts = own.filter { part in
      modules.contains { part.path == "modules/\($0).yaml" }
    }
    return own.filter { !$0.path.hasPrefix("modules/") }.map { file in
      guard file.path == TenantYAML.fileName else { return File(path: file.path, text: file.text) }
      let text = ([file] + parts).map(\.text).map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
      return File(path: file.path, text: Self.filled(text, values))
    }
  }

  /// A scalar of YAML in double quotes is one of JSON, so whatever a merchant types stays a text.
  private static func filled(_ text: String, _ values: Values) -> String {
    let pairs = [
      ("tenant", values.tenant), ("name", values.name), ("host", values.host),
      ("phone", values.phone),
    ]
    return pairs.reduce(text) { text, pair in
      text.replacing("{{\(pair.0)}}", with: quoted(pair.1))
    }
  }

  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let bytes = (try? encoder.encode(text)) ?? Data("\"\"".utf8)
    return String(decoding: bytes, as: UTF8.self)
  }
}
