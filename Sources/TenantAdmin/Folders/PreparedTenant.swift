internal import Foundation
internal import TenantStore

/// A folder that was read and checked, beside what the registry has of the tenant.
struct PreparedTenant: Sendable {
  let source: TenantSource
  let document: TenantDocument
  let registered: RegisteredTenant?
  let snapshot: TenantSnapshot

  init(
    source: TenantSource,
    document: TenantDocument,
    registered: RegisteredTenant?,
    modules: [TenantModule]
  ) throws {
    self.source = source
    self.document = document
    self.registered = registered
    // A tenant that is not registered yet has no rows, so any id compares with nothing.
    snapshot = try TenantSnapshot(
      id: registered?.id ?? TenantID(uuid: UUID()),
      revision: registered?.revision ?? 1,
      document: document,
      modules: modules
    )
  }

  /// The parts of the folder that the tenant's modules read.
  func parts(of modules: [TenantModule]) -> [FolderPart] {
    modules.filter { snapshot.isEnabled(module: $0.name) }.flatMap(\.folderParts)
  }
}

/// What two folders, or a folder and the registry, must not both claim.
enum ClaimRule {
  /// Slugs and hosts that are claimed twice.
  static func problems(
    _ tenants: [(source: TenantSource, document: TenantDocument)],
    registered: [RegisteredTenant]
  ) -> [DocumentProblem] {
    var problems: [DocumentProblem] = []
    var folders: [String: String] = [:]
    var hosts: [String: String] = [:]
    let slugs = Set(tenants.map(\.document.tenant))
    for other in registered where !slugs.contains(other.document.tenant) {
      for host in other.document.hosts {
        hosts[host] = "the registered tenant \(other.document.tenant)"
      }
    }
    for (source, document) in tenants {
      let file = source.label + "/" + TenantYAML.fileName
      if let first = folders[document.tenant] {
        problems.append(
          source.problem(at: ["tenant"], "is the tenant of \(first) already; rename one of the two")
        )
      }
      folders[document.tenant] = folders[document.tenant] ?? file
      for (index, host) in document.hosts.enumerated() {
        if let owner = hosts[host] {
          problems.append(
            source.problem(
              at: ["hosts", "\(index)"],
              "\(host) belongs to \(owner) already; take it out of one of the two"
            )
          )
        }
        hosts[host] = hosts[host] ?? file
      }
    }
    return problems
  }
}

extension TenantSource {
  /// A problem at a key of the folder's document.
  func problem(at path: [String], _ message: String) -> DocumentProblem {
    let file = label + "/" + TenantYAML.fileName
    let bytes = (try? folder.file(TenantYAML.fileName)) ?? []
    guard let yaml = try? YAMLDocument(bytes: bytes, file: file) else {
      return DocumentProblem(file: file, message: message)
    }
    return yaml.problem(at: path, message)
  }
}
