import Foundation
import Synchronization

/// Visitors who come at the same time, each on a thread and a connection of its own.
enum Crowd {
  /// Lets each visitor do something over and over for a time; answers how often all together.
  static func visit(
    _ shop: ShopServer,
    visitors: Int = 8,
    seconds: Int,
    _ action: @escaping @Sendable (Visitor, inout QuickRandom) throws -> Void
  ) async throws -> Int {
    let end = ContinuousClock.now + .seconds(seconds)
    return try await together(visitors) { number in
      let visitor = Visitor(port: shop.port, host: shop.host)
      var random = QuickRandom(seed: UInt64(number + 1))
      var count = 0
      while ContinuousClock.now < end {
        try action(visitor, &random)
        count += 1
      }
      return count
    }
  }

  /// Runs a closure on as many threads and adds up what they give.
  static func together(
    _ threads: Int,
    _ body: @escaping @Sendable (Int) throws -> Int
  ) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<threads {
        group.addTask {
          try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
              continuation.resume(with: Result { try body(number) })
            }
          }
        }
      }
      return try await group.reduce(0, +)
    }
  }
}
