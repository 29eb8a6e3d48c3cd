/// The messages of a conversation so far, read, with the scopes of their words.
///
/// The newest 40 messages are kept, so that a message of a long conversation costs no more than one of
/// a short.
struct Transcript: Sendable {
  /// A word at a place of a message.
  struct Place: Sendable {
    let message: Int
    let range: Range<Int>
  }

  private(set) var messages: [(reading: Reading, scopes: ScopeMap)] = []
  /// How many messages came before those that are kept.
  private var forgotten = 0
  private var places: [Int: [Place]] = [:]
  private let table: PhraseTable
  /// How many of the newest messages are read together.
  private static let window = 40

  init(table: PhraseTable) {
    self.table = table
  }

  /// Reads the next message.
  mutating func add(_ message: String) {
    let reading = Reading(message, table: table)
    let number = forgotten + messages.count
    messages.append((reading, ScopeMap(reading)))
    if messages.count > Self.window {
      messages.removeFirst()
      forgotten += 1
      places = places.mapValues { $0.filter { $0.message >= forgotten } }
    }
    for (element, ranges) in reading.places {
      places[element, default: []] += ranges.map { Place(message: number, range: $0) }
    }
    for (element, test) in table.tests {
      let ranges = reading.quantities.filter(test.holds).map(\.range)
      places[element, default: []] += ranges.map { Place(message: number, range: $0) }
    }
  }

  /// Where the words of an element stand, oldest first.
  func places(of element: Int) -> [Place] { places[element] ?? [] }

  func text(of message: Int) -> FoldedText { messages[message - forgotten].reading.text }

  func scopes(of place: Place) -> Scopes {
    messages[place.message - forgotten].scopes.scopes(of: place.range)
  }
}
