public import TenantStore

/// Why something was refused that was wanted of a conversation.
public struct ConversationRefusal: Refusal, Equatable {
  /// The stable codes of conversations.
  public enum Code: String, RefusalCode {
    case notFound = "service.conversation_not_found"
    case messageInvalid = "service.message_invalid"
    case taken = "service.conversation_taken"
    case over = "service.conversation_over"
    case ratingInvalid = "service.rating_invalid"
    case pictureInvalid = "service.picture_invalid"
    case picturesFull = "service.pictures_full"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }
}

extension ConversationRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .notFound: .notFound
    case .messageInvalid, .ratingInvalid, .pictureInvalid: .invalid
    case .taken, .over, .picturesFull: .conflict
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .notFound: "There is no such conversation."
    case .messageInvalid: "The message is empty or too long."
    case .taken: "Somebody else answers this conversation."
    case .over: "The conversation is over."
    case .ratingInvalid: "The rating is not a number from 1 to 5."
    case .pictureInvalid: "The file is no picture, or too large."
    case .picturesFull: "The conversation has as many pictures as it may have."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .notFound: "Check the id, or write a message to begin a conversation."
    case .messageInvalid: "Send 1 to 4,000 characters."
    case .taken: "See `owner` in the details; ask them to let go of it first."
    case .over: "Wait for the customer to write again."
    case .ratingInvalid: "Send a number from 1 to 5."
    case .pictureInvalid:
      "See `reason`: send a PNG, JPEG or WebP of at most 2 MiB and 24 million points."
    case .picturesFull: "Ask the person who answers how to show more."
    }
  }
}
