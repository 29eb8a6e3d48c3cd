import Storefront
import Synchronization
import TenantStore
import TenantStoreTesting
import Testing

/// How often each picture was tried, by its width.
private final class Tries: Sendable {
  private let counts = Mutex<[Int: Int]>([:])

  @inline(never)  // Decision 7.
  func note(_ width: Int) -> Int {
    counts.withLock {
      $0[width, default: 0] += 1
      return $0[width, default: 0]
    }
  }

  @inline(never)  // Decision 7.
  func all() -> [Int: Int] { counts.withLock { $0 } }
}

@Suite("Renditions of a shop's pictures", .tenantDatabase([StorefrontModule.module]))
struct RenditionJobTests {
  private static let name = "storefront.make_renditions"

  /// The head of a PNG, which nothing here draws.
  private static func photograph(_ width: UInt8) throws -> Media {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    let size: [UInt8] = [0, 0, 0, width, 0, 0, 0, 100, 8, 2, 0, 0, 0]
    return try Media(file: head + Array("IHDR".utf8) + size + Array(repeating: 0, count: 100))
  }

  private static func module(_ maker: RenditionMaker?) -> TenantModule {
    let nobody = OutboundHTTP { _ in throw OutboundFailure.unreachable }
    return StorefrontModule.module(
      payments: PaymentDesk(http: nobody, variables: [:]),
      renditions: maker
    )
  }

  @Test func `each picture is tried once, and again where that could not be done`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    var kept: [MediaID] = []
    for width: UInt8 in [200, 210, 220] {
      kept.append(try await tenant.scope.keepMedia(Self.photograph(width)))
    }
    let foreign = try await pair.other.scope.keepMedia(Self.photograph(230))
    let tries = Tries()
    let maker = RenditionMaker { picture, _ in
      let width = PictureSize(of: picture.bytes)?.width ?? 0
      // One is not to be had at first, one cannot be read at all.
      return tries.note(width) == 1 && width == 210 ? nil : [:]
    }
    for _ in 0..<3 { try await tenant.work(Self.module(maker)) { $0.name == Self.name } }

    #expect(tries.all() == [200: 1, 210: 2, 220: 1])
    for id in kept { #expect(try await tenant.scope.media(id, width: 160)?.isFinal == true) }
    #expect(try await pair.other.scope.media(foreign, width: 160)?.isFinal == false)
  }

  @Test func `nothing is made where nothing can make it`() {
    let maker = RenditionMaker { _, _ in nil }
    #expect(Self.module(maker).schedules.contains { $0.name == Self.name })
    #expect(!Self.module(nil).schedules.contains { $0.name == Self.name })
    #expect(!Self.module(nil).jobs.contains { $0.name == Self.name })
  }
}
