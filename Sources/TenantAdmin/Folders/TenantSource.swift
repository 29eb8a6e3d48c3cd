internal import Foundation
package import TenantStore

/// A tenant's folder that was named at the command line.
package struct TenantSource: Sendable {
  /// The folder as the person named it, for messages.
  package let label: String
  /// The folder's files.
  package let folder: TenantFolder

  /// The tenant folders at the given paths: a folder with a `tenant.yaml`, or all such in a folder.
  ///
  /// - Throws: ``AdminError`` when a path leads to none.
  package static func found(at paths: [String]) throws(AdminError) -> [TenantSource] {
    var sources: [TenantSource] = []
    for path in paths {
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      for source in try found(at: trimmed) where !sources.contains(where: { $0.isSame(as: source) })
      {
        sources.append(source)
      }
    }
    return sources
  }

  private static func found(at path: String) throws(AdminError) -> [TenantSource] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw AdminError(.notFound, "\(path) does not exist; name a tenant's folder")
    }
    guard isFolder.boolValue else {
      throw AdminError(.notFound, "\(path) is a file; name the folder that holds it")
    }
    if let source = TenantSource(path: path) { return [source] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw AdminError(.notFound, "\(path) cannot be read; check its permissions")
    }
    let sources = names.sorted().compactMap { TenantSource(path: path + "/" + $0) }
    guard !sources.isEmpty else {
      throw AdminError(
        .notFound,
        "neither \(path) nor a folder in it holds a \(TenantYAML.fileName); name a tenant's folder"
      )
    }
    return sources
  }

  private init?(path: String) {
    guard FileManager.default.fileExists(atPath: path + "/" + TenantYAML.fileName) else {
      return nil
    }
    label = path
    folder = TenantFolder(url: URL(filePath: path, directoryHint: .isDirectory))
  }

  private func isSame(as other: TenantSource) -> Bool {
    folder.url.standardizedFileURL == other.folder.url.standardizedFileURL
  }

  /// Reads and checks the document.
  func document(modules: [TenantModule]) throws(DocumentProblems) -> TenantDocument {
    let bytes: [UInt8]?
    do throws(FolderProblems) {
      bytes = try folder.file(TenantYAML.fileName)
    } catch {
      throw DocumentProblems(error.problems.map { DocumentProblem($0, in: label) })
    }
    return try TenantYAML.document(
      bytes: bytes ?? [],
      file: label + "/" + TenantYAML.fileName,
      modules: modules
    )
  }
}
