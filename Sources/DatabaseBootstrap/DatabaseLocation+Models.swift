internal import EmbeddedPostgres
public import Foundation

extension DatabaseLocation {
  /// The folder of installed models, the same for every program of the toolkit.
  ///
  /// `CRADLE_MODELS`, or else `models` in the folder of the private server; for a server that somebody
  /// runs, in the folder in which a private one would be.
  /// - Parameter environment: The process's environment.
  /// - Returns: A folder that need not be there.
  public func modelsFolder(environment: [String: String] = ProcessInfo.processInfo.environment)
    -> URL
  {
    if let named = environment["CRADLE_MODELS"], !named.isEmpty {
      return URL(filePath: named, directoryHint: .isDirectory)
    }
    let root =
      switch self {
      case .embedded(let dataRoot, _): dataRoot
      case .server: EmbeddedPostgresConfiguration.defaultDataRoot
      }
    return root.appending(path: "models", directoryHint: .isDirectory)
  }
}
