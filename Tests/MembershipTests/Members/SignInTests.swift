import Foundation
import Membership
import TenantStore
import TenantStoreTesting
import Testing

@Suite("Signing in", .tenantDatabase([MembershipModule.module]))
struct SignInTests {
  @Test func `a code from a message opens the account of the number, which the first one makes`()
    async throws
  {
    let pair = try await familyPair()
    let box = Postbox()
    let desk = pair.mine.desk(box)
    func enter(_ text: String) async throws -> MemberSignIn {
      try await desk.requestCode(
        .phone,
        text,
        for: pair.mine.snapshot,
        in: pair.mine.database
      )
      let code = await box.lastCode
      return try await desk.enter(
        code,
        .phone,
        text,
        for: pair.mine.snapshot,
        in: pair.mine.database
      )
    }
    let first = try await enter("138 0013 8000")
    pair.mine.clock.advance(by: 61)
    let again = try await enter("+8613800138000")
    let other = try await pair.other.signIn()

    #expect(first.isNew && !again.isNew && first.member == again.member)
    #expect(other != first.member)
    #expect(try await pair.mine.events("membership.member_joined") == 1)
    let member = try #require(await pair.mine.scope.member(first.member))
    let contacts = try await pair.mine.scope.contacts(of: member)
    #expect(contacts.map(\.masked) == ["138****8000"])
    #expect(try await pair.other.scope.member(first.member) == nil)
  }

  @Test func `a code is used once, for five minutes, for its own number and shop`() async throws {
    let pair = try await familyPair()
    let box = Postbox()
    let desk = pair.mine.desk(box)
    func refused(_ code: String, _ number: String, in tenant: TestTenant) async throws
      -> MembershipRefusal.Code?
    {
      try await refusal {
        _ = try await desk.enter(
          code,
          .phone,
          number,
          for: tenant.snapshot,
          in: tenant.database
        )
      }?.code
    }
    let numbers = ["13800138000", "13900139000"]
    for number in numbers {
      try await desk.requestCode(
        .phone,
        number,
        for: pair.mine.snapshot,
        in: pair.mine.database
      )
    }
    let code = await box.lastCode
    #expect(try await refused(code, numbers[1], in: pair.other) == .codeExpired)
    #expect(try await refused(code, numbers[1], in: pair.mine) == nil)
    #expect(try await refused(code, numbers[1], in: pair.mine) == .codeExpired)
    let first = await String(box.lines[0].suffix(6))
    pair.mine.clock.advance(by: 5 * 60)
    #expect(try await refused(first, numbers[0], in: pair.mine) == .codeExpired)
  }

  @Test func `five wrong codes lock it, also when they come at once`() async throws {
    let pair = try await familyPair()
    let tenant = pair.mine
    let box = Postbox()
    let desk = tenant.desk(box)
    try await desk.requestCode(.phone, "13800138000", for: tenant.snapshot, in: tenant.database)
    let code = await box.lastCode
    let wrong = code == "000000" ? "000001" : "000000"
    let outcomes = try await withThrowingTaskGroup(of: MembershipRefusal?.self) { group in
      for _ in 0..<12 {
        group.addTask {
          try await refusal {
            _ = try await desk.enter(
              wrong,
              .phone,
              "13800138000",
              for: tenant.snapshot,
              in: tenant.database
            )
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let codes = outcomes.map { $0?.code }
    #expect(codes.count { $0 == .codeWrong } == 5 && codes.count { $0 == .codeLocked } == 7)
    let right = try await refusal {
      _ = try await desk.enter(
        code,
        .phone,
        "13800138000",
        for: tenant.snapshot,
        in: tenant.database
      )
    }
    #expect(right?.code == .codeLocked)
    let kept: Data? = try await tenant.scope.value(
      "SELECT code_hash FROM membership.sign_in_code WHERE tenant_id = \(tenant.id)"
    )
    #expect(kept?.count == 32 && kept != Data(code.utf8))
  }

  @Test func `a minute lies between codes, five fit an hour, a clock set back locks nobody out`()
    async throws
  {
    let tenant = try await familyPair().mine
    let desk = tenant.desk(Postbox())
    func ask() async throws -> MembershipRefusal? {
      try await refusal {
        try await desk.requestCode(
          .phone,
          "13800138000",
          for: tenant.snapshot,
          in: tenant.database
        )
      }
    }
    #expect(try await ask() == nil)
    let soon = try await ask()
    #expect(soon?.code == .codeTooSoon && soon?.details["retry_after"] == 60)
    for _ in 0..<4 {
      tenant.clock.advance(by: 60)
      #expect(try await ask() == nil)
    }
    tenant.clock.advance(by: 60)
    #expect(try await ask()?.details["retry_after"] == 3_300)
    tenant.clock.advance(by: 3_300)
    #expect(try await ask() == nil)
    tenant.clock.advance(by: -86_400)
    #expect(try await ask() == nil)
  }

  @Test func `sixteen at once with one number are one account`() async throws {
    let tenant = try await familyPair().mine
    let members = try await withThrowingTaskGroup(of: MemberID.self) { group in
      for _ in 0..<16 {
        group.addTask {
          try await tenant.transaction {
            try await Families().enter(.phone, "+8613800138000", in: $0).member
          }
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(members.count == 1)
    #expect(try await tenant.scope.members(MemberListQuery()).count == 1)
    #expect(try await tenant.events("membership.member_joined") == 1)
  }

  @Test func `a provider that fails is said, and the next code works`() async throws {
    let tenant = try await familyPair().mine
    let failed = try await refusal {
      try await tenant.desk(Postbox(), fails: true)
        .requestCode(.phone, "13800138000", for: tenant.snapshot, in: tenant.database)
    }
    #expect(failed?.code == .messageNotSent)
    tenant.clock.advance(by: 61)
    _ = try await tenant.signIn()
    let nonsense = try await refusal {
      try await tenant.desk(Postbox())
        .requestCode(.phone, "12345", for: tenant.snapshot, in: tenant.database)
    }
    #expect(nonsense?.code == .contactInvalid)
  }

  @Test func `a second address joins the account, unless it is somebody's`() async throws {
    let tenant = try await familyPair().mine
    let (ada, lin) = (try await tenant.signIn(), try await tenant.signIn("13900139000"))
    let box = Postbox()
    let desk = tenant.desk(box)
    func add(_ address: String, to member: MemberID) async throws -> MembershipRefusal? {
      try await desk.requestCode(.email, address, for: tenant.snapshot, in: tenant.database)
      let code = await box.lastCode
      return try await refusal {
        try await desk.add(
          code,
          .email,
          address,
          to: member,
          for: tenant.snapshot,
          in: tenant.database
        )
      }
    }
    #expect(try await add("ada@example.com", to: ada) == nil)
    tenant.clock.advance(by: 61)
    #expect(try await add("Ada@example.com", to: lin)?.code == .contactTaken)
    tenant.clock.advance(by: 61)
    #expect(try await tenant.signIn("ada@example.com", .email) == ada)
  }

  @Test func `what was sent yesterday is forgotten`() async throws {
    let tenant = try await familyPair().mine
    _ = try await tenant.signIn()
    tenant.clock.advance(by: 86_401)
    try await tenant.run("membership.forget_codes")
    let left: Int? = try await tenant.scope.value(
      "SELECT count(*) FROM membership.sign_in_code WHERE tenant_id = \(tenant.id)"
    )
    #expect(left == 0)
  }
}
