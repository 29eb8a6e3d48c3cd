internal import Dispatch
internal import Foundation

/// Finds the addresses of a server's names without keeping the reactor's thread waiting.
///
/// Each attempt to connect asks anew, so that a name which moves is followed; attempts that come
/// while one is being answered share the answer. The reactor's thread alone uses it.
final class Dialler: @unchecked Sendable {
  typealias Outcome = Result<ConnectionParameters, DiallingError>

  private let configuration: PostgresConfiguration
  private let reactor: Reactor
  private let lookUp: @Sendable (String) -> [String]
  private let queue = DispatchQueue(label: "cradle.postgres.names")
  private var waiting: [(Outcome) -> Void] = []

  init(
    _ configuration: PostgresConfiguration,
    reactor: Reactor,
    lookUp: @escaping @Sendable (String) -> [String] = addresses(of:)
  ) {
    self.configuration = configuration
    self.reactor = reactor
    self.lookUp = lookUp
  }

  /// Gives the complete parameters, at once when no name is to be found out.
  func dial(_ done: @escaping (Outcome) -> Void) {
    let parameters: ConnectionParameters
    do throws(DiallingError) {
      parameters = try ConnectionParameters(configuration)
    } catch {
      done(.failure(error))
      return
    }
    let names = parameters.unresolvedHosts
    guard !names.isEmpty else {
      done(.success(parameters))
      return
    }
    waiting.append(done)
    guard waiting.count == 1 else { return }
    queue.async { [self, lookUp, reactor] in
      let found = names.reduce(into: [:]) { $0[$1] = lookUp($1) }
      reactor.post { self.answer(found) }
    }
  }

  private func answer(_ found: [String: [String]]) {
    let outcome = Outcome { () throws(DiallingError) in
      try ConnectionParameters(configuration).resolved(found)
    }
    let answered = waiting
    waiting = []
    for done in answered { done(outcome) }
  }
}

/// The addresses of a name, as the system's resolver orders them; none when it knows none.
func addresses(of name: String) -> [String] {
  var hints = unsafe addrinfo()
  unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
  var list: UnsafeMutablePointer<addrinfo>?
  guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
  defer { unsafe freeaddrinfo(list) }
  var found: [String] = []
  var next = unsafe list
  while let entry = unsafe next?.pointee {
    let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) {
      let size = socklen_t($0.count)
      let failure = unsafe getnameinfo(
        entry.ai_addr,
        entry.ai_addrlen,
        $0.baseAddress,
        size,
        nil,
        0,
        NI_NUMERICHOST
      )
      return unsafe failure == 0 ? $0.baseAddress.map { unsafe String(cString: $0) } : nil
    }
    if let text, !found.contains(text) { found.append(text) }
    unsafe next = unsafe entry.ai_next
  }
  return found
}
