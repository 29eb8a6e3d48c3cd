internal import Foundation
internal import Glibc

/// A file that the server may read and nobody else.
enum PrivateFile {
  /// Puts a text in place as a whole, so that no reader ever sees half of it.
  ///
  /// The folder belongs to the server's user, so links in it are not followed.
  static func write(
    _ text: String,
    to path: String,
    for account: ServerAccount
  ) throws(EmbeddedPostgresError) {
    let fresh = "\(path).new"
    unlink(fresh)
    let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .dataRootNotWritable(path: path, reason: systemReason()) }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
    } catch {
      throw .dataRootNotWritable(path: path, reason: "\(error)")
    }
    if account.isOther { fchown(file, account.userID, account.groupID) }
    guard rename(fresh, path) == 0 else {
      throw .dataRootNotWritable(path: path, reason: systemReason())
    }
  }

  /// The text of a file, or nil when it cannot be read.
  static func read(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
