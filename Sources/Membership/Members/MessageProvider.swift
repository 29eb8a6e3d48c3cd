public import TenantStore

/// Says of a message that was not handed over whether that is certain.
///
/// Whatever else a provider throws leaves it open whether the message went out, and it is not sent again.
public protocol UntakenMessage: Error {
  /// Whether the message certainly did not go out and may be sent again.
  var mayRepeat: Bool { get }
}

/// What a message is.
public enum MessageKind: Hashable, Sendable {
  /// What a family asked to be reminded of.
  case reminder
  /// What a merchant offers.
  case offer
}

/// Hands messages to whoever carries them: a text message, a mail.
public protocol MessageProvider: Sendable {
  /// Which addresses it reaches.
  var channel: ContactChannel { get }
  /// Whether a merchant's messages of a kind can go out this way; so where a provider says nothing of it.
  func isBound(_ kind: MessageKind, for tenant: TenantSnapshot) -> Bool
  /// Hands a sign-in code over; returning means that the provider took it.
  ///
  /// It is called outside of any transaction, at most once for each code.
  /// - Throws: Whatever went wrong; the code is not repeated in it.
  func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws
  /// Hands a reminder over.
  ///
  /// - Throws: An ``UntakenMessage`` where it certainly did not go out; it is sent once more then.
  func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws
  /// Hands an offer over, which carriers and laws know from other messages; as a reminder where a provider
  /// makes no difference.
  ///
  /// - Throws: As for a reminder.
  func send(
    offer text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws
}

extension MessageProvider {
  /// Every merchant's messages go out this way.
  public func isBound(_ kind: MessageKind, for tenant: TenantSnapshot) -> Bool { true }

  /// Hands an offer over as a reminder.
  public func send(
    offer text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    try await send(text, to: address, from: tenant, in: database)
  }
}

/// Writes messages where the operator reads them: for a shop without a provider, and for trying out.
public struct ConsoleMessages: MessageProvider {
  /// Which addresses it takes messages for.
  public let channel: ContactChannel
  private let write: @Sendable (String) -> Void

  /// Writes each message as one line.
  public init(_ channel: ContactChannel, write: @escaping @Sendable (String) -> Void) {
    self.channel = channel
    self.write = write
  }

  /// Writes the code.
  public func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    write("\(tenant.slug) \(channel.rawValue) \(address): code \(code)")
  }

  /// Writes the text.
  public func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    write("\(tenant.slug) \(channel.rawValue) \(address): \(text)")
  }
}
