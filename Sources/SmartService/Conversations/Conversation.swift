public import Foundation
public import TenantStore

/// A talk of a customer with the shop, from the first message until it is resolved.
public struct ConversationID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "con"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// A talk that was handed to people.
public struct HandOffID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "hof"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Whose turn it is to answer.
public enum ConversationState: String, CaseIterable, Sendable {
  /// The service answers by itself.
  case bot
  /// A person was asked for and none has taken it yet; the service is silent.
  case queued
  /// A person answers; the service is silent.
  case person
  /// It is over; what the customer writes next begins anew.
  case resolved
}

/// What may happen to a conversation.
public enum ConversationEvent: String, CaseIterable, Sendable {
  /// A person is asked for.
  case handOff = "hand_off"
  /// A member of staff takes it.
  case take
  /// Whoever has it lets go of it.
  case release
  /// The service answers again.
  case giveToBot = "give_to_bot"
  /// It is over.
  case resolve
}

/// What an event does to a conversation; one table.
public enum ConversationTransition {
  /// What becomes of it.
  public enum Outcome: Hashable, Sendable {
    /// It moves to this state.
    case moves(ConversationState)
    /// The event has happened before; nothing changes.
    case stays
    /// The event is not allowed in this state.
    case refused
  }

  /// Decides what an event does.
  public static func outcome(of event: ConversationEvent, in state: ConversationState) -> Outcome {
    switch (event, state) {
    case (.resolve, .resolved), (.giveToBot, .bot), (.take, .person), (.release, .queued): .stays
    case (.handOff, .queued), (.handOff, .person): .stays
    case (_, .resolved): .refused
    case (.handOff, .bot): .moves(.queued)
    case (.take, .bot), (.take, .queued): .moves(.person)
    case (.release, .person): .moves(.queued)
    case (.release, .bot): .refused
    case (.giveToBot, .queued), (.giveToBot, .person): .moves(.bot)
    case (.resolve, _): .moves(.resolved)
    }
  }
}

/// Who wrote a message.
public enum MessageAuthor: String, CaseIterable, Sendable {
  /// The customer.
  case customer
  /// The service by itself.
  case bot
  /// A member of staff.
  case agent
  /// A member of staff, for colleagues only.
  case note
}

/// A message of a conversation.
public struct Message: Hashable, Sendable {
  /// Its place, from 1 without a gap.
  public let position: Int
  /// Who wrote it.
  public let author: MessageAuthor
  /// The login of the member of staff, if one wrote it.
  public let login: String?
  /// What was written, at most 4,000 characters.
  public let text: String
  /// What the service said beside the text: action, citations, buttons; null for people.
  public let payload: JSONValue
  /// When it was written, in UTC.
  public let writtenAt: Date

  /// The most characters of a message.
  public static let textLimit = 4_000
}

/// A conversation as it stands.
public struct Conversation: Hashable, Sendable {
  /// The conversation.
  public let id: ConversationID
  /// Whose it is.
  public let session: SessionID
  /// Whose turn it is.
  public let state: ConversationState
  /// Who has taken it, by login.
  public let owner: String?
  /// The language that the customer writes.
  public let locale: String
  /// How many messages it has.
  public let messageCount: Int
  /// When it began, in UTC.
  public let openedAt: Date
  /// When something happened last, in UTC.
  public let updatedAt: Date
  /// From 1, bad, to 5, once the customer has said so.
  public let rating: Int?
}
