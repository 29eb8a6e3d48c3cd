/// Why a private server could not be started.
///
/// The description is for the operator of the machine: it names paths, and says what to do.
@nonexhaustive
public enum EmbeddedPostgresError: Error, Equatable, Sendable {
  /// No folder with `postgres` and `initdb` was found in these places.
  case binariesMissing(searched: [String])
  /// A program of the operating system is missing, that this Debian package brings.
  case toolMissing(name: String, package: String)
  /// The cluster was made by another major version than the one installed.
  case otherMajorVersion(found: Int, expected: Int, dataDirectory: String)
  /// The data root belongs to somebody else, or others may look into it.
  case dataRootNotPrivate(path: String, reason: String)
  /// The data root cannot be made or written.
  case dataRootNotWritable(path: String, reason: String)
  /// The OS user that runs the server cannot get at the data root.
  case dataRootUnreachable(path: String, user: String, reason: String)
  /// The OS has no such account.
  case accountMissing(name: String)
  /// The socket's path is longer than the OS permits.
  case socketPathTooLong(path: String, limit: Int)
  /// A program could not be started at all.
  case cannotRun(program: String, reason: String)
  /// Making the cluster failed; nothing half-made was left in its place.
  case initialisationFailed(log: String, lastLines: String)
  /// The server ended, or did not get ready.
  case didNotStart(log: String, lastLines: String)
  /// The task that started the server was cancelled.
  case cancelled
}

extension EmbeddedPostgresError: CustomStringConvertible {
  /// What is wrong, where, and the remedy.
  public var description: String {
    switch self {
    case .binariesMissing(let searched):
      """
      PostgreSQL is not installed: no postgres and initdb in \(searched.joined(separator: ", ")). \
      Install it with: apt-get install -y postgresql
      """
    case .toolMissing(let name, let package):
      "The program \(name) is not in PATH. Install it with: apt-get install -y \(package)"
    case .otherMajorVersion(let found, let expected, let dataDirectory):
      """
      \(dataDirectory) was made by PostgreSQL \(found), but PostgreSQL \(expected) is installed. \
      Install version \(found) (apt-get install -y postgresql-\(found)) and name its binaries, \
      or dump and restore into a new data root.
      """
    case .dataRootNotPrivate(let path, let reason):
      """
      The data root \(path) is not private: \(reason). \
      Choose an empty folder, or give it to the server's user alone (chown, chmod 700).
      """
    case .dataRootNotWritable(let path, let reason):
      "The data root \(path) cannot be used: \(reason). Choose a folder that can be written."
    case .dataRootUnreachable(let path, let user, let reason):
      """
      The OS user \(user), who runs the server, cannot use \(path): \(reason). \
      Choose a data root all of whose parent folders \(user) may enter.
      """
    case .accountMissing(let name):
      "The OS has no account \(name), which is to run the server. Add it with: useradd -r \(name)"
    case .socketPathTooLong(let path, let limit):
      "The socket \(path) is longer than \(limit) bytes. Choose a data root with a shorter path."
    case .cannotRun(let program, let reason):
      "\(program) could not be started: \(reason)."
    case .initialisationFailed(let log, let lastLines):
      "The database cluster could not be made; see \(log). It ends with:\n\(lastLines)"
    case .didNotStart(let log, let lastLines):
      """
      The database server did not start; see \(log). It ends with:
      \(lastLines)
      If it names a process that has already ended, run the container with an init process (--init).
      """
    case .cancelled:
      "The start of the database server was cancelled."
    }
  }
}
