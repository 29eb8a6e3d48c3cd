/// A queue whose both ends cost the same, however long it is.
struct Fifo<Element> {
  private var elements: [Element?] = []
  private var head = 0

  var count: Int { elements.count - head }
  var isEmpty: Bool { count == 0 }
  var first: Element? { isEmpty ? nil : elements[head] }
  var all: [Element] { elements[head...].compactMap(\.self) }

  mutating func append(_ element: Element) {
    elements.append(element)
  }

  mutating func prepend(contentsOf others: [Element]) {
    elements.replaceSubrange(..<head, with: others.map(Optional.some))
    head = 0
  }

  mutating func popFirst() -> Element? {
    guard let element = first else { return nil }
    elements[head] = nil
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 64, head * 2 >= elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  /// Takes out every element of which `condition` is true, and gives them in order.
  mutating func remove(where condition: (Element) -> Bool) -> [Element] {
    let removed = all.filter(condition)
    guard !removed.isEmpty else { return [] }
    elements = all.filter { !condition($0) }
    head = 0
    return removed
  }
}
