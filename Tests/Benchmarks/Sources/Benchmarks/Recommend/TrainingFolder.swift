import Foundation

/// Where the data lies that figures of quality are measured on; it is no part of the project.
///
/// `CRADLE_DATA` names it, by default the folder `shared/data` beside the clone's.
enum TrainingFolder {
  /// What is needed is not on this machine, so the figure is left out.
  struct Absent: Error, CustomStringConvertible {
    let path: String
    var remedy = "CRADLE_DATA names the data's folder"

    var description: String { "\(path) is not there; \(remedy)" }
  }

  /// The path of a file in the part of a module.
  static func path(_ name: String, of module: String = "recommend") throws -> String {
    let folder = ProcessInfo.processInfo.environment["CRADLE_DATA"] ?? "../shared/data"
    let path = "\(folder)/\(module)/\(name)"
    guard FileManager.default.isReadableFile(atPath: path) else { throw Absent(path: path) }
    return path
  }
}
