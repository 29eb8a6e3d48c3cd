internal import ArgumentParser
internal import DatabaseBootstrap
internal import EmbeddedPostgres
internal import TenantStore

/// Turns whatever a command threw into words and an exit code, once for all commands.
enum Failure {
  static func described(_ error: any Error) -> AdminError {
    switch error {
    case let error as AdminError: error
    case let error as DocumentProblems:
      AdminError(.badData, error.problems.map(\.description).joined(separator: "\n"))
    case let error as ValidationError: AdminError(.usage, error.message)
    case let error as any Refusal: refusal(error)
    case let error as DatabaseLocationError: AdminError(.usage, error.description)
    case let error as EmbeddedPostgresError: AdminError(.unavailable, error.description)
    case let error as DatabaseUnreachable: AdminError(.unavailable, error.description)
    case let error as MigrationError: AdminError(.failure, error.description)
    case let error as RegistryError: AdminError(.failure, error.description)
    case let error as FolderProblems: AdminError(.badData, error.description)
    case let error as SecretError: AdminError(.failure, error.description)
    case let error as TenantStoreError: AdminError(.failure, error.description)
    case is CancellationError: AdminError(.failure, "interrupted; what was not done is not done")
    default:
      // The operator of the machine may read what the database said; it holds no values.
      AdminError(.failure, String(reflecting: error))
    }
  }

  private static func refusal(_ refusal: some Refusal) -> AdminError {
    let description = RefusalDescription(refusal.code)
    let details = refusal.details.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.canonicalText)" }
    let explained = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    return AdminError(
      status(of: description.kind),
      "\(description.meaning)\(explained) \(description.remedy) [\(description.code)]"
    )
  }

  private static func status(of kind: RefusalKind) -> CommandStatus {
    switch kind {
    case .notFound: .notFound
    case .malformed, .invalid: .usage
    case .unavailable, .tooMany: .unavailable
    case .unauthenticated, .forbidden, .conflict, .tooLarge: .failure
    }
  }
}

/// A failure as a script reads it, on the standard output of a command with `--json`.
struct FailureReport: Encodable {
  let status: Int32
  let message: String
  /// Each mistake in a file with its place; empty for failures of another kind.
  let problems: [DocumentProblem]

  init(_ failure: AdminError, _ error: any Error) {
    status = failure.status.rawValue
    message = failure.description
    problems = (error as? DocumentProblems)?.problems ?? []
  }

  var report: Report {
    get throws { try Report(["error": self], text: message) }
  }
}
