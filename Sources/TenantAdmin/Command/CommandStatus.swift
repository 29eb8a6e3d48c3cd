/// What a script learns from a command: 0 to 2 are answers, the rest follow `sysexits.h`.
package enum CommandStatus: Int32, Sendable {
  /// Done, or nothing to do.
  case success = 0
  /// It did not work, for a reason on the standard error.
  case failure = 1
  /// A plan with `--detailed-exit-code` found differences.
  case changes = 2
  /// The command line is wrong.
  case usage = 64
  /// A file says something wrong; each place is named and nothing was written.
  case badData = 65
  /// A file, a folder, a tenant or an order is not there.
  case notFound = 66
  /// The database cannot be reached, or is busy.
  case unavailable = 69
  /// A folder cannot be written, or is in the way.
  case cannotWrite = 73
}

/// Why a command did not do what was asked.
package struct AdminError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a script learns.
  package let status: CommandStatus
  /// What a person reads: what is wrong and what to do.
  package let description: String

  package init(_ status: CommandStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}
