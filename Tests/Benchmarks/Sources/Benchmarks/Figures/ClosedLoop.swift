import Synchronization

/// Tasks that each begin anew as soon as they are done, for a time.
enum ClosedLoop {
  /// How much was done in how long.
  struct Tally: Sendable {
    var count = 0
    var seconds = 0.0
    var perSecond: Double { Double(count) / seconds }
  }

  /// Runs a body over and over in several tasks, which inherit the caller's executor preference.
  static func run(
    tasks: Int,
    seconds: Int,
    _ body: @escaping @Sendable (inout QuickRandom) async throws -> Void
  ) async throws -> Tally {
    let clock = ContinuousClock()
    let begin = clock.now
    let end = begin + .seconds(seconds)
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var random = QuickRandom(seed: UInt64(task + 1))
          var done = 0
          while clock.now < end {
            try await body(&random)
            done += 1
          }
          return done
        }
      }
      return try await group.reduce(0, +)
    }
    return Tally(count: count, seconds: (clock.now - begin) / .seconds(1))
  }
}

/// Numbers that look random enough to choose rows, at the price of a few instructions.
struct QuickRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
