internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization
public import TenantStore

extension OutboundHTTP {
  /// The way to services outside over TCP and TLS, shared by the whole process.
  ///
  /// - A request has one deadline, whatever happens within it, and may have one for its first byte.
  /// - What may be repeated is tried up to three times, after pauses with full jitter, when the host
  ///   cannot be reached or answers 429, 502, 503 or 504.
  /// - A host that failed five times in a row is left alone for 30 seconds.
  /// - Redirects are not followed: a signature is for one address.
  public static let live = Self(circuits: CircuitBreaker())

  private init(circuits: CircuitBreaker) {
    self.init { request in
      guard let host = URL(string: request.url)?.host() else {
        throw OutboundFailure.addressMalformed
      }
      return try await OutboundSending(request: request, host: host, circuits: circuits).answer()
    }
  }
}

/// One request with all its attempts.
struct OutboundSending: Sendable {
  private static let attempts = 3
  private static let passing: Set<Int> = [429, 502, 503, 504]
  private static let firstPause = Duration.milliseconds(200)
  // Lives as long as the process: many threads use it, and nobody is there to end it.
  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: {
      var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
      configuration.timeout.connect = .seconds(5)
      configuration.connectionPool.idleTimeout = .seconds(30)
      return configuration
    }()
  )

  let request: OutboundRequest
  let host: String
  let circuits: CircuitBreaker

  func answer() async throws -> OutboundResponse {
    let end = ContinuousClock.now + request.deadline
    var attempt = 1
    while true {
      do {
        let answer = try await admitted(until: end)
        guard mayRepeat(attempt, end), Self.passing.contains(answer.status) else { return answer }
      } catch OutboundFailure.unreachable where mayRepeat(attempt, end) {
        // Falls through to the pause.
      }
      let pause = Self.firstPause * (1 << (attempt - 1)) * Double.random(in: 0..<1)
      try await Task.sleep(for: min(pause, end - .now))
      attempt += 1
    }
  }

  private func mayRepeat(_ attempt: Int, _ end: ContinuousClock.Instant) -> Bool {
    request.isRepeatable && attempt < Self.attempts && ContinuousClock.now < end
  }

  private func admitted(until end: ContinuousClock.Instant) async throws -> OutboundResponse {
    try circuits.admit(host)
    do {
      let answer = try await beginning(until: end)
      circuits.note(host, succeeded: answer.status < 500)
      return answer
    } catch let failure as OutboundFailure {
      circuits.note(host, succeeded: failure == .answerTooLarge)
      throw failure
    } catch {
      circuits.abandon(host)
      throw error
    }
  }

  /// Gives up where the body does not begin in time, or does not end in time.
  private func beginning(until end: ContinuousClock.Instant) async throws -> OutboundResponse {
    let beginning = BodyBeginning()
    return try await withThrowingTaskGroup(of: OutboundResponse?.self) { group in
      group.addTask { try await carried(within: end - .now, noting: beginning) }
      // The library's own deadline is over when the head of the answer is there.
      group.addTask {
        try await Task.sleep(until: end)
        throw OutboundFailure.timedOut
      }
      if let patience = request.firstByteDeadline {
        group.addTask {
          try await Task.sleep(for: patience)
          guard beginning.isThere else { throw OutboundFailure.timedOut }
          return nil
        }
      }
      defer { group.cancelAll() }
      while let answer = try await group.next() {
        if let answer { return answer }
      }
      throw CancellationError()
    }
  }

  private func carried(within time: Duration, noting beginning: BodyBeginning? = nil) async throws
    -> OutboundResponse
  {
    var carried = HTTPClientRequest(url: request.url)
    carried.method = HTTPMethod(rawValue: request.method.rawValue)
    carried.headers = HTTPHeaders(request.headers.sorted { $0.key < $1.key }.map { ($0, $1) })
    if !request.body.isEmpty { carried.body = .bytes(request.body) }
    do {
      let nanoseconds = Int64(max(time, .zero) / .nanoseconds(1))
      let answer = try await Self.client.execute(
        carried,
        deadline: .now() + .nanoseconds(nanoseconds)
      )
      var body = ByteBuffer()
      for try await part in answer.body {
        beginning?.note()
        guard body.readableBytes + part.readableBytes <= request.sizeLimit else {
          throw OutboundFailure.answerTooLarge
        }
        body.writeImmutableBuffer(part)
      }
      let fields = answer.headers.map { ($0.name.lowercased(), $0.value) }
      return OutboundResponse(
        status: Int(answer.status.code),
        headers: Dictionary(fields) { "\($0), \($1)" },
        body: Array(body.readableBytesView)
      )
    } catch is CancellationError {
      throw CancellationError()
    } catch let failure as OutboundFailure {
      throw failure
    } catch let error as HTTPClientError
      where [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error)
    {
      throw OutboundFailure.timedOut
    } catch let error as HTTPClientError where error == .cancelled && Task.isCancelled {
      throw CancellationError()
    } catch {
      throw OutboundFailure.unreachable
    }
  }
}

/// Whether the first byte of a body has come.
private final class BodyBeginning: Sendable {
  private let hasCome = Mutex(false)

  @inline(never)  // Decision 7.
  func note() { hasCome.withLock { $0 = true } }

  @inline(never)  // Decision 7.
  var isThere: Bool { hasCome.withLock { $0 } }
}
