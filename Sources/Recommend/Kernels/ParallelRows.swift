internal import Dispatch

/// Work on many rows by all processors, with the same result however many there are.
///
/// Each row is written by exactly one call and depends on what no call writes; so the order in which
/// processors take pieces is never seen.
enum ParallelRows {
  /// How many pieces are handed out at a time: enough that processors end together.
  private static let pieces = 64

  /// Calls the body once for each piece of the rows.
  ///
  /// - Parameters:
  ///   - count: The rows, 0 or more.
  ///   - body: What to do for a piece; it may run beside itself.
  static func forEachPiece(of count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let size = max(1, (count + pieces - 1) / pieces)
    DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { piece in
      body(piece * size..<min(count, (piece + 1) * size))
    }
  }
}

/// Numbers that several processors write at once, each its own part.
///
/// Safe as long as no two calls touch the same element, which whoever hands out the rows sees to.
struct SharedNumbers<Number: Sendable>: @unchecked Sendable {
  // Unchecked: the parts that are written at once never overlap, as said above.
  private let base: UnsafeMutablePointer<Number>
  let count: Int

  init(_ buffer: UnsafeMutableBufferPointer<Number>) {
    count = buffer.count
    base = buffer.baseAddress ?? UnsafeMutablePointer<Number>.allocate(capacity: 0)
  }

  subscript(index: Int) -> Number {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  /// A part of the numbers.
  func part(_ start: Int, _ count: Int) -> UnsafeMutablePointer<Number> { base + start }
}
