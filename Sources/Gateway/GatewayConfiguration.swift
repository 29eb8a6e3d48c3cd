package import DatabaseBootstrap
package import Foundation
package import Logging
internal import TenantStore
package import TenantWeb

/// Whether a gateway runs jobs beside its pages.
package enum JobMode: String, CaseIterable, Sendable {
  /// It does both.
  case on
  /// It serves pages; other processes run the jobs.
  case off
  /// It runs jobs and listens to nobody.
  case only
}

/// How a gateway process runs.
package struct GatewayConfiguration: Sendable {
  /// The address that it listens on.
  package var host = "127.0.0.1"
  /// The port that it listens on; 0 takes a free one.
  package var port = 8080
  /// Where the tenants are.
  package var location: DatabaseLocation
  /// Where models of sentences may be installed; answers are found by words without it.
  package var models: URL?
  /// Whether it runs jobs.
  package var jobs = JobMode.on
  /// How many jobs run beside each other, at least 1.
  package var jobConcurrency = 8
  /// Limits and whom to trust.
  package var web = TenantWebConfiguration()
  /// How long an event is kept that every handler took.
  package var outboxRetention = TenantDatabase.outboxRetention
  /// Log lines below it are not written.
  package var logLevel = Logger.Level.info

  package init(location: DatabaseLocation) { self.location = location }
}
