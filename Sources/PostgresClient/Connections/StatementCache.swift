/// A statement that the server keeps parsed for one connection.
final class PreparedStatement {
  /// Numbers each writing of a batch on the connection, so that a second try is another user.
  typealias Writing = UInt64

  enum State {
    /// Its Parse is on the way, sent by the writing named; only that one may count on it.
    case pending(Writing)
    case ready
    /// Gone from the cache; a late answer to its Parse changes nothing.
    case dropped
  }

  let name: String
  /// The name as C reads it.
  let cName: [CChar]
  let shape: StatementShape
  fileprivate(set) var state: State
  fileprivate var lastUse: UInt64
  fileprivate var lastUser: Writing

  fileprivate init(name: String, shape: StatementShape, user: Writing, use: UInt64) {
    self.name = name
    cName = Array(name.utf8CString)
    self.shape = shape
    state = .pending(user)
    lastUser = user
    lastUse = use
  }
}

/// The statements prepared on one connection, the least recently used leaving first.
///
/// 1. A name is never used twice, so a late answer cannot be mistaken for another statement's.
/// 2. A statement counts as prepared only when the server has said so: its Parse is skipped when an
///    earlier statement of its batch fails. Until then other batches send it unnamed.
/// 3. What leaves the cache while the server has it is listed in `discarded`, to be closed in a
///    segment of its own while no transaction is open.
struct StatementCache {
  /// How a batch has to send a statement.
  enum Use {
    case prepared(PreparedStatement)
    case prepare(PreparedStatement)
    case unnamed
  }

  private let capacity: Int
  /// By the identity of a shape, which its entry keeps alive.
  private var entries: [ObjectIdentifier: PreparedStatement] = [:]
  private var uses: UInt64 = 0
  private var names: UInt64 = 0
  private(set) var discarded: [String] = []

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Decides how a batch sends a statement; `afresh` distrusts what was prepared before this writing.
  mutating func use(
    _ shape: StatementShape,
    by user: PreparedStatement.Writing,
    afresh: Bool
  ) -> Use {
    uses += 1
    if let entry = entries[ObjectIdentifier(shape)] {
      switch entry.state {
      case .pending(let owner) where owner != user: return .unnamed
      case .ready where afresh && entry.lastUser != user: discard(entry)
      case .pending, .ready, .dropped:
        entry.lastUse = uses
        entry.lastUser = user
        return .prepared(entry)
      }
    }
    guard makeRoom(for: user) else { return .unnamed }
    names += 1
    let entry = PreparedStatement(name: "s\(names)", shape: shape, user: user, use: uses)
    entries[ObjectIdentifier(shape)] = entry
    return .prepare(entry)
  }

  /// The server has answered the Parse of an entry.
  mutating func parsed(_ entry: PreparedStatement) {
    if case .pending = entry.state { entry.state = .ready }
  }

  /// The server does not have the entry: its Parse failed or was skipped, or it has forgotten it.
  mutating func forget(_ entry: PreparedStatement) {
    if case .dropped = entry.state { return }
    entry.state = .dropped
    entries[ObjectIdentifier(entry.shape)] = nil
  }

  /// Drops every statement that the server has, so that each is prepared anew.
  mutating func discardAll() {
    for entry in entries.values {
      if case .ready = entry.state { discard(entry) }
    }
  }

  mutating func takeDiscarded() -> [String] {
    defer { discarded.removeAll() }
    return discarded
  }

  private mutating func discard(_ entry: PreparedStatement) {
    forget(entry)
    discarded.append(entry.name)
  }

  /// Evicts the least recently used entry that nobody needs now, if the cache is full.
  private mutating func makeRoom(for user: PreparedStatement.Writing) -> Bool {
    guard entries.count >= capacity else { return true }
    let candidates = entries.values.filter { entry in
      guard case .ready = entry.state else { return false }
      return entry.lastUser != user
    }
    guard let oldest = candidates.min(by: { $0.lastUse < $1.lastUse }) else { return false }
    discard(oldest)
    return true
  }
}
