/// The settings of one module in a tenant's document.
public protocol ModuleSettings: Sendable, Codable, Hashable {
  /// Everything that is wrong with the values, with paths below the module's own settings.
  func problems(in document: TenantDocument) -> [SettingsProblem]
}

/// What a module brings with it; a module declares, nobody scans.
public struct TenantModule: Sendable {
  /// The module's name: the key of its settings and the name of its schema.
  public let name: String
  /// The module's migrations in order.
  public let migrations: [Migration]
  /// What the module does when an event of its own or another module was committed.
  public let handlers: [OutboxHandler]
  /// What a plan may limit of the module.
  public let quotas: [Quota]
  /// What the module can do later.
  public let jobs: [JobKind]
  /// When it is done of itself, for tenants that have enabled the module.
  public let schedules: [JobSchedule]
  /// The parts of a tenant's folder that the module reads and writes.
  public let folderParts: [FolderPart]
  /// All refusals that its operations may throw.
  public let refusals: [RefusalDescription]
  /// Reads and checks the module's settings.
  let settings: @Sendable (JSONValue, TenantDocument) throws(SettingsProblems) -> any ModuleSettings
  /// The keys that the settings type reads, by their place below the settings.
  let knownKeys: @Sendable (JSONValue) -> KnownKeys

  /// Declares a module.
  public init<Settings: ModuleSettings>(
    name: String,
    settings: Settings.Type,
    migrations: [Migration],
    handlers: [OutboxHandler] = [],
    quotas: [Quota] = [],
    jobs: [JobKind] = [],
    schedules: [JobSchedule] = [],
    folderParts: [FolderPart] = [],
    refusals: [RefusalDescription] = []
  ) {
    self.name = name
    self.migrations = migrations
    self.handlers = handlers
    self.quotas = quotas
    self.jobs = jobs
    self.schedules = schedules
    self.folderParts = folderParts
    self.refusals = refusals
    knownKeys = { KeyRecorder.keys(of: Settings.self, in: $0) }
    self.settings = { value, document throws(SettingsProblems) in
      let path = ["modules", name]
      let decoded = try SettingsDecoding.decode(Settings.self, from: value, path: path)
      let problems = decoded.problems(in: document).map {
        SettingsProblem(path: path + $0.path, message: $0.message)
      }
      guard problems.isEmpty else { throw SettingsProblems(problems) }
      return decoded
    }
  }
}
