public import Foundation
public import TenantStore

extension Families {
  /// Tells of orders by their ids; what is not known any more is left out.
  public typealias OrderExport = @Sendable ([UUID], TenantTransaction) async throws -> [JSONValue]

  /// Everything that is kept of a member and the member's children, as JSON.
  ///
  /// PIPL article 45: in a form that another service can take over. Days are `YYYY-MM-DD`, instants
  /// ISO 8601 in UTC, weights grams and lengths millimetres.
  /// - `orders`: Tells of the member's orders, which are the shop's; their ids alone without.
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`.
  public func export(
    of id: MemberID,
    by actor: Actor,
    orders: OrderExport = { ids, _ in ids.map { ["order": .string($0.uuidString.lowercased())] } },
    in transaction: TenantTransaction
  ) async throws -> JSONValue {
    let member = try await present(id, in: transaction)
    var children: [JSONValue] = []
    for child in try await transaction.children(of: member) {
      children.append(try await export(of: child, in: transaction))
    }
    let contacts = try await transaction.contacts(of: member)
    let consents = try await transaction.consentEntries(of: member)
    let tags = try await transaction.tags(of: member)
    let values = try await ValueExport(member: member).values(in: transaction)
    let placed = try await transaction.placedOrders(of: member, limit: 1_000)
    let feedback = try await transaction.feedback(of: member)
    let groups = try await transaction.contactGroups(of: member)
    let surveys = try await transaction.surveyAnswers(of: member)
    let talks = try await transaction.interviews(with: member)
    let sessions = try await transaction.memberSessions(of: member)
    let used = try await transaction.keptPurchases(of: member)
    try await transaction.audit("membership.member_exported", of: member.id.description, by: actor)
    let own: JSONValue = [
      "member": .string(member.id.description),
      "merged": .array(member.merged.map { .string($0.description) }),
      "name": .string(member.displayName),
      "joined_at": .string(member.joinedAt.ISO8601Format()),
      "contacts": .array(
        contacts.map {
          ["channel": .string($0.channel.rawValue), "address": .string($0.address)]
        }
      ),
      "tags": .array(tags.map { .string($0) }),
      "consents": .array(consents.map(\.exported)),
      "children": .array(children),
      "feedback": .array(
        feedback.map {
          [
            "score": .integer(Int64($0.score)), "comment": .string($0.comment),
            "reasons": .array($0.reasons.map { .string($0.rawValue) }),
            "given_at": .string($0.givenAt.ISO8601Format()),
          ]
        }
      ),
      "groups": .array(groups.map { .string($0) }),
      "surveys": .array(Self.exported(surveys)),
      "interviews": .array(
        talks.map {
          [
            "day": .string($0.day.description), "consent": .string($0.consent),
            "note": .string($0.note),
          ]
        }
      ),
      "orders": .array(try await orders(placed, transaction)),
      "used_up": .array(
        used.map {
          [
            "category": .string($0.category), "pieces": .integer(Int64($0.purchase.pieces)),
            "day": .string($0.purchase.day.date.description),
          ]
        }
      ),
      // Whoever knew what a session is called by could be taken for its owner.
      "sessions": .array(sessions.map { ["signed_in_at": .string($0.ISO8601Format())] }),
    ]
    guard case .object(let fields) = own else { return own }
    return .object(fields.merging(values) { own, _ in own })
  }

  private static func exported(_ surveys: [String: [SurveyAnswer]]) -> [JSONValue] {
    surveys.sorted { $0.key < $1.key }.flatMap { code, answers in
      answers.map { answer -> JSONValue in
        let choice: JSONValue = answer.choice.map { .integer(Int64($0)) } ?? .null
        return [
          "survey": .string(code), "question": .integer(Int64(answer.number)), "choice": choice,
          "words": .string(answer.words),
        ]
      }
    }
  }

  private func export(of child: Child, in transaction: TenantTransaction) async throws
    -> JSONValue
  {
    let growth = try await transaction.growthEntries(of: child.id)
    let milestones = try await transaction.milestoneEntries(of: child.id)
    let doses = try await transaction.givenDoses(of: child.id)
    let meals = try await transaction.feedings(of: child.id, since: .distantPast, limit: nil)
    let turns = try await transaction.stageTurns(of: child.id)
    let reminders = try await transaction.reminders(of: child.id)
    let bag = try await transaction.birthBag(of: child.id)
    return [
      "child": .string(child.id.description),
      "nickname": .string(child.nickname),
      "sex": child.sex.map { .string($0.rawValue) } ?? .null,
      "due_on": child.dates.due.map { .string($0.description) } ?? .null,
      "born_on": child.dates.birth.map { .string($0.description) } ?? .null,
      "quiet_since": child.quietSince.map { .string($0.ISO8601Format()) } ?? .null,
      "growth": .array(growth.map(\.exported)),
      "milestones": .array(
        milestones.map { ["milestone": .string($0.milestone), "day": .string($0.day.description)] }
      ),
      "vaccinations": .array(
        doses.map {
          [
            "vaccine": .string($0.vaccine), "dose": .integer(Int64($0.dose)),
            "day": .string($0.day.description),
          ]
        }
      ),
      "birth_bag": .array(bag.sorted().map { .string($0) }),
      "feedings": .array(meals.map(\.exported)),
      "stages": .array(
        turns.map {
          ["stage": .string($0.stage.rawValue), "day": .string($0.day.description)]
        }
      ),
      "reminders": .array(
        reminders.map {
          [
            "topic": .string($0.topic), "due_on": .string($0.dueOn.description),
            "state": .string($0.state.rawValue),
          ]
        }
      ),
    ]
  }
}

extension ConsentEntry {
  fileprivate var exported: JSONValue {
    [
      "purpose": .string(purpose.rawValue), "decision": .string(decision.rawValue),
      "child": child.map { .string($0.description) } ?? .null,
      "text_version": .string(textVersion), "recorded_at": .string(recordedAt.ISO8601Format()),
    ]
  }
}

extension GrowthEntry {
  fileprivate var exported: JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    return [
      "day": .string(day.description), "weight_grams": number(measures.grams),
      "length_millimetres": number(measures.millimetres),
      "posture": measures.posture.map { .string($0.rawValue) } ?? .null,
      "head_millimetres": number(measures.headMillimetres),
    ]
  }
}
