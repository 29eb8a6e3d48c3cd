package import DatabaseBootstrap
package import Logging
internal import TenantStore
package import TenantWeb

/// How a gateway process runs.
package struct GatewayConfiguration: Sendable {
  /// The address that it listens on.
  package var host = "127.0.0.1"
  /// The port that it listens on; 0 takes a free one.
  package var port = 8080
  /// Where the tenants are.
  package var location: DatabaseLocation
  /// Limits and whom to trust.
  package var web = TenantWebConfiguration()
  /// How long an event is kept that every handler took.
  package var outboxRetention = TenantDatabase.outboxRetention
  /// Log lines below it are not written.
  package var logLevel = Logger.Level.info

  package init(location: DatabaseLocation) { self.location = location }
}
