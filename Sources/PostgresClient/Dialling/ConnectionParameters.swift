internal import CPostgres
internal import Foundation

/// Why no attempt to connect can begin.
struct DiallingError: Error {
  let reason: String
}

/// A connection string taken apart, to be completed and given to the client library.
struct ConnectionParameters {
  private(set) var values: [String: String] = [:]

  /// Reads the string of a configuration.
  ///
  /// - Throws: A sentence that quotes nothing of the string, which can hold a password.
  init(_ configuration: PostgresConfiguration) throws(DiallingError) {
    guard let options = unsafe PQconninfoParse(configuration.connectionString, nil) else {
      throw DiallingError(reason: Self.unreadable)
    }
    defer { unsafe PQconninfoFree(options) }
    var index = 0
    while let keyword = unsafe options[index].keyword {
      if let value = unsafe options[index].val {
        unsafe values[String(cString: keyword)] = String(cString: value)
      }
      index += 1
    }
    values["client_encoding"] = "UTF8"
    values["fallback_application_name"] = configuration.applicationName
  }

  private static let unreadable = """
    the connection string cannot be read: it is either key=value pairs divided by blanks, with \
    values quoted that hold blanks ('…'), or postgresql://user@host:port/database, in which special \
    characters are percent-encoded
    """

  /// The host names that are neither addresses nor sockets; the library would wait for them.
  var unresolvedHosts: Set<String> {
    Set(places?.filter(\.needsAddress).map(\.host) ?? [])
  }

  /// Gives each host name its addresses; a name with several becomes as many places.
  ///
  /// - Throws: When none of the places is left.
  func resolved(
    _ addresses: [String: [String]]
  ) throws(DiallingError) -> ConnectionParameters {
    guard let places, places.contains(where: \.needsAddress) else { return self }
    let reached = places.flatMap { place in
      guard place.needsAddress else { return [place] }
      return (addresses[place.host] ?? []).map {
        Place(host: place.host, address: $0, port: place.port)
      }
    }
    guard !reached.isEmpty else {
      let names = places.map { "\"\($0.host)\"" }.joined(separator: ", ")
      throw DiallingError(
        reason: ConnectionAdvice.added(to: "could not translate host name \(names)")
      )
    }
    var resolved = self
    resolved.values["host"] = reached.map(\.host).joined(separator: ",")
    resolved.values["hostaddr"] = reached.map(\.address).joined(separator: ",")
    resolved.values["port"] = reached.map(\.port).joined(separator: ",")
    return resolved
  }

  /// Begins a connection; nil when there is no memory for one.
  func connect() -> OpaquePointer? {
    let pairs = Array(values)
    return unsafe withCStrings(pairs.map(\.key)) { keywords in
      unsafe withCStrings(pairs.map(\.value)) { unsafe PQconnectStartParams(keywords, $0, 0) }
    }
  }

  /// One of the servers that are tried in turn.
  private struct Place {
    var host: String
    var address: String
    var port: String

    var needsAddress: Bool {
      guard address.isEmpty, let first = host.first, first != "/", first != "@" else {
        return false
      }
      return !Self.isAddress(host)
    }

    private static func isAddress(_ host: String) -> Bool {
      var bytes = in6_addr()
      return unsafe inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }
  }

  /// The places, unless the library itself has to find or refuse them.
  private var places: [Place]? {
    guard values["service"] == nil, Self.environment("PGSERVICE") == nil else { return nil }
    let hosts = list("host", "PGHOST")
    let addresses = list("hostaddr", "PGHOSTADDR")
    let ports = list("port", "PGPORT")
    guard !hosts.isEmpty, addresses.isEmpty || addresses.count == hosts.count,
      ports.count < 2 || ports.count == hosts.count
    else { return nil }
    return hosts.indices.map { index in
      Place(
        host: hosts[index],
        address: addresses.isEmpty ? "" : addresses[index],
        port: ports.count == hosts.count ? ports[index] : ports.first ?? ""
      )
    }
  }

  private func list(_ keyword: String, _ variable: String) -> [String] {
    let text = values[keyword] ?? Self.environment(variable) ?? ""
    guard !text.isEmpty else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

/// Lends strings as the NULL-terminated array of C.
private func withCStrings<T>(
  _ strings: [String],
  _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
) -> T {
  let bytes = strings.map { Array($0.utf8CString) }
  let whole = bytes.flatMap(\.self)
  return unsafe whole.withUnsafeBufferPointer { whole in
    var pointers: [UnsafePointer<CChar>?] = unsafe []
    var offset = 0
    for string in bytes {
      unsafe pointers.append(whole.baseAddress.map { unsafe $0 + offset })
      offset += string.count
    }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeBufferPointer { pointers in
      guard let base = pointers.baseAddress else { preconditionFailure("never empty") }
      return unsafe body(base)
    }
  }
}
