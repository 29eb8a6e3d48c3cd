import Foundation
import Testing

/// Accepts connections and never says a word.
final class SilentServer {
  let port: UInt16
  private let descriptor: Int32

  init() throws {
    (descriptor, port) = try listenOnFreePort()
  }

  deinit {
    close(descriptor)
  }
}

/// Opens a port of this machine that nobody else has.
func listenOnFreePort() throws -> (descriptor: Int32, port: UInt16) {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = inet_addr("127.0.0.1")
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
      bind(descriptor, pointer, length) == 0 && listen(descriptor, 64) == 0
        && getsockname(descriptor, pointer, &length) == 0
    }
  }
  try #require(isBound)
  return (descriptor, UInt16(bigEndian: address.sin_port))
}
