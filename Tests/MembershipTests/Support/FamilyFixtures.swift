import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

/// The settings under which families are tested.
let familySettings: [String: JSONValue] = [
  "membership": [
    "reminders": [
      "restock": [["category": "diapers", "days": 30, "name": ["zh": "纸尿裤", "en": "Nappies"]]]
    ],
    "packs": [
      [
        "code": "pregnancy", "name": ["zh": "孕育包", "en": "Pregnancy"], "until": "birth",
        "next": "parenting",
        "services": [
          [
            "code": "midwife", "name": ["zh": "助产士", "en": "Midwife"], "times": 2,
            "provider": "clinic", "fee": "35.00",
          ]
        ],
      ],
      [
        "code": "parenting", "name": ["zh": "育儿包", "en": "Parenting"],
        "services": [["code": "midwife", "name": ["zh": "助产士", "en": "Midwife"], "times": 3]],
      ],
    ],
  ]
]

/// Two shops with membership; the clock stands at 09:15 on 21 September 2026 in Shanghai.
func familyPair(_ settings: [String: JSONValue] = familySettings) async throws -> TenantPair {
  try await TenantPair.fresh(settings: settings, now: Date(timeIntervalSince1970: 1_789_953_300))
}

/// A day as `YYYY-MM-DD`.
func day(_ text: String) throws -> CalendarDate { try ChildDateRule.day(text) }

/// The refusal that a closure throws; nothing when it throws none.
func refusal(_ body: () async throws -> Void) async throws -> MembershipRefusal? {
  do {
    try await body()
    return nil
  } catch let refusal as MembershipRefusal {
    return refusal
  }
}

/// Keeps the codes that were sent.
actor Postbox {
  private(set) var lines: [String] = []

  func put(_ line: String) { lines.append(line) }

  /// The code of the last message.
  var lastCode: String { lines.last.map { String($0.suffix(6)) } ?? "" }
}

/// A provider that keeps what it is given, or fails.
struct BoxedMessages: MessageProvider {
  let channel: ContactChannel
  let box: Postbox
  var fails = false

  struct Away: Error {}

  func send(
    code: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    if fails { throw Away() }
    await box.put("\(address) \(code)")
  }

  func send(
    _ text: String,
    to address: String,
    from tenant: TenantSnapshot,
    in database: TenantDatabase
  ) async throws {
    if fails { throw Away() }
    await box.put("\(address) \(text)")
  }
}

extension TestTenant {
  /// A desk that sends into a box.
  func desk(_ box: Postbox, fails: Bool = false) -> SignInDesk {
    SignInDesk(
      providers: [.phone, .email].map { BoxedMessages(channel: $0, box: box, fails: fails) },
      codes: SignInCodes(key: Secret(Array("0123456789abcdef".utf8)))
    )
  }

  /// Signs somebody in with a code that was sent.
  func signIn(_ address: String = "13800138000", _ channel: ContactChannel = .phone)
    async throws -> MemberID
  {
    let box = Postbox()
    let desk = desk(box)
    try await desk.requestCode(channel, address, for: snapshot, in: database)
    let code = await box.lastCode
    return try await desk.enter(code, channel, address, for: snapshot, in: database).member
  }

  /// Runs an operation on families.
  @discardableResult
  func families<Value>(
    _ body: (Families, TenantSnapshot, TenantTransaction) async throws -> Value
  ) async throws -> Value {
    try await transaction { try await body(Families(), snapshot, $0) }
  }

  /// Enters an expected child.
  func expecting(_ due: String, _ member: MemberID, count: Int = 1) async throws -> [Child] {
    let form = PregnancyForm(
      due: try day(due),
      count: count,
      consentVersion: MembershipSettings.firstTextVersion
    )
    return try await families { try await $0.expect(form, of: member, for: $1, in: $2) }
  }

  /// Enters a born child.
  func child(
    _ birth: String,
    _ member: MemberID,
    due: String? = nil,
    sex: ChildSex? = .female,
    nickname: String = "豆豆"
  ) async throws -> Child {
    let form = ChildForm(
      birth: try day(birth),
      due: try due.map(day),
      nickname: nickname,
      sex: sex,
      consentVersion: MembershipSettings.firstTextVersion
    )
    return try await families { try await $0.addChild(form, of: member, for: $1, in: $2) }
  }

  /// Agrees to reminders.
  func agree(_ member: MemberID, to purpose: ConsentPurpose = .reminders) async throws {
    try await families {
      try await $0.giveConsent(
        to: purpose,
        version: MembershipSettings.firstTextVersion,
        by: member,
        for: $1,
        in: $2
      )
    }
  }

  /// The children of a member.
  func children(_ id: MemberID) async throws -> [Child] {
    let member = try #require(await scope.member(id))
    return try await scope.children(of: member)
  }

  /// How many events of a kind were emitted.
  func events(_ kind: String) async throws -> Int {
    let count: Int? = try await scope.value(
      "SELECT count(*) FROM tenancy.outbox_event WHERE tenant_id = \(id) AND kind = \(kind)"
    )
    return count ?? 0
  }

  /// Runs a job of the module at once.
  func run(_ kind: String) async throws {
    let done = try await work(MembershipModule.module) { $0.name == kind }
    #expect(done > 0)
  }
}
