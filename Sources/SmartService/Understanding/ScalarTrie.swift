/// Words by their scalars, found from any place of a text in O(longest word).
struct ScalarTrie<Value: Sendable>: Sendable {
  private var edges: [UInt64: Int32] = [:]
  private var values: [Value?] = [nil]

  mutating func insert(_ word: [Unicode.Scalar], value: Value) {
    update(word) { $0 = value }
  }

  /// Changes the value that a word has, adding the word where it is new.
  mutating func update(_ word: [Unicode.Scalar], _ change: (inout Value?) -> Void) {
    guard !word.isEmpty else { return }
    var node: Int32 = 0
    for scalar in word {
      let edge = Self.edge(from: node, by: scalar)
      if let next = edges[edge] {
        node = next
      } else {
        let next = Int32(values.count)
        values.append(nil)
        edges[edge] = next
        node = next
      }
    }
    change(&values[Int(node)])
  }

  /// Calls `found` with the end and the value of each word that begins at `index`, shortest first.
  func matches(
    at index: Int,
    in scalars: [Unicode.Scalar],
    found: (_ end: Int, _ value: Value) -> Void
  ) {
    var node: Int32 = 0
    var position = index
    while position < scalars.count,
      let next = edges[Self.edge(from: node, by: scalars[position])]
    {
      node = next
      position += 1
      if let value = values[Int(node)] { found(position, value) }
    }
  }

  private static func edge(from node: Int32, by scalar: Unicode.Scalar) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar.value)
  }
}
