import Foundation
import SmartService
import Testing

@Suite("The store of models")
struct ModelStoreTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "cradle-models-\(UUID().uuidString)",
      directoryHint: .isDirectory
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `every model says where it is from and under which licence`() {
    #expect(Set(SentenceModel.all.map(\.id)).count == SentenceModel.all.count)
    for model in SentenceModel.all {
      #expect(model.sha256.wholeMatch(of: /[0-9a-f]{64}/) != nil)
      #expect(["MIT", "Apache-2.0"].contains(model.licence))
      #expect(model.wheelSize > 1 << 20 && model.installedSize > 1 << 20)
    }
  }

  @Test func `without models there are no encoders`() throws {
    try withFolder { folder in
      let store = ModelStore(folder: folder.appending(path: "none"))
      #expect(store.installed().isEmpty)
      let (light, better) = (try store.useEncoder(), try store.e5Encoder())
      #expect(light == nil && better == nil)
      let isRemoved = try store.remove(.use)
      #expect(!isRemoved)
    }
  }

  @Test func `another file than the known wheel is refused and leaves nothing`() throws {
    try withFolder { folder in
      let store = ModelStore(folder: folder.appending(path: "models"))
      let wheel = folder.appending(path: "a.whl")
      try Data("no wheel".utf8).write(to: wheel)
      let error = #expect(throws: ModelStoreError.self) {
        try ModelInstaller(store).install(.use, from: wheel)
      }
      guard case .wrongHash(_, let found, let expected) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(found != expected && expected == SentenceModel.use.sha256)
      #expect(!FileManager.default.fileExists(atPath: store.folder.path))
      #expect(throws: ModelStoreError.self) {
        try ModelInstaller(store).install(.use, from: folder.appending(path: "missing.whl"))
      }
    }
  }

  @Test func `an installed model that is broken says which file`() throws {
    try withFolder { folder in
      let store = ModelStore(folder: folder)
      for (model, file) in [(SentenceModel.use, "sp.model"), (.e5, "e5-small-q4.bin")] {
        let place = store.place(of: model)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        #expect(store.isInstalled(model))
        let missing = #expect(throws: ModelFileError.self) { try open(model, in: store) }
        #expect(missing?.file == file)
        try Data("E5S1 but not really".utf8).write(to: place.appending(path: file))
        let broken = #expect(throws: ModelFileError.self) { try open(model, in: store) }
        #expect(broken?.file == file)
        #expect(try store.remove(model))
        #expect(!store.isInstalled(model))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  private func open(_ model: SentenceModel, in store: ModelStore) throws {
    if model == .use { _ = try store.useEncoder() } else { _ = try store.e5Encoder() }
  }

  @Test func `a file of E5 that is cut off or says impossible sizes is an error`() {
    let words: [Int32] = [
      1, 32, 1, 2, 64, 4, 8, 1, 0, 32, 1, 0, 0, 0, 0,
    ]
    var bytes = Array("E5S1".utf8)
    for word in words { bytes += MadeArchive.little(word) }
    for length in 0...bytes.count {
      #expect(throws: ModelFileError.self) {
        try E5File(SharedBytes(Array(bytes.prefix(length))), name: "m")
      }
    }
    for index in words.indices {
      for lie: Int32 in [-1, 0, .max] {
        var changed = bytes
        changed.replaceSubrange(
          (4 + index * 4)..<(8 + index * 4),
          with: MadeArchive.little(lie)
        )
        #expect(throws: ModelFileError.self) { try E5File(SharedBytes(changed), name: "m") }
      }
    }
  }
}
