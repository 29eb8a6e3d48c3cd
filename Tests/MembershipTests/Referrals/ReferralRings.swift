import Foundation
import Membership

/// Members who invite each other, of whom some are invented.
///
/// There are three ways:
///
/// - *second selves*: an inviter's own further accounts, which share what a person has one of;
/// - *rings*: accounts of a group that invite one another in a chain, with a few accounts that pay and
///   a few devices which go around so that neighbours differ;
/// - *farms*: many fresh accounts within hours, each ordering at once what it has to.
///
/// Honest members live in dormitories and families, share devices with people they did not invite,
/// order in a hurry, and some of them are invited by the hundred by somebody whom many read.
struct ReferralRings {
  /// How well invented referrals are told from true ones.
  struct Quality {
    /// The share of invented referrals that were not rewarded.
    var recall: Double
    /// The share of true ones that were not rewarded.
    var falsePositives: Double
    /// The recall of each kind.
    var recallByKind: [String: Double]
    /// How many true referrals there were.
    var honest: Int
    /// How many invented ones.
    var invented: Int
  }

  private struct Account {
    let id: MemberID
    var inviter: Int?
    var traits: [ReferralTrait: Int] = [:]
    var invitedAt: Double = 0
    var orderedAt: Double = 0
    var amount: Int64 = 0
    var kind: String?
  }

  private static let minimum: Int64 = 5_000
  private var random: SeededGenerator
  private var accounts: [Account] = []
  private var lastTrait = 1_000_000

  /// Makes a population from a seed.
  init(seed: UInt64, honestInviters: Int = 900) {
    random = SeededGenerator(state: seed)
    for _ in 0..<honestInviters { addHonestCircle() }
    for reader in 0..<5 { addPopularInviter(isPack: reader == 0) }
    for _ in 0..<80 { addSecondSelves() }
    for _ in 0..<40 { addRing() }
    for _ in 0..<15 { addFarm() }
  }

  /// Decides on every referral by the rule, from what the graph says.
  func judged() -> Quality {
    var crowds: [ReferralTrait: [Int: Int]] = [:]
    for account in accounts {
      for (trait, value) in account.traits { crowds[trait, default: [:]][value, default: 0] += 1 }
    }
    let children = Dictionary(
      grouping: accounts.indices.filter { accounts[$0].inviter != nil },
      by: { accounts[$0].inviter ?? -1 }
    )
    var counts: [String: (stopped: Int, all: Int)] = [:]
    for (index, account) in accounts.enumerated() {
      guard let inviter = account.inviter else { continue }
      let evidence = ReferralEvidence(
        inviter: accounts[inviter].id,
        visit: visit(account),
        siblings: (children[inviter] ?? []).filter { $0 != index }.map { visit(accounts[$0]) },
        ties: ties(of: index, children, crowds),
        minimum: Self.minimum,
        monthlyCap: .max
      )
      let isStopped = ReferralRule.verdict(on: evidence).decision != .reward
      counts[account.kind ?? "honest", default: (0, 0)].all += 1
      if isStopped { counts[account.kind ?? "honest", default: (0, 0)].stopped += 1 }
    }
    let honest = counts.removeValue(forKey: "honest") ?? (0, 1)
    let stopped = counts.values.reduce(0) { $0 + $1.stopped }
    let all = counts.values.reduce(0) { $0 + $1.all }
    return Quality(
      recall: Double(stopped) / Double(max(all, 1)),
      falsePositives: Double(honest.stopped) / Double(honest.all),
      recallByKind: counts.mapValues { Double($0.stopped) / Double($0.all) },
      honest: honest.all,
      invented: all
    )
  }

  private func visit(_ account: Account) -> ReferralEvidence.Visit {
    let start = Date(timeIntervalSince1970: 1_790_000_000)
    return ReferralEvidence.Visit(
      invitedAt: start.addingTimeInterval(account.invitedAt),
      orderedAt: start.addingTimeInterval(account.orderedAt),
      amount: account.amount
    )
  }

  /// As the query does: from four inviters above down to eight levels.
  private func ties(
    of index: Int,
    _ children: [Int: [Int]],
    _ crowds: [ReferralTrait: [Int: Int]]
  ) -> [ReferralEvidence.Tie] {
    var tops: Set<Int> = []
    var above = accounts[index].inviter
    for _ in 0...4 {
      guard let inviter = above else { break }
      tops.insert(inviter)
      above = accounts[inviter].inviter
    }
    var tree = tops
    var level = Array(tops)
    for _ in 0..<8 {
      level = level.flatMap { children[$0] ?? [] }.filter { tree.insert($0).inserted }
    }
    return tree.filter { $0 != index }.flatMap { other in
      accounts[index].traits.compactMap { trait, value in
        accounts[other].traits[trait] == value
          ? .init(trait, with: accounts[other].id, crowd: crowds[trait]?[value] ?? 0) : nil
      }
    }
  }
}

extension ReferralRings {
  private mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < share
  }

  private mutating func fresh() -> Int {
    lastTrait += 1
    return lastTrait
  }

  /// Adds an account with traits of its own; of its dormitory with one chance in five.
  private mutating func add(
    invitedBy inviter: Int?,
    at time: Double,
    kind: String? = nil
  ) -> Int {
    var account = Account(id: MemberID(uuid: UUID()), inviter: inviter, kind: kind)
    account.traits = [.phone: fresh(), .payer: fresh(), .device: fresh(), .address: fresh()]
    if chance(0.2) { account.traits[.address] = Int.random(in: 0..<20, using: &random) }
    account.invitedAt = time
    let isQuick = chance(0.3)
    account.orderedAt =
      time + .random(in: isQuick ? 300...20_000 : 20_000...1_700_000, using: &random)
    account.amount = chance(0.06) ? 5_100 : Int64.random(in: 5_000...30_000, using: &random)
    accounts.append(account)
    return accounts.count - 1
  }

  /// Somebody who invites a few friends, some of whom invite others.
  private mutating func addHonestCircle() {
    var queue = [add(invitedBy: nil, at: 0)]
    for depth in 0..<3 {
      var next: [Int] = []
      for inviter in queue {
        let friends = Int.random(in: depth == 0 ? 1...5 : 0...2, using: &random)
        for _ in 0..<friends {
          let time = accounts[inviter].orderedAt + .random(in: 3_600...4_000_000, using: &random)
          let friend = add(invitedBy: inviter, at: time)
          // Flatmates who are friends, and a device that was passed on.
          if chance(0.003) {
            accounts[friend].traits[.address] = accounts[inviter].traits[.address]
          }
          if chance(0.001) {
            accounts[friend].traits[.device] = accounts[inviter].traits[.device]
          }
          // A device or an address that is shared with somebody who was not invited.
          if chance(0.05) {
            let other = Int.random(in: 0..<accounts.count, using: &random)
            accounts[friend].traits[.device] = accounts[other].traits[.device]
          }
          next.append(friend)
        }
      }
      queue = next
    }
  }

  /// Somebody whom many read; of a pack that is just above the minimum many are sold.
  private mutating func addPopularInviter(isPack: Bool) {
    let inviter = add(invitedBy: nil, at: 0)
    for _ in 0..<Int.random(in: 60...150, using: &random) {
      let day = Double(Int.random(in: 0..<12, using: &random)) * 86_400
      let friend = add(invitedBy: inviter, at: day + .random(in: 0...40_000, using: &random))
      if isPack, chance(0.4) { accounts[friend].amount = 5_100 }
    }
  }

  private mutating func addSecondSelves() {
    let inviter = add(invitedBy: nil, at: 0)
    let secret = fresh()
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let time = Double.random(in: 0...3_000_000, using: &random)
      let account = add(invitedBy: inviter, at: time, kind: "second selves")
      var hasLeaked = false
      for (trait, share) in [(ReferralTrait.payer, 0.6), (.device, 0.75), (.phone, 0.05)]
      where chance(share) {
        accounts[account].traits[trait] = accounts[inviter].traits[trait]
        hasLeaked = true
      }
      if chance(0.6) || !hasLeaked {
        accounts[account].traits[.address] = accounts[inviter].traits[.address]
      }
      // Who is careful uses a second device for all of the others.
      if !hasLeaked, chance(0.5) { accounts[account].traits[.device] = secret }
    }
  }

  private mutating func addRing() {
    let payers = (0..<Int.random(in: 2...3, using: &random)).map { _ in fresh() }
    let devices = (0..<Int.random(in: 3...4, using: &random)).map { _ in fresh() }
    let size = Int.random(in: 5...14, using: &random)
    var last: Int?
    for place in 0..<size {
      let time = Double(place) * 90_000 + .random(in: 0...40_000, using: &random)
      let account = add(invitedBy: last, at: time, kind: last == nil ? nil : "rings")
      // What pays goes around; now and then somebody uses their own.
      if chance(0.85) { accounts[account].traits[.payer] = payers[place % payers.count] }
      if chance(0.85) { accounts[account].traits[.device] = devices[place % devices.count] }
      // The chain branches now and then.
      if last == nil || chance(0.85) { last = account }
    }
  }

  private mutating func addFarm() {
    let inviter = add(invitedBy: nil, at: 0)
    let forwarder = fresh()
    for _ in 0..<Int.random(in: 10...40, using: &random) {
      let time = Double.random(in: 0...40_000, using: &random)
      let account = add(invitedBy: inviter, at: time, kind: "farms")
      accounts[account].traits[.address] = forwarder
      if chance(0.92) {
        accounts[account].orderedAt = time + .random(in: 120...10_000, using: &random)
      }
      if chance(0.9) {
        accounts[account].amount = Int64.random(in: 5_000...5_500, using: &random)
      }
    }
  }
}
