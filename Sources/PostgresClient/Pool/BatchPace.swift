/// How long batches of the same statements keep their connection busy.
///
/// What is slow leaves the shared lane, where everyone behind it would wait too. The average moves
/// by a fifth of each new time, so that one slow moment does not decide, and starts at zero. Slow
/// is what takes longer than the pool's limit and many times what is typical: on a machine so busy that all
/// batches take long, moving them would only make it busier. Going back takes half of what leaving
/// takes.
final class BatchPace {
  let composition: UInt64
  private(set) var isSlow = false
  private var average = Duration.zero

  init(composition: UInt64) {
    self.composition = composition
  }

  /// Takes one more time into the average; tells whether the judgement has changed.
  @discardableResult
  func note(_ time: Duration, limit: Duration, typical: TypicalTime) -> Bool {
    average += (time - average) / 5
    let limit = max(limit, typical.value * 8)
    let wasSlow = isSlow
    isSlow = average > (wasSlow ? limit / 2 : limit)
    return wasSlow != isSlow
  }
}

/// What four of five batches take at least: a step up is small, a step down four times as large.
///
/// It follows the quick batches, so that slow ones, even if most are, do not make themselves typical.
struct TypicalTime {
  private(set) var value = Duration.zero

  mutating func note(_ time: Duration) {
    guard value > .zero else {
      value = time
      return
    }
    if time > value { value += value / 20 } else { value -= value / 5 }
  }
}

extension Batch {
  /// The pace of batches made of the same statements as this one, which must be identified.
  var paceOfItsKind: BatchPace? {
    guard let last = shapes.last, !last.isPassing else { return nil }
    var composition: UInt64 = 0
    for shape in shapes where !shape.isPassing {
      composition =
        (composition ^ UInt64(UInt(bitPattern: ObjectIdentifier(shape)))) &* 0x100_0000_01B3
    }
    return last.pace(of: composition)
  }
}
