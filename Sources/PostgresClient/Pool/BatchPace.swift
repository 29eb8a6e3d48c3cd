/// How long batches of the same statements keep their connection busy.
///
/// What is slow leaves the shared lane, where everyone behind it would wait too. The average moves
/// by a fifth of each new time, so that one slow moment of a loaded machine does not decide, and
/// starts at zero. Going back takes half of what leaving takes.
final class BatchPace {
  /// The average above which a batch is slow: 20 ms.
  static let limit = Duration.milliseconds(20)

  let composition: UInt64
  private(set) var isSlow = false
  private var average = Duration.zero

  init(composition: UInt64) {
    self.composition = composition
  }

  /// Takes one more time into the average; tells whether the judgement has changed.
  @discardableResult
  func note(_ time: Duration) -> Bool {
    average += (time - average) / 5
    let wasSlow = isSlow
    isSlow = average > (wasSlow ? Self.limit / 2 : Self.limit)
    return wasSlow != isSlow
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
