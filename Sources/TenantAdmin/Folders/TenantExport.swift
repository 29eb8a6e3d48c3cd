internal import Foundation
package import TenantStore

/// A tenant as the files of a folder.
package struct TenantExport: Sendable {
  /// The tenant's short name.
  package let tenant: String
  /// `tenant.yaml` and the files of the modules' parts.
  package let files: [FolderFile]

  /// Reads a tenant from the database.
  ///
  /// - Throws: ``AdminError`` when there is no such tenant.
  package init(of slug: String, from database: TenantDatabase, modules: [TenantModule]) async throws
  {
    let snapshot = try await database.tenantSnapshot(slug, modules: modules)
    let parts = modules.filter { snapshot.snapshot.isEnabled(module: $0.name) }
      .flatMap(\.folderParts)
    let yaml = try YAMLWriter.text(of: snapshot.document)
    let files = try await database.transaction(
      for: snapshot.snapshot.id,
      statementLimit: folderStatementLimit
    ) { transaction in
      var files: [FolderFile] = []
      for part in parts { files += try await part.export(snapshot.snapshot, transaction) }
      return files
    }
    tenant = slug
    self.files = [FolderFile(path: TenantYAML.fileName, bytes: Array(yaml.utf8))] + files
  }

  /// Writes the files beside the folder and puts them in its place when all are written.
  ///
  /// - Parameters:
  ///   - path: The folder, which is made.
  ///   - replacing: Whether a tenant's folder that is there already is replaced.
  /// - Throws: ``AdminError`` when the folder is in the way or cannot be written.
  package func write(to path: String, replacing: Bool) throws(AdminError) {
    let folder = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
    let isInTheWay = try Self.isInTheWay(folder, path: path, replacing: replacing)
    let mark = UUID().uuidString.prefix(8).lowercased()
    let parent = folder.deletingLastPathComponent()
    let draft = parent.appending(path: ".\(folder.lastPathComponent).\(mark).new")
    let old = parent.appending(path: ".\(folder.lastPathComponent).\(mark).old")
    let manager = FileManager.default
    do {
      try write(in: draft)
      if isInTheWay { try manager.moveItem(at: folder, to: old) }
      do {
        try manager.moveItem(at: draft, to: folder)
      } catch {
        if isInTheWay { try manager.moveItem(at: old, to: folder) }
        throw error
      }
      if isInTheWay { try manager.removeItem(at: old) }
    } catch {
      try? manager.removeItem(at: draft)
      throw AdminError(.cannotWrite, "\(path) cannot be written; check space and permissions")
    }
  }

  private func write(in draft: URL) throws {
    let manager = FileManager.default
    try manager.createDirectory(at: draft, withIntermediateDirectories: true)
    for file in files {
      let target = draft.appending(path: file.path)
      precondition(!file.path.hasPrefix("/") && !file.path.split(separator: "/").contains(".."))
      try manager.createDirectory(
        at: target.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(file.bytes).write(to: target)
    }
  }

  /// Whether something has to go before the folder can be put in place.
  private static func isInTheWay(_ folder: URL, path: String, replacing: Bool) throws(AdminError)
    -> Bool
  {
    let manager = FileManager.default
    guard manager.fileExists(atPath: folder.path) else { return false }
    guard let names = try? manager.contentsOfDirectory(atPath: folder.path) else {
      throw AdminError(.cannotWrite, "\(path) is not a folder; name another place")
    }
    guard !names.isEmpty else { return true }
    guard replacing else {
      throw AdminError(.cannotWrite, "\(path) is not empty; name another folder or add --force")
    }
    guard names.contains(TenantYAML.fileName) else {
      throw AdminError(
        .cannotWrite,
        "\(path) holds no \(TenantYAML.fileName), so it is not replaced; name another folder"
      )
    }
    return true
  }
}
