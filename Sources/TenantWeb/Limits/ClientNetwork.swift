internal import Glibc

/// What of an address is counted as one client.
enum ClientNetwork {
  /// An IPv4 address whole, also where it is written as IPv6; of IPv6 the first 64 bits, which are the
  /// least that a subscriber is given (RFC 6177); anything else as it is written.
  static func name(of address: String) -> String {
    guard address.utf8.contains(UInt8(ascii: ":")) else { return address }
    var parsed = in6_addr()
    guard inet_pton(AF_INET6, address, &parsed) == 1 else { return address }
    let bytes = withUnsafeBytes(of: parsed) { Array($0) }
    let isIPv4 = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10..<12].allSatisfy { $0 == 0xFF }
    if isIPv4 { return bytes[12...].map { "\($0)" }.joined(separator: ".") }
    let groups = stride(from: 0, to: 8, by: 2).map { place in
      String(UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "::/64"
  }
}
