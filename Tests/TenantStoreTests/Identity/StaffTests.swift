import Foundation
import TenantStore
import TenantStoreTesting
import Testing

private let password = "correct horse 7"

extension TestTenant {
  fileprivate var roster: StaffRoster { StaffRoster(of: id, in: database, by: .admin("ada")) }

  fileprivate func enter(
    _ login: String,
    _ password: String = password,
    from address: String = "192.0.2.1"
  ) async throws -> SessionToken {
    try await StaffEntrance(of: id, in: database).signIn(login, password: password, from: address)
  }

  /// The code of the refusal of signing in, or nothing.
  fileprivate func refused(
    _ login: String,
    _ password: String = password,
    from address: String = "192.0.2.1"
  ) async throws -> StaffRefusal.Code? {
    do {
      _ = try await enter(login, password, from: address)
      return nil
    } catch let refusal as StaffRefusal {
      return refusal.code
    }
  }
}

extension TestTenant {
  /// How many attempts are counted, by login and by address.
  fileprivate func attempts() async throws -> [Int64] {
    try await scope.values("SELECT failures FROM tenancy.sign_in_attempt WHERE tenant_id = \(id)")
  }

  /// Under which names attempts are counted.
  fileprivate func names() async throws -> [String] {
    try await scope.values(
      """
      SELECT encode(key_hash, 'hex') FROM tenancy.sign_in_attempt
      WHERE tenant_id = \(id) ORDER BY 1
      """
    )
  }

  fileprivate func isNobodyWaiting() async throws -> Bool {
    let count: Int? = try await scope.value(
      """
      WITH self (tenant_id) AS (SELECT \(id)::uuid)
      SELECT count(*) FROM pg_stat_activity, self
      WHERE tenant_id = \(id) AND datname = current_database() AND wait_event_type = 'Lock'
      """
    )
    return count == 0
  }
}

@Suite("Staff", .tenantDatabase())
struct StaffTests {
  @Test func `the table of roles`() {
    let expected: [StaffRole: Set<StaffPermission>] = [
      .owner: Set(StaffPermission.allCases),
      .manager: Set(StaffPermission.allCases.filter { $0 != .approveRefunds }),
      .warehouse: [
        .seeDesk, .seeOrders, .shipOrders, .seeReturns, .receiveReturns, .seeStock, .correctStock,
        .seeProducts,
      ],
      .service: [
        .seeDesk, .seeOrders, .cancelOrders, .askRefunds, .seeReturns, .decideReturns, .seeStock,
        .seeProducts, .seePromotions, .seeReviews, .answerReviews, .decideReviews, .seeMembers,
        .changeMembers, .seeService, .answerService,
      ],
      .finance: [
        .seeDesk, .seeOrders, .confirmPayments, .askRefunds, .approveRefunds, .completeRefunds,
        .seeReturns, .settleReturns, .seeBills, .issueInvoices, .seeProducts, .seePromotions,
        .seeInsight,
      ],
    ]
    for role in StaffRole.allCases {
      for permission in StaffPermission.allCases {
        #expect(
          role.may(permission) == expected[role]?.contains(permission),
          "\(role) \(permission)"
        )
      }
    }
    // Somebody must be able to be the second person for whoever asks.
    #expect(StaffRole.allCases.filter { $0.may(.approveRefunds) }.count >= 2)
  }

  @Test func `a login and a password of the right form only`() {
    for (typed, login) in [("Mei", "mei"), (" li.na ", "li.na"), ("a", "a")] {
      #expect(StaffLoginRule.read(typed) == login)
    }
    for wrong in ["", ".a", "a.", "李", "a b", "a'--", String(repeating: "a", count: 41)] {
      #expect(StaffLoginRule.read(wrong) == nil, "\(wrong)")
    }
    #expect(PasswordRule.isSound(password, login: "mei"))
    for weak in [
      "short", "aaaaaaaaaaaaaaaa", "xx-mei-long-enough", String(repeating: "ab3de", count: 30),
    ] {
      #expect(!PasswordRule.isSound(weak, login: "mei"), "\(weak)")
    }
    #expect(PasswordRule.isSound(PasswordRule.generated(in: .live), login: "mei"))
  }

  @Test func `signing in gives a session of this shop alone, until it is unused for an hour`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    try await pair.mine.roster.add("mei", .service, password: password)

    let token = try await pair.mine.enter("MEI")

    let session = try #require(try await pair.mine.scope.staffSession(token))
    #expect(session.member.login == "mei" && session.member.role == .service)
    #expect(try await pair.other.scope.staffSession(token) == nil)
    #expect(try await pair.other.refused("mei") == .signInRefused)
    pair.mine.clock.advance(by: 3_500)
    try await pair.mine.scope.touchStaffSession(session.id)
    pair.mine.clock.advance(by: 3_500)
    #expect(try await pair.mine.scope.staffSession(token) != nil)
    pair.mine.clock.advance(by: 200)
    #expect(try await pair.mine.scope.staffSession(token) == nil)
  }

  @Test func `no session outlives twelve hours, however much it is used`() async throws {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    let token = try await mine.enter("mei")
    for _ in 0..<23 {
      mine.clock.advance(by: 1_800)
      let session = try #require(try await mine.scope.staffSession(token))
      try await mine.scope.touchStaffSession(session.id)
    }
    mine.clock.advance(by: 1_800)
    #expect(try await mine.scope.staffSession(token) == nil)
  }

  @Test func `each sign-in is a new session, and the device's old one ends`() async throws {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    let first = try await mine.enter("mei")
    let second = try await StaffEntrance(of: mine.id, in: mine.database)
      .signIn("mei", password: password, from: "192.0.2.1", replacing: first)
    #expect(first != second)
    #expect(try await mine.scope.staffSession(first) == nil)
    #expect(try await mine.scope.staffSession(second) != nil)
  }

  @Test func `a wrong password, an unknown login and a disabled member look the same`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    try await mine.roster.add("gone", .owner, password: password)
    let token = try await mine.enter("gone")
    try await mine.roster.disable("gone")

    #expect(try await mine.scope.staffSession(token) == nil)
    #expect(try await mine.refused("mei", "correct horse 8") == .signInRefused)
    #expect(try await mine.refused("nobody") == .signInRefused)
    #expect(try await mine.refused("gone") == .signInRefused)
    try await mine.roster.enable("gone")
    #expect(try await mine.refused("gone") == nil)
  }

  @Test func `guessing is slowed down for a login that exists and for one that does not`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    for login in ["mei", "nobody"] {
      for attempt in 1...5 {
        #expect(try await mine.refused(login, "wrong") == .signInRefused, "\(attempt)")
      }
      // The right password does not help before the time is over.
      #expect(try await mine.refused(login) == .signInLocked)
    }
    mine.clock.advance(by: 31)
    #expect(try await mine.refused("mei", "wrong") == .signInRefused)
    mine.clock.advance(by: 31)
    #expect(try await mine.refused("mei") == .signInLocked)
    mine.clock.advance(by: 30)
    #expect(try await mine.refused("mei") == nil)
    #expect(try await mine.refused("mei", "wrong") == .signInRefused)
    #expect(try await mine.refused("mei") == nil)
  }

  @Test func `attempts beside each other are counted before any password is looked at`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    let codes = try await withThrowingTaskGroup(of: StaffRefusal.Code?.self) { group in
      for _ in 0..<12 { group.addTask { try await mine.refused("mei", "wrong") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes.filter { $0 == .signInRefused }.count == 5)
    #expect(codes.filter { $0 == .signInLocked }.count == 7)
  }

  @Test func `an address that tries many logins has to wait too`() async throws {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    for number in 0..<30 {
      _ = try await mine.refused("login\(number)", "wrong", from: "192.0.2.9")
    }
    // It does not lock a login for others meanwhile.
    for _ in 0..<8 {
      #expect(try await mine.refused("mei", "wrong", from: "192.0.2.9") == .signInLocked)
    }
    #expect(try await mine.refused("mei", from: "192.0.2.10") == nil)
  }

  @Test func `a change of role or password ends the sessions, and all of it is in the trail`()
    async throws
  {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .service, password: password)
    let first = try await mine.enter("mei")
    try await mine.roster.setRole(.manager, of: "mei")
    #expect(try await mine.scope.staffSession(first) == nil)
    let second = try await mine.enter("mei")
    try await mine.roster.setPassword("another long one 9", of: "mei")
    #expect(try await mine.scope.staffSession(second) == nil)
    #expect(try await mine.refused("mei") == .signInRefused)
    let third = try await mine.enter("mei", "another long one 9")
    let session = try #require(try await mine.scope.staffSession(third))
    try await mine.transaction { try await $0.signOut(third, of: session.member) }
    #expect(try await mine.scope.staffSession(third) == nil)

    let trail = try await mine.scope.auditEntries(of: "mei")
    #expect(
      Set(trail.map(\.action)).isSuperset(of: [
        "tenancy.staff_added", "tenancy.staff_role_changed", "tenancy.staff_password_set",
        "tenancy.staff_signed_in", "tenancy.staff_signed_out",
      ])
    )
    #expect(trail.contains { $0.actor == "staff:mei" })
    for entry in trail { #expect(!"\(entry)".contains("scrypt")) }
  }

  @Test func `a login is taken once and never half added`() async throws {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .service, password: password)
    for (login, word, code) in [
      ("mei", password, StaffRefusal.Code.loginTaken), ("l i", password, .loginInvalid),
      ("li", "short", .passwordWeak),
    ] {
      await #expect(throws: StaffRefusal.self, "\(code)") {
        try await mine.roster.add(login, .owner, password: word)
      }
    }
    await #expect(throws: StaffRefusal(.notFound, details: ["login": "nobody"])) {
      try await mine.roster.disable("nobody")
    }
    #expect(try await mine.scope.staffMembers().map(\.login) == ["mei"])
    #expect(try await mine.scope.staffMembers().map(\.role) == [.service])
  }

  @Test func `an attempt that nobody had time to look at is not counted`() async throws {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    for attempt in 0..<40 {
      let busy = try await PasswordCost.$waitingLimit.withValue(0) { try await mine.refused("mei") }
      #expect(busy == .signInBusy, "\(attempt)")
    }
    #expect(try await mine.attempts() == [0, 0])
    // What failed before still counts.
    for _ in 0..<4 { #expect(try await mine.refused("mei", "wrong") == .signInRefused) }
    let busy = try await PasswordCost.$waitingLimit.withValue(0) { try await mine.refused("mei") }
    #expect(busy == .signInBusy)
    #expect(try await mine.refused("mei", "wrong") == .signInRefused)
    #expect(try await mine.refused("mei") == .signInLocked)
  }

  @Test func `who signs in while the password changes has to know the new one`() async throws {
    let mine = try await TenantPair.fresh().mine
    try await mine.roster.add("mei", .owner, password: password)
    async let refusal = {
      // The change is under way first: looking at the password takes longer.
      try await Task.sleep(for: .milliseconds(50))
      return try await mine.refused("mei")
    }()
    try await mine.transaction { transaction in
      try await transaction.execute(
        """
        UPDATE tenancy.staff_member SET password_hash = '$scrypt$another'
        WHERE tenant_id = \(mine.id) AND login = 'mei'
        """
      )
      while try await mine.isNobodyWaiting() { try await Task.sleep(for: .milliseconds(5)) }
    }
    #expect(try await refusal == .signInRefused)
    let sessions: Int? = try await mine.scope.value(
      "SELECT count(*) FROM tenancy.staff_session WHERE tenant_id = \(mine.id)"
    )
    #expect(sessions == 0)
  }
}

/// On a database of its own: the sweep is everybody's, and its clock runs ahead.
@Suite("Attempts to sign in, a day later", .tenantDatabase())
struct ForgottenAttemptTests {
  @Test func `attempts are counted under a key of the shop's own, for a day`() async throws {
    let pair = try await TenantPair.fresh()
    for tenant in [pair.mine, pair.other] { _ = try await tenant.refused("mei") }
    let (mine, other) = (try await pair.mine.names(), try await pair.other.names())
    let plain = ["address 192.0.2.1", "login mei"]
      .map { MediaID(of: Array($0.utf8)).description }

    #expect(mine.count == 2 && other.count == 2)
    #expect(Set(mine).isDisjoint(with: other) && Set(mine).isDisjoint(with: plain))
    _ = try await pair.mine.refused("mei")
    #expect(try await pair.mine.names() == mine)

    pair.mine.clock.advance(by: 24 * 3_600 + 1)
    _ = try await pair.other.refused("mei")
    try await pair.mine.database.system("test of the sweep").sweepExpired()
    #expect(try await pair.mine.names() == [])
    #expect(try await pair.other.names() == other)
    // The key went too.
    _ = try await pair.mine.refused("mei")
    #expect(Set(try await pair.mine.names()).isDisjoint(with: mine))
  }
}
