internal import Foundation

/// How a module reaches a service outside of the process.
///
/// Modules build, sign and parse; whoever composes the process gives the way that carries. The live
/// one is in `OutboundHTTPClient`; a test gives a closure.
public struct OutboundHTTP: Sendable {
  /// Sends a request and gives the whole answer, whatever its status.
  ///
  /// It throws ``OutboundFailure`` when there is no answer.
  public var send: @Sendable (OutboundRequest) async throws -> OutboundResponse

  /// A way that carries requests.
  public init(
    send: @escaping @Sendable (OutboundRequest) async throws -> OutboundResponse
  ) {
    self.send = send
  }
}

/// A request to a service outside.
public struct OutboundRequest: Hashable, Sendable {
  /// The HTTP methods that providers ask for.
  public enum Method: String, Sendable {
    /// Reads.
    case get = "GET"
    /// Writes.
    case post = "POST"
  }

  /// The method.
  public var method: Method
  /// The whole address, `https://…`.
  public var url: String
  /// Header fields besides host and length.
  public var headers: [String: String]
  /// The body; none when empty.
  public var body: [UInt8]
  /// After how long there is no answer, all attempts together.
  ///
  /// Defaults to 10 seconds.
  public var deadline: Duration
  /// Whether the effect is the same when it arrives twice, so that it may be sent again.
  ///
  /// Defaults to what the method promises: GET may be.
  public var isRepeatable: Bool
  /// The longest body of an answer that is taken, in bytes.
  ///
  /// Defaults to 1 MiB.
  public var sizeLimit = 1 << 20
  /// After how long without the first byte of a body there is no answer; only the deadline counts
  /// when nil.
  public var firstByteDeadline: Duration?

  /// Describes a request.
  public init(
    _ method: Method,
    _ url: String,
    headers: [String: String] = [:],
    body: [UInt8] = [],
    deadline: Duration = .seconds(10),
    isRepeatable: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadline = deadline
    self.isRepeatable = isRepeatable ?? (method == .get)
  }
}

/// What a service outside answered.
public struct OutboundResponse: Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// Header fields by their names in lower case.
  public var headers: [String: String]
  /// The body.
  public var body: [UInt8]

  /// Describes an answer.
  public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The body as text; bytes that are no UTF-8 are replaced.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why a service outside gave no answer.
public enum OutboundFailure: String, Error, Hashable, Sendable, CustomStringConvertible {
  /// The deadline passed.
  case timedOut
  /// There was no connection, or it broke.
  case unreachable
  /// The host has failed so often that it is left alone for a while.
  case restsAfterFailures
  /// The answer was longer than the request takes.
  case answerTooLarge
  /// The address is none.
  case addressMalformed

  /// What happened, without the address.
  public var description: String {
    switch self {
    case .timedOut: "the service did not answer in time"
    case .unreachable: "the service could not be reached"
    case .restsAfterFailures: "the service has failed several times and is asked again later"
    case .answerTooLarge: "the service answered with more than is taken"
    case .addressMalformed: "the address of the service is none"
    }
  }
}
