import Foundation
import PostgresClient
import TenantStore
import TenantStoreTesting
import Testing

private let oldKey = "old:" + Data(repeating: 1, count: 32).base64EncodedString()
private let newKey = "new:" + Data(repeating: 2, count: 32).base64EncodedString()

extension Secret {
  fileprivate var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}

@Suite("Secrets", .tenantDatabase())
struct SecretTests {
  private func reference(_ text: String) throws -> SecretReference {
    try #require(SecretReference(text))
  }

  private func store(_ tenant: TestTenant, _ keys: String) throws -> SecretStore {
    try SecretStore(database: tenant.database, variables: ["CRADLE_SECRET_KEY": keys])
  }

  @Test func `no way of writing a secret shows it`() throws {
    let secret = Secret(Array("hunter2".utf8))
    struct Settings { let secret: Secret }
    var dumped = ""
    dump(Settings(secret: secret), to: &dumped)
    let texts = [
      "\(secret)", String(reflecting: secret), "\([secret])", "\(Settings(secret: secret))",
      String(describing: Optional(secret)), dumped, "\(try SecretKeys(oldKey))",
    ]
    #expect(texts.allSatisfy { !$0.contains("hunter2") && !$0.contains("AQEB") })
    #expect(texts[0] == "<secret>")
  }

  @Test func `a stored secret comes back to its tenant, and nobody finds it in the database`()
    async throws
  {
    let pair = try await TenantPair.fresh()
    let store = try store(pair.mine, oldKey)
    try await store.set("sms", to: Secret(Array("hunter2".utf8)), of: pair.mine.id, by: .system)

    let found = try await store.secret(reference("store:sms"), of: pair.mine.snapshot)

    #expect(found.text == "hunter2")
    await #expect(throws: SecretError.notSet(try reference("store:sms"))) {
      try await store.secret(reference("store:sms"), of: pair.other.snapshot)
    }
    let database = try #require(TestDatabase.current)
    let rows: String? = try await database.asOwner { pool in
      try await pool.batch([
        """
        SELECT string_agg(t::text, ' ') FROM (
          SELECT s::text, encode(s.sealed, 'escape') FROM tenancy.secret s
          UNION ALL SELECT a::text, '' FROM tenancy.audit_entry a) t
        """
      ]).first?.scalar(String.self)
    }
    #expect(try !#require(rows).contains("hunter2"))
    let trail = try await pair.mine.scope.auditEntries(of: "secret:sms")
    #expect(trail.map(\.action) == ["tenancy.secret_set"])
  }

  @Test func `a sealed value that is moved to another tenant or name does not open`() async throws {
    let pair = try await TenantPair.fresh()
    let store = try store(pair.mine, oldKey)
    try await store.set("sms", to: Secret(Array("hunter2".utf8)), of: pair.mine.id, by: .system)
    let database = try #require(TestDatabase.current)
    try await database.asOwner { pool in
      for (tenant, name) in [(pair.other.id, "sms"), (pair.mine.id, "mail")] {
        _ = try await pool.batch([
          """
          INSERT INTO tenancy.secret SELECT \(tenant.uuid), \(name), key_id, sealed, updated_at
          FROM tenancy.secret WHERE tenant_id = \(pair.mine.id.uuid) AND name = 'sms'
          """
        ])
      }
    }
    for (tenant, name) in [(pair.other, "sms"), (pair.mine, "mail")] {
      await #expect(throws: SecretError.cannotBeOpened(name)) {
        try await store.secret(reference("store:\(name)"), of: tenant.snapshot)
      }
    }
  }

  @Test func `after a rotation the old key is not needed any more`() async throws {
    let pair = try await TenantPair.fresh()
    try await store(pair.mine, oldKey)
      .set("sms", to: Secret(Array("hunter2".utf8)), of: pair.mine.id, by: .system)
    let both = try store(pair.mine, newKey + "," + oldKey)
    await #expect(throws: SecretError.keyMissing("old")) {
      try await store(pair.mine, newKey).secret(reference("store:sms"), of: pair.mine.snapshot)
    }

    #expect(try await both.rotate(of: pair.mine.id, by: .admin("lin")) == 1)
    #expect(try await both.rotate(of: pair.mine.id, by: .admin("lin")) == 0)

    let found = try await store(pair.mine, newKey)
      .secret(reference("store:sms"), of: pair.mine.snapshot)
    #expect(found.text == "hunter2")
    #expect(try await both.remove("sms", of: pair.mine.id, by: .system))
    #expect(try await !both.remove("sms", of: pair.mine.id, by: .system))
  }

  @Test func `a reference reaches the variables and files of its own tenant only`() async throws {
    let pair = try await TenantPair.fresh()
    let (mine, other) = (pair.mine.snapshot, pair.other.snapshot)
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appending(path: mine.slug)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("from file\n".utf8).write(to: folder.appending(path: "sms.key"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "link"),
      withDestinationURL: URL(filePath: "/etc/hostname")
    )
    // A folder whose name begins with this tenant's is another's.
    let near = root.appending(path: mine.slug + "-2")
    try FileManager.default.createDirectory(at: near, withIntermediateDirectories: true)
    try Data("of another\n".utf8).write(to: near.appending(path: "sms.key"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "near"),
      withDestinationURL: near.appending(path: "sms.key")
    )
    let variable = mine.slug.uppercased().replacing("-", with: "_")
    let store = try SecretStore(
      database: pair.mine.database,
      variables: [
        "TENANT_\(variable)__SMS": "from variable", "SMS": "of the process",
        "CRADLE_SECRET_FILES": root.path(),
      ]
    )

    #expect(try await store.secret(reference("env:SMS"), of: mine).text == "from variable")
    #expect(try await store.secret(reference("file:sms.key"), of: mine).text == "from file")
    for (text, tenant) in [
      ("env:SMS", other), ("file:sms.key", other), ("file:link", mine),
      ("file:near", mine),
    ] {
      await #expect(throws: SecretError.notSet(try reference(text))) {
        try await store.secret(reference(text), of: tenant)
      }
    }
    await #expect(throws: SecretError.noKeys) {
      try await store.set("sms", to: Secret([1]), of: mine.id, by: .system)
    }
  }

  @Test(arguments: [
    "hunter2", "env:", "env:a", "env:_A", "env:A__B", "file:../x", "file:/etc/passwd", "file:.x",
    "store:A", "store:a b", "vault:x", "ENV:A", "env:A\u{301}",
  ])
  func `is no reference`(_ text: String) { #expect(SecretReference(text) == nil) }

  @Test(arguments: [
    "", "x", "k:AAAA", "k:\(newKey)", "\(newKey),\(newKey)", "ü:" + newKey.dropFirst(4),
  ])
  func `is no key, and the error does not repeat it`(_ text: String) {
    #expect(throws: SecretError.keysUnreadable) { try SecretKeys(text) }
  }

  @Test func `a secret that is written into the settings itself is refused without repeating it`()
    throws
  {
    var document = TenantDocument(
      tenant: "ada",
      name: LocalizedText([.zh: "店"]),
      hosts: [],
      locales: [.zh],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: [
        "probe": ["providers": [["name": "sms", "secret": "hunter2", "apiKey": "store:sms"]]]
      ]
    )
    let problems = document.problems()
    #expect(problems.map(\.path) == [["modules", "probe", "providers", "0", "secret"]])
    #expect(problems.allSatisfy { !$0.message.contains("hunter2") })
    #expect(document.secretReferences.map(\.reference.description) == ["store:sms"])
    document.modules = ["probe": ["secret": "env:SMS"]]
    #expect(document.problems().isEmpty)
  }
}
