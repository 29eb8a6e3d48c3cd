internal import TenantStore

/// The pictures that the tables of a folder name, each read and checked once.
struct CataloguePictures {
  private let folder: TenantFolder
  private let known: [String: MediaID]
  private let keepsMedia: Bool
  private var results: [String: Result<MediaID, FolderProblems>] = [:]
  /// The pictures that passed, by their names, if they are kept.
  private(set) var media: [String: Media] = [:]

  /// - Parameters:
  ///   - folder: Where the folder `pictures` is.
  ///   - known: Pictures that need no file.
  ///   - keepsMedia: Whether what was read is kept.
  init(_ folder: TenantFolder, known: [String: MediaID] = [:], keepsMedia: Bool = true) {
    self.folder = folder
    self.known = known
    self.keepsMedia = keepsMedia
  }

  /// The picture that a field names, noting what is wrong with it.
  mutating func picture(_ name: String, on line: Int, of file: inout CatalogueFile)
    -> PictureDraft?
  {
    guard !name.isEmpty else { return nil }
    if results[name] == nil { results[name] = checked(name) }
    switch results[name] {
    case .success(let id): return PictureDraft(name: name, id: id)
    case .failure(let error):
      for problem in error.problems { file.note(line, "picture", problem.message) }
      return nil
    case nil: return nil
    }
  }

  private mutating func checked(_ name: String) -> Result<MediaID, FolderProblems> {
    do throws(FolderProblems) {
      guard let media = try Self.media(name, in: folder) else {
        if let id = known[name] { return .success(id) }
        let path = "pictures/\(name)"
        return .failure(FolderProblems(path, "\(path) does not exist; add the file"))
      }
      if keepsMedia { self.media[name] = media }
      return .success(MediaID(of: media.bytes))
    } catch {
      return .failure(error)
    }
  }

  /// A picture of a folder; nothing when there is no such file.
  static func media(_ name: String, in folder: TenantFolder) throws(FolderProblems) -> Media? {
    let path = "pictures/\(name)"
    guard !name.contains("/") else {
      throw FolderProblems(path, "must be the name of a file in the folder pictures")
    }
    guard let bytes = try folder.file(path) else { return nil }
    do throws(MediaError) {
      return try Media(file: bytes)
    } catch {
      throw FolderProblems(path, "\(path) \(error)")
    }
  }
}
