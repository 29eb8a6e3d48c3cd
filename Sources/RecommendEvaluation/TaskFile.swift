import CZlib
import DelimitedText
package import Foundation
import Recommend

/// Reads what a task names: CSV with a header, plain or compressed by gzip (RFC 1952).
package enum TaskFile {
  /// The whole file's bytes, inflated when its name ends in `.gz`.
  ///
  /// - Throws: `TaskFileError` that names the file, also one that ends in the middle of its gzip stream.
  package static func bytes(of path: String) throws -> Data {
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw TaskFileError(path: path, problem: "is not there or may not be read")
    }
    guard path.hasSuffix(".gz") else { return try Data(contentsOf: URL(filePath: path)) }
    guard let file = gzopen(path, "rb") else {
      throw TaskFileError(path: path, problem: "cannot be opened")
    }
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var count = gzread(file, &buffer, UInt32(buffer.count))
    while count > 0 {
      data.append(contentsOf: buffer[..<Int(count)])
      count = gzread(file, &buffer, UInt32(buffer.count))
    }
    // Only closing tells that the stream had no end.
    guard gzclose(file) == Z_OK, count == 0 else {
      throw TaskFileError(path: path, problem: "is no whole gzip file")
    }
    return data
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
