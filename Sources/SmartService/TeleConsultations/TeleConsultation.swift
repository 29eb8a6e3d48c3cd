public import Foundation
public import TenantStore

/// A consultation with a provider's clinician.
public struct TeleConsultationID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "tel"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Where a tele-consultation stands.
public enum TeleState: String, CaseIterable, Sendable {
  /// The parent agreed; the provider has not answered yet.
  case asked
  /// There is a room.
  case open
  /// The clinician has advised.
  case advised
  /// The provider did not answer, or not as it should; it may be asked again.
  case failed
}

/// A tele-consultation as it stands.
public struct TeleConsultation: Hashable, Sendable {
  /// The consultation.
  public let id: TeleConsultationID
  /// Whose it is.
  public let session: SessionID
  /// Who was asked, as the parent read it.
  public let provider: String
  /// Where it stands.
  public let state: TeleState
  /// What was handed over.
  public let summary: String
  /// The provider's name of it; empty before there is a room.
  public let reference: String
  /// Where it takes place; empty before there is a room.
  public let url: String
  /// What the clinician advised, as it came.
  public let advice: String
  /// When the parent agreed, in UTC.
  public let agreedAt: Date

  /// The most characters of a summary.
  public static let summaryLimit = 2_000
  /// The most characters of an advice that are kept.
  public static let adviceLimit = 8_000
}
