import Foundation
import PostgresClient
import Testing

@Suite("Turns")
struct TurnQueueTests {
  @Test func `a key with much waiting does not hold up one with little`() {
    var queue = TurnQueue<String>(share: 8, limit: 8)
    let (ada, lin) = (queue.place(of: UUID()), queue.place(of: UUID()))
    for name in ["a1", "a2", "a3"] { queue.append(name, at: ada) }
    queue.append("l1", at: lin)
    queue.append("nobody's", at: queue.place(of: nil))

    var order: [String] = []
    while let next = queue.popFirst() { order.append(next.element) }

    #expect(order == ["a1", "l1", "nobody's", "a2", "a3"])
  }

  @Test func `a key beyond its share is served only while no other waits`() {
    var queue = TurnQueue<String>(share: 1, limit: 3)
    let (ada, lin) = (queue.place(of: UUID()), queue.place(of: UUID()))
    for name in ["a1", "a2", "a3", "a4"] { queue.append(name, at: ada) }
    let alone = [queue.popFirst()?.element, queue.popFirst()?.element]
    queue.append("l1", at: lin)
    let together = [queue.popFirst()?.element, queue.popFirst()?.element]
    let beyondTheLimit = queue.popFirst()?.element

    queue.end(at: ada)
    let last = queue.popFirst()?.element

    #expect(alone == ["a1", "a2"])
    #expect(together == ["l1", "a3"])
    #expect(beyondTheLimit == nil)
    #expect(last == "a4")
  }

  @Test(arguments: 0..<200)
  func `any history loses nothing, keeps order and passes nobody over`(_ seed: UInt64) {
    var random = Dice(state: seed)
    let (share, limit) = (random.roll(3) + 1, random.roll(4) + 1)
    var queue = TurnQueue<Int>(share: share, limit: limit)
    var model = TurnModel(share: min(share, limit), limit: limit)
    let keys = [nil] + (0..<4).map { _ in UUID() as UUID? }
    for number in 0..<400 {
      let index = random.roll(keys.count)
      let place = queue.place(of: keys[index])
      switch random.roll(10) {
      case 0..<4:
        queue.append(number, at: place)
        model.keys[index].waiting.append(number)
      case 4 where model.keys[index].running > 0:
        queue.end(at: place)
        queue.prepend(number, at: place)
        model.keys[index].running -= 1
        model.keys[index].waiting.insert(number, at: 0)
      case 5, 6:
        guard model.keys[index].running > 0 else { continue }
        queue.end(at: place)
        model.keys[index].running -= 1
      case 7 where random.roll(8) == 0:
        let condition = { (element: Int) in element.isMultiple(of: 3) }
        let expected = model.keys.flatMap { $0.waiting.filter(condition) }.sorted()
        let removed = queue.remove(where: condition).sorted()
        #expect(removed == expected)
        for index in model.keys.indices { model.keys[index].waiting.removeAll(where: condition) }
      default:
        let popped = queue.popFirst()
        let isRight = model.accepts(popped?.element)
        #expect(isRight, "seed \(seed), step \(number)")
      }
      model.noteWhoWaits()
      #expect(queue.count == model.count)
    }
  }
}

/// What the queue promises, written down as plainly as can be.
private struct TurnModel {
  struct Key {
    var waiting: [Int] = []
    var running = 0
    var share: Int
    var limit: Int
    /// How often each key was served since this one stands in the line.
    var passes: [Int: Int] = [:]

    var isEligible: Bool { !waiting.isEmpty && running < limit }
    var isInLine: Bool { isEligible && running < share }
  }

  var keys: [Key]

  init(share: Int, limit: Int) {
    keys = [Key(share: .max, limit: .max)]
    keys += (0..<4).map { _ in Key(share: share, limit: limit) }
  }

  var count: Int { keys.reduce(0) { $0 + $1.waiting.count } }

  /// Whether the queue may answer this; takes note of it.
  mutating func accepts(_ element: Int?) -> Bool {
    guard let element else { return !keys.contains(where: \.isEligible) }
    guard let index = keys.firstIndex(where: { $0.waiting.first == element }) else { return false }
    guard keys[index].isEligible else { return false }
    guard keys[index].isInLine || !keys.contains(where: \.isInLine) else { return false }
    for other in keys.indices where other != index && keys[other].isInLine {
      keys[other].passes[index, default: 0] += 1
      if keys[other].passes[index, default: 0] > 1 { return false }
    }
    keys[index].waiting.removeFirst()
    keys[index].running += 1
    keys[index].passes = [:]
    return true
  }

  mutating func noteWhoWaits() {
    for index in keys.indices where !keys[index].isInLine { keys[index].passes = [:] }
  }
}

/// Numbers that look random and are the same for the same seed.
private struct Dice {
  var state: UInt64

  mutating func roll(_ sides: Int) -> Int {
    state = (state &+ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    state ^= state >> 31
    return Int(state % UInt64(sides))
  }
}
