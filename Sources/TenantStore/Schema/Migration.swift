internal import Crypto
import Foundation

/// One forward-only step of a module's schema.
public struct Migration: Hashable, Sendable {
  /// The number in the file's name, from 1.
  public let version: Int
  /// The file's name without its ending, `V0001_tenants`.
  public let name: String
  /// The file as written, with its directives not yet expanded.
  public let text: String

  /// Names a file that is not embedded.
  package init(version: Int, name: String, text: String) {
    self.version = version
    self.name = name
    self.text = text
  }

  /// All migrations among a target's embedded files, in order.
  ///
  /// A file is `Migrations/V####_name.sql`; other names are a mistake of the developer and trap.
  public static func all(in files: [String: String]) -> [Self] {
    files.filter { $0.key.hasPrefix("Migrations/") }
      .map { path, text in
        let name = String(path.dropFirst("Migrations/".count).dropLast(".sql".count))
        guard
          path.hasSuffix(".sql"), name.first == "V",
          let version = Int(name.dropFirst().prefix(4))
        else { preconditionFailure("\(path) is not named V####_name.sql") }
        return Self(version: version, name: name, text: text)
      }
      .sorted { $0.version < $1.version }
  }

  /// SHA-256 of the unexpanded text, in hexadecimal.
  var checksum: String {
    SHA256.hash(data: Data(text.utf8)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}

/// The migrations of one module, which live in the schema of the module's name.
public struct MigrationSet: Sendable {
  /// The module's name and its schema.
  public let module: String
  /// The module's migrations in order.
  public let migrations: [Migration]

  /// Names a module's migrations.
  public init(module: String, migrations: [Migration]) {
    self.module = module
    self.migrations = migrations
  }

  /// The data layer's own tables, which come before every module's.
  public static var tenancy: Self {
    Self(module: "tenancy", migrations: Migration.all(in: EmbeddedText.files))
  }

  /// The data layer's and the modules' migrations, in the order in which they are applied.
  public static func all(_ modules: [TenantModule]) -> [Self] {
    [.tenancy] + modules.map { Self(module: $0.name, migrations: $0.migrations) }
  }
}
