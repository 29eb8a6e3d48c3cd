internal import Foundation

/// What all statements with the same text and the same types of values have in common.
///
/// Belongs to the pool's thread, like the book that it stands in.
final class StatementShape {
  let text: String
  let types: [PostgresType]
  /// Why it cannot run between the batches of others.
  let sharedRefusal: PostgresError?
  /// Why it cannot run on a connection of its own.
  let exclusiveRefusal: PostgresError?
  /// Whether its text is hardly seen again, so that the book does not keep it.
  let isPassing: Bool
  /// The shape with the same fingerprint, if there is one.
  fileprivate var next: StatementShape?
  fileprivate var wasUsed = true
  /// The paces of batches that end with it, the newest last.
  private var paces: [BatchPace] = []

  fileprivate init(_ statement: Statement, keepsSessions: Bool) {
    isPassing = statement.isOneOff
    text = statement.text
    types = statement.values.map(\.type)
    sharedRefusal = BatchRefusal.shared(statement.text)
    exclusiveRefusal = BatchRefusal.exclusive(statement.text, keepsSession: keepsSessions)
  }

  /// The pace of batches of one composition that end with this statement.
  func pace(of composition: UInt64) -> BatchPace {
    for pace in paces where pace.composition == composition { return pace }
    if paces.count == Self.keptPaces { paces.removeFirst() }
    let pace = BatchPace(composition: composition)
    paces.append(pace)
    return pace
  }

  private static let keptPaces = 8

  fileprivate func fits(_ statement: Statement) -> Bool {
    guard types.count == statement.values.count else { return false }
    for index in types.indices where types[index] != statement.values[index].type { return false }
    // Bytes, because strings that Unicode holds to be equal may differ to the server.
    return Self.areSameBytes(text, statement.text)
  }
}

extension StatementShape {
  private static func areSameBytes(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let answer = unsafe left.utf8.withContiguousStorageIfAvailable { left in
      unsafe right.utf8.withContiguousStorageIfAvailable { right in
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return unsafe memcmp(first, second, left.count) == 0
      }
    }
    return (answer ?? nil) ?? left.utf8.elementsEqual(right.utf8)
  }
}

/// The statements that a pool's thread has seen, each judged and numbered once.
///
/// Looking one up costs a pass over its text, so that callers can go on writing statements as
/// literals. When too many are kept, those that were not used since the last sweep leave.
final class StatementBook {
  /// How long batches between others usually take.
  var typicalTime = TypicalTime()
  private let capacity: Int
  /// Whether a connection is the same session of the server all the time.
  private let keepsSessions: Bool
  private var shapes: [UInt64: StatementShape] = [:]
  private(set) var count = 0

  init(capacity: Int = 4_096, keepsSessions: Bool = true) {
    self.capacity = capacity
    self.keepsSessions = keepsSessions
  }

  func shape(of statement: Statement) -> StatementShape {
    guard !statement.isOneOff else {
      return StatementShape(statement, keepsSessions: keepsSessions)
    }
    let fingerprint = Self.fingerprint(of: statement)
    var candidate = shapes[fingerprint]
    while let shape = candidate {
      if shape.fits(statement) {
        shape.wasUsed = true
        return shape
      }
      candidate = shape.next
    }
    if count >= capacity { sweep() }
    let shape = StatementShape(statement, keepsSessions: keepsSessions)
    shape.next = shapes[fingerprint]
    shapes[fingerprint] = shape
    count += 1
    return shape
  }

  private func sweep() {
    let kept = shapes.values.filter(\.wasUsed)
    for shape in kept { shape.wasUsed = false }
    // When all were used, all leave: a pool that makes texts on the fly must not grow with them.
    let survivors = kept.count < capacity ? kept : []
    shapes = [:]
    count = 0
    for shape in survivors {
      shape.next = nil
      let statement = Statement(
        unsafeText: shape.text,
        values: shape.types.map { .null($0) }
      )
      let fingerprint = Self.fingerprint(of: statement)
      guard shapes[fingerprint] == nil else { continue }
      shapes[fingerprint] = shape
      count += 1
    }
  }

  /// Mixes text and types; not meant to resist an attacker, since texts come from the source code.
  private static func fingerprint(of statement: Statement) -> UInt64 {
    var mixed = UInt64(truncatingIfNeeded: statement.text.utf8.count) &* prime
    for value in statement.values { mix(UInt64(value.type.rawValue), into: &mixed) }
    let isContiguous: Void? = unsafe statement.text.utf8.withContiguousStorageIfAvailable {
      let bytes = UnsafeRawBufferPointer($0)
      var place = 0
      while place + 8 <= bytes.count {
        mix(unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self), into: &mixed)
        place += 8
      }
      while place < bytes.count {
        mix(UInt64(unsafe bytes[place]), into: &mixed)
        place += 1
      }
    }
    if isContiguous == nil { for byte in statement.text.utf8 { mix(UInt64(byte), into: &mixed) } }
    return mixed
  }

  @inline(__always)
  private static func mix(_ word: UInt64, into mixed: inout UInt64) {
    mixed = (mixed ^ word) &* prime
    mixed ^= mixed >> 29
  }

  private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
}
