internal import DelimitedText
internal import Foundation
internal import Storefront

/// A file that a person names, or the standard input.
struct ImportFile {
  let source: ImportSource
  /// The folder of the file, in which its pictures are looked for.
  let folder: URL
  private let spool: URL?

  /// Finds the file; the standard input is copied to a file that only its owner may read, because
  /// it is read twice.
  ///
  /// - Throws: ``AdminError`` when it is not there.
  init(_ path: String, format: DelimitedTextFormat) throws {
    let url: URL
    if path == "-" {
      url = try Self.spooled()
      spool = url
      folder = URL(filePath: FileManager.default.currentDirectoryPath)
    } else {
      url = URL(filePath: path)
      spool = nil
      folder = url.deletingLastPathComponent()
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      !isFolder.boolValue, FileManager.default.isReadableFile(atPath: url.path)
    else { throw AdminError(.notFound, "\(path) is no file that can be read") }
    source = ImportSource(
      name: path,
      byteCount: try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0,
      format: format
    ) {
      let file = try FileHandle(forReadingFrom: url)
      return { [UInt8](try file.read(upToCount: Self.chunkSize) ?? Data()) }
    }
  }

  /// Removes the copy of the standard input.
  func close() { if let spool { try? FileManager.default.removeItem(at: spool) } }

  private static let chunkSize = 256 << 10

  private static func spooled() throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "tenant-admin-\(UUID().uuidString).csv")
    guard
      FileManager.default.createFile(
        atPath: url.path,
        contents: nil,
        attributes: [.posixPermissions: 0o600]
      )
    else { throw AdminError(.cannotWrite, "\(url.path) cannot be written") }
    let copy = try FileHandle(forWritingTo: url)
    while let chunk = try FileHandle.standardInput.read(upToCount: chunkSize), !chunk.isEmpty {
      try copy.write(contentsOf: chunk)
    }
    try copy.close()
    return url
  }
}
