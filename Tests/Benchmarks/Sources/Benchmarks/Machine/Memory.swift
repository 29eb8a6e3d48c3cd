import Foundation
import Glibc

/// The most memory that processes held, in bytes.
enum Memory {
  /// Of this process so far.
  static var peakOfSelf: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1_024
  }

  /// Of a program from its start to its end, as the kernel keeps it.
  static func peak(of path: String, _ arguments: [String]) async throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var most = 0.0
    while process.isRunning {
      most = max(most, highWater(of: Int(process.processIdentifier)) ?? 0)
      try await Task.sleep(for: .milliseconds(20))
    }
    guard process.terminationStatus == 0 else {
      throw Program.Failure(description: "\(path) ended with \(process.terminationStatus)")
    }
    return most
  }

  /// The line VmHWM of `/proc/PID/status`, which only ever grows.
  private static func highWater(of process: Int) -> Double? {
    let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
      .map { $0 * 1_024 }
  }
}
