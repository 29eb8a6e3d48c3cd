internal import Foundation
internal import TenantStore

/// What a member holds, as an export has it; instants are ISO 8601 in UTC, money is in minor units.
///
/// Whom the member invited is another person's, so that of referrals only times and states are named.
struct ValueExport: Sendable {
  let member: Member

  func values(in transaction: TenantTransaction) async throws -> [String: JSONValue] {
    let balance = try await transaction.pointsBalance(of: member.id)
    let tiers = try await transaction.tierChanges(of: member.id)
    let coupons = try await transaction.coupons(of: member.id, onlyUsable: false)
    let referrals = try await transaction.referrals(by: member.id)
    return [
      "points": [
        "pending": .integer(balance.pending), "available": .integer(balance.available),
        "held": .integer(balance.held), "debt": .integer(balance.debt),
        "history": .array(try await history(in: transaction)),
      ],
      "tiers": .array(tiers.map(\.exported)),
      "coupons": .array(coupons.map(\.exported)),
      "boxes": .array(try await boxes(in: transaction)),
      "packs": .array(try await packs(in: transaction)),
      "plans": .array(try await transaction.exportedTerms(of: member).map(\.exported)),
      "benefits": .array(try await transaction.exportedBenefits(of: member).map(\.exported)),
      "campaigns": .array(try await transaction.exportedCampaigns(of: member).map(\.exported)),
      "referrals": .array(
        referrals.map {
          [
            "state": .string($0.state.rawValue),
            "invited_at": .string($0.invitedAt.ISO8601Format()),
          ]
        }
      ),
    ]
  }

  /// The whole history of points, newest first.
  private func history(in transaction: TenantTransaction) async throws -> [JSONValue] {
    var (lines, last): ([JSONValue], Int64?) = ([], nil)
    while true {
      let page = try await transaction.pointsHistory(of: member.id, before: last, limit: 100)
      guard let end = page.last else { return lines }
      lines += page.map(\.exported)
      last = end.sequence
    }
  }

  private func boxes(in transaction: TenantTransaction) async throws -> [JSONValue] {
    var boxes: [JSONValue] = []
    for contract in try await transaction.subscriptions(of: member.id) {
      let cycles = try await transaction.subscriptionCycles(of: contract.id)
      boxes.append([
        "plan": .string(contract.plan), "state": .string(contract.state.rawValue),
        "address": .string(try await transaction.subscriptionAddress(of: contract.id) ?? ""),
        "boxes": .array(
          cycles.map {
            [
              "number": .integer($0.number), "state": .string($0.state.rawValue),
              "amount": .integer($0.amount), "contents": .string($0.box),
            ]
          }
        ),
      ])
    }
    return boxes
  }
}

extension ValueExport {
  /// Packs with their services and each use of these.
  private func packs(in transaction: TenantTransaction) async throws -> [JSONValue] {
    let packs = try await transaction.exportedPacks(of: member)
    let allowances = try await transaction.serviceAllowances(of: packs.map(\.id))
    let uses = try await transaction.exportedUses(of: member)
    return packs.map { pack in
      [
        "plan": .string(pack.plan), "paid": .integer(pack.paid),
        "opened_at": .string(pack.openedAt.ISO8601Format()),
        "ends_at": .string(pack.endsAt.ISO8601Format()),
        "closed_at": Self.instant(pack.closedAt),
        "services": .array(
          allowances.filter { $0.pack == pack.id }.map {
            [
              "service": .string($0.service), "provider": .string($0.provider),
              "allowed": .integer(Int64($0.allowed)), "used": .integer(Int64($0.used)),
            ]
          }
        ),
        "uses": .array(
          uses.filter { $0.pack == pack.id }.map {
            [
              "service": .string($0.service), "appointment": .string($0.appointment),
              "at": .string($0.at.ISO8601Format()),
            ]
          }
        ),
      ]
    }
  }

  fileprivate static func instant(_ instant: Date?) -> JSONValue {
    instant.map { .string($0.ISO8601Format()) } ?? .null
  }
}

extension PaidTerm {
  fileprivate var exported: JSONValue {
    [
      "plan": .string(plan), "starts_at": .string(startsAt.ISO8601Format()),
      "ends_at": .string(endsAt.ISO8601Format()),
    ]
  }
}

extension ExportedBenefit {
  fileprivate var exported: JSONValue {
    [
      "benefit": .string(benefit), "period": .string(period),
      "at": .string(at.ISO8601Format()),
    ]
  }
}

extension ExportedCampaign {
  fileprivate var exported: JSONValue {
    let talk: JSONValue =
      askedAt == nil
      ? .null
      : [
        "asked_at": ValueExport.instant(askedAt),
        "outcome": outcome.map { .string($0) } ?? .null,
      ]
    return [
      "campaign": .string(campaign), "part": .string(part),
      "enrolled_at": .string(enrolledAt.ISO8601Format()), "steps": .integer(Int64(steps)),
      "messages": .array(handed.map { .string($0.ISO8601Format()) }), "talk": talk,
    ]
  }
}

extension PointsHistoryLine {
  fileprivate var exported: JSONValue {
    [
      "kind": .string(kind.rawValue), "at": .string(happenedAt.ISO8601Format()),
      "pending": .integer(change.pending), "available": .integer(change.available),
      "held": .integer(change.held), "debt": .integer(change.debt),
      "total_after": .integer(totalAfter),
    ]
  }
}

extension TierMove {
  fileprivate var exported: JSONValue {
    [
      "from": .integer(Int64(from)), "to": .integer(Int64(to)), "reason": .string(reason.rawValue),
      "at": .string(at.ISO8601Format()),
    ]
  }
}

extension Coupon {
  fileprivate var exported: JSONValue {
    [
      "kind": .string(kind.terms.code), "state": .string(state.rawValue),
      "valid_until": .string(validUntil.ISO8601Format()),
    ]
  }
}
