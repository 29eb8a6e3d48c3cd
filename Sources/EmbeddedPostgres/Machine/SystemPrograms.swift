internal import Foundation

/// The programs of the operating system that the server is started with.
enum SystemPrograms {
  /// The folders that are searched, the standard ones even when PATH lacks them.
  static var path: String {
    let given = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let standard = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    let folders = given.split(separator: ":").map(String.init)
    return (folders + standard.filter { !folders.contains($0) }).joined(separator: ":")
  }

  /// The full path of a program, or nil.
  static func find(_ name: String) -> String? {
    path.split(separator: ":").lazy
      .map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The full path of a program that must be there.
  ///
  /// - Throws: ``EmbeddedPostgresError/toolMissing(name:package:)``.
  static func require(
    _ name: String,
    package: String = "util-linux"
  ) throws(EmbeddedPostgresError) -> String {
    guard let found = find(name) else { throw .toolMissing(name: name, package: package) }
    return found
  }
}
