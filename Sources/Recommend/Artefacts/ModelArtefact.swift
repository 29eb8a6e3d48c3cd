public import Foundation
public import TenantStore

/// Where a trained model stands.
public enum ArtefactState: String, CaseIterable, Sendable {
  /// Trained and not yet compared.
  case candidate
  /// What shoppers get.
  case serving
  /// Was served before; can be again.
  case retired
  /// Was no better than what is served.
  case rejected
}

/// A trained model without its content.
public struct ModelArtefact: Hashable, Sendable {
  /// What kind of model it is, `ranking` for example.
  public let kind: String
  /// Its number among those of its kind, from 1.
  public let version: Int
  /// Which layout the content has; a reader knows one.
  public let format: Int
  /// Where it stands.
  public let state: ArtefactState
  /// What was measured of it, by the metric's name.
  public let metrics: JSONValue
  /// When it was trained, in UTC.
  public let trainedAt: Date
  /// When it was served last, in UTC.
  public let servedAt: Date?
  /// How many bytes the content has.
  public let size: Int
}

/// Keeps a tenant's models, and decides which one is served.
public enum ModelShelf {
  /// How many models of a kind are kept besides the one that is served.
  public static let kept = 5

  /// Keeps a trained model as a candidate.
  ///
  /// - Parameters:
  ///   - content: The model, at most 512 MiB.
  ///   - kind: What kind it is.
  ///   - format: Which layout the content has.
  ///   - metrics: What was measured.
  ///   - transaction: Where it happens.
  /// - Returns: Its version.
  /// - Throws: What the database throws.
  public static func keep(
    _ content: [UInt8],
    kind: String,
    format: Int,
    metrics: JSONValue,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let version = try await transaction.insertArtefact(content, kind, format, metrics)
    try await transaction.deleteOldArtefacts(kind, keeping: kept)
    return version
  }

  /// Serves a version; the one that was served retires.
  ///
  /// Serving it again changes nothing.
  ///
  /// - Throws: ``RecommendRefusal`` with the code `model_not_found`.
  public static func serve(
    _ version: Int,
    of kind: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws {
    let artefacts = try await transaction.lockArtefacts(kind)
    guard let wanted = artefacts.first(where: { $0.version == version }) else {
      throw RecommendRefusal(
        .modelNotFound,
        details: ["kind": .string(kind), "version": .integer(Int64(version))]
      )
    }
    guard wanted.state != .serving else { return }
    if let served = artefacts.first(where: { $0.state == .serving }) {
      try await transaction.setArtefact(kind, served.version, .retired)
    }
    try await transaction.setArtefact(kind, version, .serving)
    try await transaction.audit(
      "recommend.model_served",
      of: "\(kind)/\(version)",
      by: actor
    )
  }

  /// Notes that a candidate is no better than what is served.
  public static func reject(
    _ version: Int,
    of kind: String,
    in transaction: TenantTransaction
  ) async throws {
    try await transaction.rejectArtefact(kind, version)
  }

  /// Serves again what was served before.
  ///
  /// - Returns: The version that is served then.
  /// - Throws: ``RecommendRefusal`` with the code `model_not_found` when there is none.
  @discardableResult
  public static func rollBack(
    _ kind: String,
    by actor: Actor,
    in transaction: TenantTransaction
  ) async throws -> Int {
    let retired = try await transaction.lockArtefacts(kind).filter { $0.state == .retired }
    let latest = retired.max { left, right in
      (left.servedAt ?? .distantPast, left.version)
        < (right.servedAt ?? .distantPast, right.version)
    }
    guard let latest else {
      throw RecommendRefusal(.modelNotFound, details: ["kind": .string(kind)])
    }
    try await serve(latest.version, of: kind, by: actor, in: transaction)
    return latest.version
  }
}
