public import Foundation

/// The files of one tenant's folder, read on demand.
public struct TenantFolder: Sendable {
  /// The folder.
  public let url: URL

  /// Names a folder.
  public init(url: URL) { self.url = url }

  /// A file's bytes, or nothing when there is no such file.
  ///
  /// - Parameter path: Below the folder, `catalogue.csv` or `pictures/tin.svg`.
  /// - Returns: The bytes, at most 64 MiB.
  /// - Throws: ``FolderProblems`` when the file exists and cannot be read, is larger than 64 MiB, or
  ///   lies outside the folder.
  public func file(_ path: String) throws(FolderProblems) -> [UInt8]? {
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw FolderProblems(path, "lies outside the tenant's folder; name a file inside it")
    }
    let file = url.appending(path: path)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
    guard size <= 64 << 20 else {
      throw FolderProblems(path, "has \(size) bytes; at most 64 MiB are read, so split it")
    }
    guard let data = try? Data(contentsOf: file) else {
      throw FolderProblems(path, "cannot be read; check its permissions")
    }
    return Array(data)
  }
}

/// A file that a module writes when a tenant is exported.
public struct FolderFile: Hashable, Sendable {
  /// The path below the folder.
  public let path: String
  /// What the file holds.
  public let bytes: [UInt8]

  /// Creates a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// One difference between a folder and the database.
public struct FolderChange: Hashable, Sendable, Codable {
  /// What applying the folder does.
  public enum Action: String, Sendable, Codable {
    case create
    case update
    case archive
  }

  /// What applying the folder does to the thing.
  public let action: Action
  /// What kind of thing it is, `product`.
  public let kind: String
  /// The merchant's own name of it, `nuanya-stage-1`.
  public let name: String
  /// Which fields differ, for an update.
  public let fields: [String]

  /// Describes a difference.
  public init(_ action: Action, kind: String, name: String, fields: [String] = []) {
    self.action = action
    self.kind = kind
    self.name = name
    self.fields = fields
  }
}

/// Whether a folder is only compared or also taken over.
public enum FolderMode: Sendable {
  /// Says what would change.
  case plan
  /// Makes the database like the folder.
  case apply(Actor)
}

/// A part of a tenant's folder that one module reads and writes.
public struct FolderPart: Sendable {
  /// The part's name, `catalogue`.
  public let name: String
  /// Compares the folder with the database, and takes it over when asked to.
  ///
  /// All of it happens in the given transaction; problems are thrown together as
  /// ``FolderProblems`` before anything is written.
  public let reconcile:
    @Sendable (TenantFolder, TenantSnapshot, FolderMode, TenantTransaction) async throws ->
      [FolderChange]
  /// Writes the part's files so that a plan of them shows no difference.
  public let export: @Sendable (TenantSnapshot, TenantTransaction) async throws -> [FolderFile]

  /// Declares a part.
  public init(
    name: String,
    reconcile:
      @escaping @Sendable (TenantFolder, TenantSnapshot, FolderMode, TenantTransaction)
      async throws -> [FolderChange],
    export: @escaping @Sendable (TenantSnapshot, TenantTransaction) async throws -> [FolderFile]
  ) {
    self.name = name
    self.reconcile = reconcile
    self.export = export
  }
}
