import CZlib
import DelimitedText
package import Foundation
import Recommend

/// Reads what a task names: CSV with a header, plain or compressed by gzip (RFC 1952).
package enum TaskFile {
  /// The whole file's bytes, inflated when its name ends in `.gz`.
  ///
  /// - Throws: `TaskFileError` that names the file.
  package static func bytes(of path: String) throws -> Data {
    guard path.hasSuffix(".gz") else { return try Data(contentsOf: URL(filePath: path)) }
    guard let file = gzopen(path, "rb") else {
      throw TaskFileError(path: path, problem: "cannot be opened")
    }
    defer { gzclose(file) }
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = gzread(file, &buffer, UInt32(buffer.count))
      guard count >= 0 else { throw TaskFileError(path: path, problem: "is no whole gzip file") }
      if count == 0 { return data }
      data.append(contentsOf: buffer[..<Int(count)])
    }
  }
}

/// Why a task's file could not be read.
package struct TaskFileError: Error, CustomStringConvertible {
  /// The file as it was named.
  package let path: String
  /// What is wrong with it.
  package let problem: String

  package var description: String { "\(path) \(problem)" }
}
