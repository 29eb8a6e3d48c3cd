internal import Glibc

/// The OS user that owns the cluster and runs the server.
struct ServerAccount: Sendable {
  let name: String
  let userID: uid_t
  let groupID: gid_t
  /// The user that this process runs as.
  let ownName: String
  /// Whether the server runs as somebody else than this process, which is root then.
  let isOther: Bool

  /// Looks the account up: oneself, or the given user when this process is root.
  ///
  /// - Throws: ``EmbeddedPostgresError/accountMissing(name:)``.
  init(serverUser: String) throws(EmbeddedPostgresError) {
    let own = geteuid()
    // initdb, like peer authentication, needs a name and not only a number.
    guard let me = getpwuid(own) else { throw .accountMissing(name: "#\(own)") }
    ownName = String(cString: me.pointee.pw_name)
    isOther = own == 0
    guard isOther else {
      name = ownName
      userID = own
      groupID = getegid()
      return
    }
    guard let entry = getpwnam(serverUser), entry.pointee.pw_uid != 0 else {
      throw .accountMissing(name: serverUser)
    }
    name = serverUser
    userID = entry.pointee.pw_uid
    groupID = entry.pointee.pw_gid
  }

  /// The command that runs a program as this account from a folder that it may enter.
  ///
  /// Every link of the chain replaces itself by the next, so the process id stays that of the child.
  func command(
    _ program: String,
    _ arguments: [String],
    inOwnSession: Bool = false
  ) throws(EmbeddedPostgresError) -> [String] {
    var command = [try SystemPrograms.require("env", package: "coreutils"), "--chdir=/"]
    if inOwnSession { command.append(try SystemPrograms.require("setsid")) }
    if isOther {
      command += [
        try SystemPrograms.require("setpriv"), "--reuid=\(name)", "--regid=\(groupID)",
        "--init-groups", "--inh-caps=-all", "--no-new-privs",
      ]
    }
    return command + [program] + arguments
  }
}
