public import TenantStore

/// What is handed to a provider: the summary that the parent read and agreed to, and nothing else.
public struct TeleHandover: Hashable, Sendable {
  /// The consultation, by which the provider knows a repeated call.
  public let id: TeleConsultationID
  /// What the parent wrote or left of the child and the question.
  public let summary: String
  /// The language of the parent, as a BCP 47 tag.
  public let locale: String

  /// Hands over.
  public init(id: TeleConsultationID, summary: String, locale: String) {
    self.id = id
    self.summary = summary
    self.locale = locale
  }
}

/// Where a parent meets the provider's clinician.
public struct TeleRoom: Hashable, Sendable {
  /// The provider's own name of the consultation, 1 to 200 characters.
  public let reference: String
  /// Where it takes place, by https.
  public let url: String

  /// Names a room.
  public init(reference: String, url: String) {
    self.reference = reference
    self.url = url
  }
}

/// The port to a licensed provider of tele-consultations.
///
/// A provider answers for its clinicians and its records; nothing here diagnoses, and what it advises is kept
/// as it came.
public struct TeleProvider: Sendable {
  /// Opens a consultation; the same hand-over twice is one consultation.
  public typealias Open =
    @Sendable (_ handover: TeleHandover, _ database: TenantDatabase) async throws -> TeleRoom
  /// What the clinician advised; nothing before that.
  public typealias Advice =
    @Sendable (_ reference: String, _ database: TenantDatabase) async throws -> String?

  /// Who it is, as parents read it.
  public let name: LocalizedText
  /// By which licence it works, and who looked it up.
  public let licence: ExpertSettings.Licence
  let open: Open
  let advice: Advice

  /// Supplies the port.
  public init(
    name: LocalizedText,
    licence: ExpertSettings.Licence,
    open: @escaping Open,
    advice: @escaping Advice
  ) {
    self.name = name
    self.licence = licence
    self.open = open
    self.advice = advice
  }
}

/// Which provider a merchant has, if any.
public struct TeleProviders: Sendable {
  /// The provider of a merchant; nothing where none is configured.
  public typealias Find = @Sendable (_ tenant: TenantSnapshot) throws -> TeleProvider?

  let find: Find

  /// Supplies the port.
  public init(_ find: @escaping Find) { self.find = find }

  /// Nobody has one.
  public static let none = Self { _ in nil }
}
