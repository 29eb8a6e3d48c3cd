internal import DatabaseBootstrap
internal import EmbeddedPostgres
internal import NIOCore
internal import TenantStore
internal import TenantWeb

#if canImport(Glibc)
  internal import Glibc
#endif

/// Why a gateway does not serve, in words for its operator.
package struct GatewayFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// The exit code, after `sysexits.h`.
  package let status: Int32
  /// What is wrong and what to do.
  package let description: String

  init(_ status: Int32, _ description: String) {
    self.status = status
    self.description = description
  }

  static let unavailable: Int32 = 69
  static let software: Int32 = 70

  /// Words for what the start, or a service, threw.
  static func described(_ error: any Error, _ configuration: GatewayConfiguration) -> Self {
    switch error {
    case let error as GatewayFailure: error
    case let error as IOError: network(error, configuration)
    case let error as EmbeddedPostgresError: Self(unavailable, error.description)
    case let error as DatabaseUnreachable: Self(unavailable, error.description)
    case let error as MigrationError: Self(unavailable, error.description)
    case let error as TenantStoreError: Self(unavailable, error.description)
    case let error as TenancyRefusal:
      Self(
        unavailable,
        "\(error.code.meaning) Check --database or CRADLE_DATABASE, and that the server runs."
      )
    case let error as WebSetupError: Self(software, String(reflecting: error))
    default: Self(software, String(reflecting: error))
    }
  }

  private static func network(_ error: IOError, _ configuration: GatewayConfiguration) -> Self {
    let place = "\(configuration.host):\(configuration.port)"
    switch error.errnoCode {
    case EADDRINUSE:
      return Self(
        unavailable,
        "another process listens on \(place); stop it, or choose another port with --port"
      )
    case EACCES:
      return Self(unavailable, "\(place) may not be listened on; choose a port above 1023")
    case EADDRNOTAVAIL:
      return Self(unavailable, "this machine has no address \(configuration.host); change --host")
    default: return Self(unavailable, "\(place) cannot be listened on: \(error)")
    }
  }
}
