package import Foundation

/// What waits, served key by key in turn, however much one key has waiting.
///
/// 1. What one key has waiting is served in the order in which it came.
/// 2. A key stands in the line, or behind it in the overflow, exactly once while it has something
///    waiting and runs less than its limit; else nowhere.
/// 3. A key that runs less than its share stands in the line; one that runs more stands in the
///    overflow, which is served only while nobody stands in the line.
/// 4. Without a key there is neither share nor limit: all of it takes turns as one key.
///
/// A place is a reference, so that whoever runs can be counted out without a look-up. Places that
/// nobody uses are kept for the next time and swept away when there are many.
package struct TurnQueue<Element> {
  /// One key, what it has waiting, and how much of it runs.
  package final class Place {
    fileprivate(set) var waiting = Fifo<Element>()
    fileprivate(set) var running = 0
    /// The tag of the connection that last took something of this key.
    var home: UInt64 = 0
    fileprivate let share: Int
    fileprivate let limit: Int
    /// Tells the place's only valid turn from those it has left behind.
    fileprivate var ticket: UInt64 = 0
    fileprivate var standing = Standing.nowhere

    fileprivate init(share: Int, limit: Int) {
      self.share = share
      self.limit = limit
    }

    fileprivate var isIdle: Bool { running == 0 && waiting.isEmpty }

    fileprivate var due: Standing {
      guard !waiting.isEmpty, running < limit else { return .nowhere }
      return running < share ? .line : .overflow
    }
  }

  fileprivate enum Standing {
    case nowhere
    case line
    case overflow
  }

  private struct Turn {
    let place: Place
    let ticket: UInt64
  }

  private let share: Int
  private let limit: Int
  private let keyless = Place(share: .max, limit: .max)
  private var places: [UUID: Place] = [:]
  private var sweepsAt = 4_096
  private var line = Fifo<Turn>()
  private var overflow = Fifo<Turn>()
  /// How much waits, over all keys.
  package private(set) var count = 0

  /// Makes an empty queue.
  ///
  /// - Parameters:
  ///   - share: How much one key runs before others go first; at least 1.
  ///   - limit: How much one key runs at most; at least 1.
  package init(share: Int, limit: Int) {
    self.share = max(1, share)
    self.limit = max(1, limit)
  }

  package var isEmpty: Bool { count == 0 }

  package mutating func place(of key: UUID?) -> Place {
    guard let key else { return keyless }
    if let place = places[key] { return place }
    if places.count >= sweepsAt {
      places = places.filter { !$0.value.isIdle }
      sweepsAt = max(4_096, places.count * 2)
    }
    let place = Place(share: share, limit: limit)
    places[key] = place
    return place
  }

  /// Whether something of this place could run at once, passing nobody.
  package func isFree(_ place: Place) -> Bool { count == 0 && place.running < place.limit }

  package mutating func append(_ element: Element, at place: Place) {
    place.waiting.append(element)
    count += 1
    settle(place)
  }

  /// Puts something back to the front of what its key has waiting.
  package mutating func prepend(_ element: Element, at place: Place) {
    place.waiting.prepend(contentsOf: [element])
    count += 1
    settle(place)
  }

  /// Counts something as running that never waited.
  package mutating func begin(at place: Place) {
    place.running += 1
    settle(place)
  }

  /// Takes what is to run next, and counts it as running.
  package mutating func popFirst() -> (element: Element, place: Place)? {
    guard let place = next(), let element = place.waiting.popFirst() else { return nil }
    count -= 1
    place.running += 1
    place.standing = .nowhere
    settle(place)
    return (element, place)
  }

  /// Counts something out that was running.
  package mutating func end(at place: Place) {
    place.running -= 1
    settle(place)
  }

  /// Takes out everything that waits and of which `condition` is true.
  package mutating func remove(where condition: (Element) -> Bool) -> [Element] {
    guard count > 0 else { return [] }
    var removed = keyless.waiting.remove(where: condition)
    settle(keyless)
    for place in places.values where !place.waiting.isEmpty {
      removed += place.waiting.remove(where: condition)
      settle(place)
    }
    count -= removed.count
    return removed
  }

  /// Puts a place where it is due, at the end, unless it stands there.
  private mutating func settle(_ place: Place) {
    let due = place.due
    guard place.standing != due else { return }
    place.standing = due
    place.ticket += 1
    switch due {
    case .nowhere: break
    case .line: line.append(Turn(place: place, ticket: place.ticket))
    case .overflow: overflow.append(Turn(place: place, ticket: place.ticket))
    }
  }

  private mutating func next() -> Place? {
    Self.dropStale(&line)
    if let turn = line.popFirst() { return turn.place }
    Self.dropStale(&overflow)
    return overflow.popFirst()?.place
  }

  private static func dropStale(_ turns: inout Fifo<Turn>) {
    while let turn = turns.first, turn.ticket != turn.place.ticket { _ = turns.popFirst() }
  }
}
