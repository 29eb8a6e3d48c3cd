/// The messages of a conversation so far, read, with the scopes of their words.
struct Transcript: Sendable {
  /// A word at a place of a message.
  struct Place: Sendable {
    let message: Int
    let range: Range<Int>
  }

  private(set) var messages: [(reading: Reading, scopes: ScopeMap)] = []
  private var places: [Int: [Place]] = [:]
  private let table: PhraseTable

  init(table: PhraseTable) {
    self.table = table
  }

  /// Reads the next message.
  mutating func add(_ message: String) {
    let reading = Reading(message, table: table)
    let number = messages.count
    messages.append((reading, ScopeMap(reading)))
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

  func text(of message: Int) -> FoldedText { messages[message].reading.text }

  func scopes(of place: Place) -> Scopes { messages[place.message].scopes.scopes(of: place.range) }
}
