package import Foundation
internal import Membership
package import TenantStore

/// Families that never lived, as members of a shop: they join, have children, order, give back, take
/// boxes, invite each other and say what they think.
///
/// The same seed, count, days and day give the same families. Their numbers begin with 154, which no
/// operator in China has, and nobody of them agrees to be written to.
package struct MadeUpMembers: Sendable {
  /// The families, those that join first first.
  package private(set) var families: [MadeUpFamily] = []
  /// The campaigns they fall under.
  package let campaigns: [MadeUpCampaign]

  private let words: MadeUpWords
  private let days: Int
  /// The beginning of the last day, in UTC.
  private let today: Double
  private let now: Date
  private let zone: TimeZone
  private let seed: UInt64

  /// How many days an order waits until it cannot be given back.
  private static let returnDays = 17
  /// How many days there are between two boxes.
  private static let boxDays = 30

  /// Lets families live.
  ///
  /// - Parameters:
  ///   - count: How many, 1 to 2,000.
  ///   - days: For how many days until now, 60 to 720.
  ///   - locales: What the shop speaks.
  ///   - zone: The zone of its days.
  ///   - now: The end of the history; nothing happens after it.
  ///   - seed: What the history follows from.
  package init(
    count: Int,
    days: Int,
    locales: [LanguageTag],
    zone: TimeZone,
    now: Date,
    seed: UInt64
  ) {
    words = MadeUpWords(locales)
    campaigns = words.campaigns
    self.days = days
    self.now = now
    self.zone = zone
    self.seed = seed
    let offset = Double(zone.secondsFromGMT(for: now))
    today = ((now.timeIntervalSince1970 + offset) / 86_400).rounded(.down) * 86_400 - offset
    for place in 0..<count { families.append(live(place, of: count)) }
  }

  /// The number of a family, by its place from 0.
  package static func phone(_ place: Int) -> String {
    let digits = "\(place + 1)"
    return "154" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  private func live(_ place: Int, of count: Int) -> MadeUpFamily {
    var life = Life(
      dice: SeededDice(seed: seed &* 1_000_003 &+ UInt64(place)),
      // More come each month than in the one before.
      joins: Int(Double(days - 4) * pow((Double(place) + 0.5) / Double(count), 0.85)),
      days: days
    )
    let isInvited = place >= 20 && place % 9 == 5
    let inviter = isInvited ? life.dice.number(0...(place * 6 / 10)) : nil
    let nickname = life.dice.one(of: words.nicknames)
    var tags = [words.tag]
    if life.dice.happens(0.3) { tags.append(life.dice.one(of: words.tags)) }
    // Some of those who are invited live where the inviter does.
    let home = place % 27 == 14 ? inviter ?? place : place
    let joinsAt = at(life.joins, &life.dice)
    agree(&life)
    children(nickname, &life)
    let isBuyer = life.dice.happens(isInvited ? 0.9 : 0.76)
    if isBuyer { shop(&life) }
    lookIn(&life)
    enrol(&life, isBuyer: isBuyer)
    let boxes = isBuyer && life.dice.happens(0.2) ? subscription(&life) : nil
    let acts = life.acts.filter { $0.at > joinsAt && $0.at < now }
    return MadeUpFamily(
      phone: Self.phone(place),
      name: nickname + (words.tag == "示例" ? "" : "'s ") + life.dice.one(of: words.parents),
      tags: tags,
      address: words.street.replacing("%d", with: "\(home + 1)"),
      joinsAt: joinsAt,
      inviter: inviter,
      acts: acts.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        .map(\.element),
      boxes: boxes
    )
  }

  /// What one family has done so far.
  private struct Life {
    var dice: SeededDice
    /// The day on which it joins, from 0.
    let joins: Int
    let days: Int
    var acts: [MadeUpAct] = []

    mutating func add(_ deed: MadeUpDeed, _ at: Date, isTempted: Bool = false) {
      acts.append(MadeUpAct(at: at, deed: deed, isTempted: isTempted))
    }
  }

  /// Between nine and nine on a day of the history.
  private func at(_ day: Int, _ dice: inout SeededDice) -> Date {
    Date(timeIntervalSince1970: begin(day) + 32_400 + dice.share() * 43_200)
  }

  private func begin(_ day: Int) -> Double { today - Double(days - 1 - day) * 86_400 }

  private func date(_ day: Int) -> CalendarDate {
    // Noon, so that summer time moves nobody into another day.
    CalendarDate(Date(timeIntervalSince1970: begin(day) + 43_200), in: zone)
  }

  private func agree(_ life: inout Life) {
    let joined = begin(life.joins) + 76_500
    for (purpose, chance) in [(ConsentPurpose.marketing, 0.72), (.personalisation, 0.64)]
    where life.dice.happens(chance) {
      life.add(.agree(purpose), Date(timeIntervalSince1970: joined + life.dice.share() * 60))
    }
  }

  private func children(_ nickname: String, _ life: inout Life) {
    let entered = Date(timeIntervalSince1970: begin(life.joins) + 76_800)
    let sex: ChildSex = life.dice.happens(0.5) ? .female : .male
    if life.dice.happens(0.3) {
      let due = life.joins + life.dice.number(20...230)
      let count = life.dice.happens(0.04) ? 2 : 1
      life.add(.expect(due: date(due), count: count), entered)
      let birth = due + life.dice.number(-16...6)
      let told = birth + life.dice.number(1...6)
      life.add(
        .bear(birth: date(birth), nickname: nickname, sex: sex),
        at(told, &life.dice)
      )
    } else {
      let age = Int(pow(life.dice.share(), 1.4) * 1_000) + 4
      life.add(.enter(birth: date(life.joins - age), nickname: nickname, sex: sex), entered)
    }
    if life.dice.happens(0.08) {
      let age = life.dice.number(1_100...1_900)
      let other = life.dice.one(of: words.nicknames)
      life.add(.enter(birth: date(life.joins - age), nickname: other, sex: sex), entered + 60)
    }
  }

  /// Orders until it has enough.
  private func shop(_ life: inout Life) {
    let zeal = 0.5 + life.dice.share() * 1.3
    let gap = 18 + Int(life.dice.share() * 46)
    var day = life.joins + 1 + Int(pow(life.dice.share(), 2) * 24)
    var orders: [Int] = []
    while day < life.days {
      let instant = at(day, &life.dice)
      if life.dice.happens(0.06) {
        life.add(.callOff(life.dice.id()), instant)
      } else {
        order(on: day, at: instant, zeal, &life)
        orders.append(day)
      }
      if life.dice.happens(orders.count < 2 ? 0.3 : 0.13) { break }
      day += gap / 2 + life.dice.number(1...gap)
    }
    if let first = orders.first, life.dice.happens(0.42) { say(after: first, zeal, &life) }
  }

  private func order(
    on day: Int,
    at instant: Date,
    _ zeal: Double,
    _ life: inout Life,
    isTempted: Bool = false
  ) {
    let id = life.dice.id()
    let units = Int64((59 + life.dice.share() * life.dice.share() * 520 * zeal).rounded()) * 100
    life.add(.order(id, units), instant, isTempted: isTempted)
    if life.dice.happens(0.07) {
      let part = life.dice.happens(0.5) ? units : units / 2 / 100 * 100
      life.add(
        .giveBack(id, refund: life.dice.id(), part),
        at(day + life.dice.number(3...9), &life.dice),
        isTempted: isTempted
      )
    }
    life.add(.keep(id), at(day + Self.returnDays, &life.dice), isTempted: isTempted)
  }

  private func say(after day: Int, _ zeal: Double, _ life: inout Life) {
    let score = min(10, max(0, 11 - Int(pow(life.dice.share(), 1.6) * (9 - zeal * 2.5))))
    let said = words.comments.first { score >= $0.from }?.words ?? [""]
    let reasons = FeedbackReason.allCases.filter { _ in life.dice.happens(0.24) }
    life.add(
      .say(score, reasons, life.dice.one(of: said)),
      at(day + life.dice.number(15...60), &life.dice)
    )
  }

  private func lookIn(_ life: inout Life) {
    for _ in 0..<life.dice.number(0...4) where life.joins + 1 < life.days {
      life.add(.lookIn, at(life.dice.number((life.joins + 1)...(life.days - 1)), &life.dice))
    }
  }

  private func enrol(_ life: inout Life, isBuyer: Bool) {
    for campaign in campaigns {
      let start = life.days - 1 - campaign.daysBack
      guard start > life.joins else { continue }
      life.add(.enrol(campaign.plan.code), Date(timeIntervalSince1970: begin(start) + 40_000))
      guard isBuyer, life.dice.happens(0.12) else { continue }
      let day = start + life.dice.number(1...25)
      order(on: day, at: at(day, &life.dice), 1, &life, isTempted: true)
    }
  }

  private func subscription(_ life: inout Life) -> MadeUpBoxes? {
    let day = life.joins + life.dice.number(2...40)
    guard day < life.days - 2 else { return nil }
    let from = at(day, &life.dice)
    var months = 1
    while months < 24, !life.dice.happens(0.1) { months += 1 }
    let until = at(day + months * Self.boxDays + life.dice.number(3...20), &life.dice)
    return MadeUpBoxes(
      from: from,
      until: until < now ? until : nil,
      reason: life.dice.one(of: MadeUpWords.reasons),
      isShort: until >= now && life.dice.happens(0.12)
    )
  }
}
