internal import Foundation
internal import Glibc

/// What the server and the programs around it write, for the operator.
struct ServerLog: Sendable {
  let path: String
  /// How long the log was when this was made, so that errors show only what came after.
  private let start: UInt64

  private static let longest: UInt64 = 10 * 1024 * 1024
  private static let shownLines = 12

  init(path: String) {
    self.path = path
    start = Self.length(of: path)
  }

  /// Puts a log that has grown long aside; nobody may be writing to it.
  static func rotate(_ path: String) {
    if length(of: path) > longest { rename(path, path + ".1") }
  }

  /// The last lines that were written since this was made.
  var lastLines: String {
    guard let handle = FileHandle(forReadingAtPath: path) else { return "" }
    defer { try? handle.close() }
    try? handle.seek(toOffset: max(start, Self.length(of: path).saturatingSubtract(8192)))
    let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    return text.split(separator: "\n").suffix(Self.shownLines).joined(separator: "\n")
  }

  private static func length(of path: String) -> UInt64 {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_size) : 0
  }
}

extension UInt64 {
  fileprivate func saturatingSubtract(_ other: UInt64) -> UInt64 {
    self > other ? self - other : 0
  }
}
