import Foundation
import Membership
import TenantAdmin
import TenantStore
import Testing

@Suite("Made-up members")
struct MadeUpMembersTests {
  /// 30 November 2026, 10:00 in UTC.
  private static let now = Date(timeIntervalSince1970: 1_796_032_800)

  private func families(_ count: Int = 120, days: Int = 300, seed: UInt64) throws -> [MadeUpFamily]
  {
    MadeUpMembers(
      count: count,
      days: days,
      locales: [try #require(LanguageTag(rawValue: "zh"))],
      zone: try #require(TimeZone(identifier: "Asia/Shanghai")),
      now: Self.now,
      seed: seed
    ).families
  }

  @Test(arguments: 1...20)
  func `whatever the seed, nothing happens before a family joins or after now, and in order`(
    seed: UInt64
  ) throws {
    let made = try families(seed: seed)
    #expect(made.count == 120)
    for (place, family) in made.enumerated() {
      #expect(family.acts.map(\.at) == family.acts.map(\.at).sorted())
      #expect(family.acts.allSatisfy { $0.at > family.joinsAt && $0.at < Self.now })
      #expect(family.inviter.map { $0 < place } ?? true)
      if let boxes = family.boxes {
        #expect(boxes.from > family.joinsAt && boxes.until.map { $0 > boxes.from } ?? true)
      }
    }
  }

  @Test(arguments: 1...20)
  func `whatever the seed, no more goes back than was paid, and only what was ordered`(
    seed: UInt64
  ) throws {
    for family in try families(seed: seed) {
      var paid: [UUID: Int64] = [:]
      for act in family.acts {
        switch act.deed {
        case .order(let id, let units):
          #expect(units >= 5_900 && paid[id] == nil)
          paid[id] = units
        case .giveBack(let id, _, let units):
          #expect(units > 0 && units <= paid[id] ?? 0)
        case .keep(let id): #expect(paid[id] != nil)
        case .say(let score, _, _): #expect((0...10).contains(score))
        case .agree(let purpose):
          #expect(purpose != .reminders, "nobody who was made up is written to")
        default: break
        }
      }
    }
  }

  @Test func `the same seed gives the same families, another one others`() throws {
    #expect(try families(seed: 7) == families(seed: 7))
    #expect(try families(seed: 7) != families(seed: 8))
  }

  @Test func `numbers are apart, can be written down, and are nobody's`() {
    let numbers = (0..<2_000).map(MadeUpMembers.phone)
    #expect(Set(numbers).count == 2_000)
    #expect(numbers.allSatisfy { $0.hasPrefix("154") && $0.count == 11 })
    #expect(numbers.allSatisfy { ContactRule.normal(.phone, $0) == "+86" + $0 })
  }
}
