import Foundation
import PostgresClient
import Testing

@Suite("Channel")
struct ChannelTests {
  struct Forgotten: Error {}

  @Test(.timeLimit(.minutes(10)))
  func `a producer that was told to stop is told to go on, however close the two meet`()
    async throws
  {
    let count = 10_000
    let channel = Channel<Int>(limit: 2)
    let room = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      for number in 0..<count where !channel.put(number) {
        guard room.wait(timeout: .now() + 20) == .success else {
          channel.finish(Forgotten())
          return
        }
      }
      channel.finish(nil)
    }

    var taken = 0
    while let number = try await channel.take(whenRoom: { room.signal() }) {
      guard number == taken else { break }
      taken += 1
    }
    #expect(taken == count)
  }
}
