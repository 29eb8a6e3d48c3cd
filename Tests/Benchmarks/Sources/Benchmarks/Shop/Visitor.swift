import Foundation
import Glibc

/// One browser without a browser: a kept-alive connection and, after the first write, a session.
///
/// It blocks, so that it costs next to nothing: the processors belong to the server.
final class Visitor {
  /// What the server answered.
  struct Reply {
    let status: Int
    let body: [UInt8]
    let session: String?
  }

  /// What ended a visit early.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let port: Int
  private let host: String
  private var descriptor: Int32 = -1
  private var received: [UInt8] = []
  private(set) var session: String?

  init(port: Int, host: String, session: String? = nil) {
    self.port = port
    self.host = host
    self.session = session
  }

  deinit { hangUp() }

  /// Goes on as somebody new, on the same connection.
  func forgetSession() { session = nil }

  /// Sends one request and waits for its answer; with a key of an earlier one it is the same request.
  func ask(_ method: String, _ path: String, json: String? = nil, key: String? = nil) throws
    -> Reply
  {
    if descriptor < 0 { try connectLoopback() }
    var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
    if let session { head += "Authorization: Bearer \(session)\r\n" }
    if let json {
      head += "Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n"
      head += "Idempotency-Key: \(key ?? UUID().uuidString)\r\n"
    }
    try send(Array((head + "\r\n" + (json ?? "")).utf8))
    let reply = try readReply()
    session = reply.session ?? session
    return reply
  }

  private func connectLoopback() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    setsockopt(
      descriptor,
      Int32(IPPROTO_TCP),
      TCP_NODELAY,
      &on,
      socklen_t(MemoryLayout<Int32>.size)
    )
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let outcome = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard outcome == 0 else {
      hangUp()
      throw Failure(description: "nobody listens on port \(port)")
    }
  }

  private func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    received = []
  }

  private func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor,
          $0.baseAddress?.advanced(by: sent),
          bytes.count - sent,
          Int32(MSG_NOSIGNAL)
        )
      }
      guard count > 0 else { throw broken("the server took no request") }
      sent += count
    }
  }

  private func readReply() throws -> Reply {
    var end = endOfHead()
    while end == nil {
      try receive()
      end = endOfHead()
    }
    let head = String(decoding: received[..<(end ?? 0)], as: UTF8.self)
    received.removeFirst((end ?? 0) + 4)
    let lines = head.split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    guard let length = fields["content-length"].flatMap({ Int($0) }) else {
      throw broken("an answer without a length")
    }
    while received.count < length { try receive() }
    let body = Array(received[..<length])
    received.removeFirst(length)
    if fields["connection"]?.lowercased() == "close" { hangUp() }
    return Reply(status: status, body: body, session: fields["x-session-token"])
  }

  private func endOfHead() -> Int? {
    guard received.count >= 4 else { return nil }
    let mark: [UInt8] = [13, 10, 13, 10]
    return (0...(received.count - 4)).first {
      received[$0] == 13 && received[$0...].starts(with: mark)
    }
  }

  private func receive() throws {
    let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { received += buffer[..<count] }
      return count
    }
    guard count > 0 else { throw broken("the server hung up") }
  }

  private func broken(_ description: String) -> Failure {
    hangUp()
    return Failure(description: description)
  }
}
