internal import TenantStore

/// The pictures that the tables of a folder name, each read and checked once.
struct CataloguePictures {
  private let folder: TenantFolder
  private var results: [String: Result<Media, FolderProblems>] = [:]

  init(_ folder: TenantFolder) { self.folder = folder }

  /// The pictures that passed, by their names.
  var media: [String: Media] { results.compactMapValues { try? $0.get() } }

  /// The picture that a field names, noting what is wrong with it.
  mutating func picture(_ name: String, on line: Int, of file: inout CatalogueFile)
    -> PictureDraft?
  {
    guard !name.isEmpty else { return nil }
    if results[name] == nil { results[name] = load(name) }
    switch results[name] {
    case .success(let media): return PictureDraft(name: name, id: MediaID(of: media.bytes))
    case .failure(let error):
      for problem in error.problems { file.note(line, "picture", problem.message) }
      return nil
    case nil: return nil
    }
  }

  private func load(_ name: String) -> Result<Media, FolderProblems> {
    let path = "pictures/\(name)"
    guard !name.contains("/") else {
      return .failure(FolderProblems(path, "must be the name of a file in the folder pictures"))
    }
    do throws(FolderProblems) {
      guard let bytes = try folder.file(path) else {
        return .failure(FolderProblems(path, "\(path) does not exist; add the file"))
      }
      do throws(MediaError) {
        return .success(try Media(file: bytes))
      } catch {
        return .failure(FolderProblems(path, "\(path) \(error)"))
      }
    } catch {
      return .failure(error)
    }
  }
}
