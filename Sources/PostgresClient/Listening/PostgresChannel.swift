/// A channel of LISTEN and NOTIFY, named by the source code and never by input.
public struct PostgresChannel: Hashable, Sendable {
  /// Small letters, digits and underscores, a letter first; at most 63 of them.
  public let name: String

  var quoted: String { "\"\(name)\"" }

  /// Whether a name is one that the server takes and shows as it is.
  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 63 else { return false }
    return name.utf8.allSatisfy { byte in
      isLetter(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}

extension PostgresChannel: ExpressibleByStringLiteral {
  /// Takes a literal, which must be a plain name.
  public init(stringLiteral value: StaticString) {
    name = value.description
    precondition(Self.isPlain(name), "A channel's name is a plain identifier.")
  }
}

extension PostgresChannel: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

extension Statement {
  /// Tells the listeners of a channel something when the transaction commits.
  ///
  /// While it commits, the server holds a lock that all notifying transactions share: send few of
  /// these, and none in a transaction that customers wait for. The server drops a notification that
  /// equals an earlier one of its transaction.
  /// - Parameters:
  ///   - channel: The channel; it knows no tenant, so name the tenant in the payload.
  ///   - payload: Ids rather than data: everyone who may log in can listen.
  /// - Throws: ``PostgresError/server(_:)`` with `54000` for 8,000 bytes or more, which the server
  ///   does not carry.
  /// - Returns: The statement, for a batch or a transaction.
  /// - Returns: The statement, for a batch or a transaction.
  public static func notify(
    _ channel: PostgresChannel,
    _ payload: String = ""
  ) throws(PostgresError) -> Self {
    guard payload.utf8.count < 8_000 else {
      let message = "a notification of 8000 bytes or more"
      throw .server(ServerError(sqlState: .programLimitExceeded, message: message))
    }
    return "SELECT pg_notify(\(channel.name), \(payload))"
  }
}
