import Foundation

/// Where the data lies that figures of recommendations are measured on; it is no part of the project.
///
/// `CRADLE_DATA` names it, by default the folder `shared/data` beside the clone's.
enum TrainingFolder {
  /// The data is not on this machine, so the figure is left out.
  struct Absent: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) is not there; CRADLE_DATA names the data's folder" }
  }

  /// The path of a file below `recommend`.
  static func path(_ name: String) throws -> String {
    let folder = ProcessInfo.processInfo.environment["CRADLE_DATA"] ?? "../shared/data"
    let path = "\(folder)/recommend/\(name)"
    guard FileManager.default.isReadableFile(atPath: path) else { throw Absent(path: path) }
    return path
  }
}
