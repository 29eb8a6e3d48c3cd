import Foundation
import Glibc

/// A service that takes every connection and never says a word.
final class StalledService: Sendable {
  let port: Int
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = descriptor
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listener, address, length) == 0, listen(listener, 128) == 0 else {
          return Int32(-1)
        }
        return getsockname(listener, address, &length)
      }
    }
    guard outcome == 0 else { throw Visitor.Failure(description: "no port is free") }
    port = Int(in_port_t(bigEndian: address.sin_port))
    Thread.detachNewThread {
      var held: [Int32] = []
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { break }
        held.append(connection)
      }
      for connection in held { close(connection) }
    }
  }

  /// Hangs up on everybody.
  func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
