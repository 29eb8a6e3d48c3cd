import Foundation
import Synchronization
import Testing

/// Stands between client and server, and carries their bytes as badly as a test wants.
///
/// One thread serves all connections. Sendable because the thread alone touches them; tests speak
/// to it by the locked commands.
final class NetworkProxy: @unchecked Sendable {
  /// What one connection suffers.
  struct Faults: Sendable {
    /// Most bytes carried at once; each piece has a random size up to it.
    var piece = 65_536
    /// Longest pause after a piece, in milliseconds.
    var pause = 0
    /// Bytes, of both directions, after which the connection is cut.
    var cutAfter: Int?
    /// Bytes, of both directions, after which one direction carries nothing any more.
    var stallAfter: Int?
    var stallsAnswers = true
  }

  private struct Commands {
    var cuts = false
    var silences = false
    var isOver = false
  }

  let port: UInt16
  private let entrance: Int32
  private let upstream: String
  private let faults: @Sendable (Int) -> Faults
  private let commands = Mutex(Commands())
  private let accepted = Atomic(0)
  private let ended = DispatchSemaphore(value: 0)

  /// Begins to carry between a free port and the server's socket.
  ///
  /// - Parameters:
  ///   - upstream: The path of the server's socket.
  ///   - faults: What the connection of a number, from 0, suffers.
  /// - Throws: When the machine has no port left.
  init(to upstream: String, faults: @escaping @Sendable (Int) -> Faults = { _ in Faults() }) throws
  {
    self.upstream = upstream
    self.faults = faults
    (entrance, port) = try listenOnFreePort()
    Thread { self.run() }.start()
  }

  deinit {
    close(entrance)
  }

  /// The connections that were made through it.
  var connections: Int { accepted.load(ordering: .relaxed) }

  /// Closes every connection there is.
  func cut() {
    commands.withLock { $0.cuts = true }
  }

  /// Carries nothing on the connections there are, which stay open.
  func silence() {
    commands.withLock { $0.silences = true }
  }

  /// Closes all, and returns when the thread has ended.
  func stop() {
    commands.withLock { $0.isOver = true }
    ended.wait()
  }

  private func run() {
    var links: [NetworkLink] = []
    var isOver = false
    while !isOver {
      var watched = [pollfd(fd: entrance, events: Int16(POLLIN), revents: 0)]
      let now = ContinuousClock.now
      for link in links { watched += link.watched(now) }
      _ = poll(&watched, nfds_t(watched.count), 2)
      let given = commands.withLock { commands in
        defer { commands = Commands(isOver: commands.isOver) }
        return commands
      }
      isOver = given.isOver
      for (index, link) in links.enumerated() {
        if given.silences { link.isSilent = true }
        link.carry(watched[1 + 2 * index], watched[2 + 2 * index])
        if given.cuts || isOver { link.end() }
      }
      links.removeAll(where: \.isOver)
      if watched[0].revents != 0, !isOver { accept(into: &links) }
    }
    ended.signal()
  }

  private func accept(into links: inout [NetworkLink]) {
    let client = Foundation.accept(entrance, nil, nil)
    guard client >= 0 else { return }
    let number = accepted.load(ordering: .relaxed)
    let server = connectToSocket(upstream)
    guard server >= 0 else {
      close(client)
      return
    }
    links.append(NetworkLink(client, server, faults(number), seed: UInt64(number)))
    accepted.store(number + 1, ordering: .relaxed)
  }
}

/// One connection through the proxy.
private final class NetworkLink {
  var isSilent = false
  private(set) var isOver = false
  private let faults: NetworkProxy.Faults
  /// The client's socket and the server's.
  private let sockets: [Int32]
  /// What was read of each and not yet written to the other.
  private var held: [[UInt8]] = [[], []]
  private var waitsUntil = [ContinuousClock.now, ContinuousClock.now]
  private var carried = 0
  private var random: SeededRandom

  init(_ client: Int32, _ server: Int32, _ faults: NetworkProxy.Faults, seed: UInt64) {
    sockets = [client, server]
    self.faults = faults
    random = SeededRandom(seed: seed)
    for socket in sockets { _ = fcntl(socket, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    end()
  }

  func end() {
    guard !isOver else { return }
    isOver = true
    for socket in sockets { close(socket) }
  }

  /// What to wait for on the client's socket and the server's.
  func watched(_ now: ContinuousClock.Instant) -> [pollfd] {
    (0...1).map { side in
      var events = Self.hangUp
      if held[side].isEmpty, mayCarry(from: side, now) { events |= Int16(POLLIN) }
      if !held[1 - side].isEmpty { events |= Int16(POLLOUT) }
      return pollfd(fd: sockets[side], events: events, revents: 0)
    }
  }

  func carry(_ client: pollfd, _ server: pollfd) {
    let found = [client.revents, server.revents]
    for side in 0...1 where !isOver {
      if found[side] & Int16(POLLIN) != 0 {
        read(from: side)
      } else if found[side] & (Self.hangUp | Int16(POLLHUP) | Int16(POLLERR)) != 0 {
        // What the server said last may be read yet, unless nobody is to hear it.
        if isStalled(side) || held[side].isEmpty { end() }
      }
    }
    for side in 0...1 where !isOver && !held[side].isEmpty { write(from: side) }
  }

  /// Reported when the peer has closed, also where nothing is read.
  private static let hangUp: Int16 = 0x2000

  private func isStalled(_ side: Int) -> Bool {
    if isSilent { return true }
    guard let limit = faults.stallAfter, carried >= limit else { return false }
    return faults.stallsAnswers == (side == 1)
  }

  private func mayCarry(from side: Int, _ now: ContinuousClock.Instant) -> Bool {
    !isStalled(side) && waitsUntil[side] <= now
  }

  private func read(from side: Int) {
    var bytes = [UInt8](repeating: 0, count: Int.random(in: 1...faults.piece, using: &random))
    let count = Foundation.read(sockets[side], &bytes, bytes.count)
    guard count > 0 else {
      if count == 0 || errno != EAGAIN { end() }
      return
    }
    var kept = bytes.prefix(count)
    carried += count
    if let limit = faults.cutAfter, carried >= limit { kept = kept.dropLast(carried - limit) }
    held[side] = Array(kept)
    if faults.pause > 0 {
      waitsUntil[side] = .now + .milliseconds(Int.random(in: 0...faults.pause, using: &random))
    }
    if kept.isEmpty { end() }
  }

  private func write(from side: Int) {
    let count = send(sockets[1 - side], held[side], held[side].count, Int32(MSG_NOSIGNAL))
    if count > 0 {
      held[side].removeFirst(count)
    } else if errno != EAGAIN {
      end()
    }
    let isCut = faults.cutAfter.map { carried >= $0 } ?? false
    if isCut, held[side].isEmpty { end() }
  }
}

/// Random numbers that a seed repeats.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

private func connectToSocket(_ path: String) -> Int32 {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
  let isConnected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
    }
  }
  guard isConnected else {
    close(descriptor)
    return -1
  }
  return descriptor
}
